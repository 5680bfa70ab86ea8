"""The offer of a beyond-scope issue: options, prices, decision."""
