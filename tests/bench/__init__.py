"""Benchmarks: each prints ratios of one run.

Ratios mean something on any machine.
"""
