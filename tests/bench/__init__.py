"""Benchmarks: each prints ratios of one run, so that they mean something on any machine."""
