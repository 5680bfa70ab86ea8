"""`/reset`: takes the last decision or sign-off back, with its effects."""
