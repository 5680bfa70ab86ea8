"""One tracker over HTTP: session, answers, values."""
