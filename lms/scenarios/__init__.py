"""Scenarios: stories with choices that somebody walks through."""
