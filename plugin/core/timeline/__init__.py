"""Who sent what to whom, answered by what, after how many working hours."""
