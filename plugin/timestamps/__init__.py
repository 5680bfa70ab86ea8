"""Time stamps of the record's head.

By an authority that knows nothing else of it (RFC 3161).
"""
