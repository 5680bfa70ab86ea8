"""Read boxes back: which lines of a checklist are ticked, in any markup."""

from __future__ import annotations

import re

_BOX = re.compile(
    r"""
    ^[ \t]*(?:[-*+][ \t]+)?
    (?P<box>\[[ xX]\]|\([/x]\))[ \t]*
    (?P<number>\d{1,9})\\?\.(?!\S)
    """,
    re.MULTILINE | re.VERBOSE,
)


def ticks_in(text: str) -> dict[int, bool]:
    r"""Return whether each numbered line with a box is ticked, by its number.

    >>> ticks_in("[x] 1. Main page agreed\n(x) 2. Templates agreed\n(/) 3. Files handed over")
    {1: True, 2: False, 3: True}
    """
    return {int(match["number"]): match["box"].lower() in ("[x]", "(/)") for match in _BOX.finditer(text)}
