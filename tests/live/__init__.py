"""A session while it runs."""
