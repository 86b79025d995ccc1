"""Lesson pages, and the address of every activity."""
