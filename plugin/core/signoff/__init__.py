"""Sign-off of stages: signatures, quorum, certificate, gate."""
