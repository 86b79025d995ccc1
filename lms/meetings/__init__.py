"""Meetings and who was there."""
