"""Tests of reading the content files."""
