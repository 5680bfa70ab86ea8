"""A project's past played through `decide`: what would have been said to whom.

`play` is the loop; `history` and `export_memory` keep what decisions ask for, the one exactly, the other in
little memory; `tally` counts what follows. Nothing here reads or writes anything.
"""
