"""Checks the time stamps that were kept.

Against the record and against the authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugin.store import record, record_timestamps
from plugin.store.connection import Connection
from plugin.timestamps.stamp import StampRefused


@dataclass(frozen=True)
class CheckedStamps:
    """How many time stamps hold, the last one's time.

    And what is wrong with the others.
    """

    held: int = 0
    last: str = ""
    faults: tuple[str, ...] = ()


def check_stamps(connection: Connection, roots_file: Path | None) -> CheckedStamps:
    """Check every time stamp: is it of the entry's hash.

    And did a trusted authority sign it.

    Args:
        connection: looks.
        roots_file: certificates that are trusted; None: those that browsers trust.
    """
    kept = list(record_timestamps.load_all(connection))
    if not kept:
        return CheckedStamps()
    # It loads cryptography, which a record without time stamps does not need.
    from plugin.timestamps.authority import check_stamp, load_roots

    try:
        roots = load_roots(roots_file)
    except StampRefused as error:
        return CheckedStamps(faults=(str(error),))
    held, last, faults = 0, "", []
    for stamp in kept:
        stands = record.load_hash(connection, stamp.seq)
        if stands != stamp.hash:
            faults.append(f"the time stamp of entry {stamp.seq} is of another record")
            continue
        try:
            at = check_stamp(stamp.answer, stamp.hash, roots)
        except StampRefused as error:
            hint = "" if roots_file else " (the authority's root goes into record.timestamp_roots)"
            faults.append(f"the time stamp of entry {stamp.seq}: {error}{hint}")
            continue
        held, last = held + 1, at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return CheckedStamps(held, last, tuple(faults))
