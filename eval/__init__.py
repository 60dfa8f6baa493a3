"""Evaluation: answers and citations scored against gold cases."""
