"""Contracts as files: .docx, .pdf and .txt, read into numbered clauses and tables."""
