"""Attempts at quizzes, their answers, and check questions in lessons."""
