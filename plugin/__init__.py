"""The service: rules, texts, trackers, store, worker and command line."""
