"""Waiting: questions, answers, reminders, and what waiting does to dates."""
