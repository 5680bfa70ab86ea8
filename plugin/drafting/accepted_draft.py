"""Sees to it that `ugovor check` accepts a draft."""

from __future__ import annotations

from mappings.loader import load_text

_MAX_ROUNDS = 30
"""Each round puts at least one line behind a hash, and may leave a section empty for the next."""


def turn_off_faults(text: str) -> str:
    """Return a draft whose faulty lines stand behind a hash, with the reason.

    A year that nobody can mean, or a name that no mapping holds, must not keep the rest from loading.

    >>> turn_off_faults("contract: 1").startswith("# contract: 1   # ")
    True
    """
    lines = text.splitlines()
    for _ in range(_MAX_ROUNDS):
        faults = [each for each in load_text("\n".join(lines)).faults if each.severity == "error"]
        reasons = {each.line: each.sentence for each in reversed(faults) if 0 < each.line <= len(lines)}
        live = {line: why for line, why in reasons.items() if not lines[line - 1].lstrip().startswith("#")}
        if not live:
            break
        for line, why in live.items():
            lines[line - 1] = _turn_off(lines[line - 1], why)
    return "\n".join(lines) + "\n"


def _turn_off(line: str, why: str) -> str:
    bare = line.lstrip(" ")
    indent = " " * (len(line) - len(bare))
    written, gap, comment = bare.partition("   # ")
    reason = " ".join(f"{why}{'; ' if gap else ''}{comment}".split())
    return f"{indent}# {written}   # {reason}"
