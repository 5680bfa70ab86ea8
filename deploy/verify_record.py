#!/usr/bin/env python3
"""Verify an exported record with Python's standard library alone.

Without trusting the service.

    ugovor record export > record.jsonl
    python3 verify_record.py record.jsonl

Each line of the export is one entry. Its hash is SHA-256 over the JSON list

    [seq, at, contract, tracker, subject, kind, payload, previous]

written without spaces in UTF-8, where `at` is as exported, `payload` is the entry's payload as JSON with
sorted keys and without spaces, and `previous` is the hash of the entry before (64 zeros for the first). An
entry that was touched, dropped or reordered breaks the chain at its place. An entry from which a person was
erased keeps the hash that it had; a later entry of the kind `erasure` gives the hash of it as it stands, by
its number, under `entries` of its payload. What was cut off at the end shows only against a hash that
somebody noted earlier: `--last-hash HASH` compares with it, and `--head SEQ:HASH` with what
stands under a comment, under a mail, or on a certificate.

Exit 0: the chain holds. Exit 1: it does not; the first entry that does not fit is named. Exit 2: wrong use.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from typing import Any


def digest(entry: dict[str, Any]) -> str:
    """Return the hash that an entry should have."""
    payload = json.dumps(entry["payload"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    keys = ("seq", "at", "contract", "tracker", "subject", "kind")
    fields = [entry[key] for key in keys] + [payload, entry["previous"]]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def erasures(lines: Iterable[str]) -> dict[int, str]:
    """Return the hash of each entry that a person was erased from, as told last."""
    found: dict[int, str] = {}
    for line in lines:
        try:
            entry = json.loads(line)
            if entry["kind"] == "erasure":
                told = entry["payload"]["entries"].items()
                found.update({int(seq): hashed for seq, hashed in told if int(seq) < entry["seq"]})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # it is named when its turn comes
    return found


def first_fault(lines: Iterable[str]) -> tuple[str | None, str, int]:
    """Return (what is wrong with the first entry that does not fit, or None.

    The last hash; the count).
    """
    expected, previous = 1, "0" * 64
    lines = list(lines)
    erased = erasures(lines)
    for line in lines:
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            found, seq = digest(entry), entry["seq"]
        except (ValueError, KeyError, TypeError) as error:
            return f"entry {expected} cannot be read: {error}", previous, expected - 1
        if seq != expected:
            return f"entry {expected} is missing: the next one is {seq}", previous, expected - 1
        if entry["previous"] != previous:
            return f"entry {seq} does not follow the one before it", previous, expected - 1
        if found not in (entry.get("hash"), erased.get(seq)):
            return f"entry {seq} was changed after it was written", previous, expected - 1
        expected, previous = expected + 1, entry["hash"]
    return None, previous, expected - 1


def unfit_head(lines: list[str], noted: str) -> str | None:
    """Return what does not fit where somebody noted an entry's number and head.

    Or None.
    """
    seq, _, head = noted.replace(" ", "").replace("·", ":").partition(":")
    found = {str(entry["seq"]): str(entry["hash"]) for entry in map(json.loads, filter(str.strip, lines))}
    if len(head) < 12 or not found.get(seq, "").startswith(head.lower()):
        return f"entry {seq} has the head {found.get(seq, 'of none: it is not there')[:24]}, not {head}"
    return None


def main() -> int:
    """Read the export and say whether its chain holds."""
    parser = argparse.ArgumentParser(description="Verify an exported record of Ugovor.")
    parser.add_argument("file", help="the export, one JSON object a line; - for standard input")
    parser.add_argument("--last-hash", help="the last entry's hash as noted earlier")
    parser.add_argument(
        "--head", action="append", default=[], metavar="SEQ:HASH", help="as a comment shows it"
    )
    given = parser.parse_args()
    source = sys.stdin if given.file == "-" else open(given.file, encoding="utf-8")  # noqa: SIM115
    with source:
        lines = source.readlines()
    fault, last, count = first_fault(lines)
    fault = fault or next(filter(None, (unfit_head(lines, each) for each in given.head)), None)
    if fault is None and given.last_hash and given.last_hash != last:
        fault = f"the last entry is {count} with the hash {last}, not the one that was noted"
    print(  # noqa: T201 -- it is a command
        fault or f"{count} entries, the chain holds; last hash {last}"
    )
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
