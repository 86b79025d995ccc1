"""Tests of the questions and of completion."""
