"""`python -m fuzz TARGET SECONDS`: run one target under atheris."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["plugin", "webhooks"]):
    from fuzz.targets import TARGETS

SEEDS = Path(__file__).parents[1] / "data"


def main() -> None:
    """Fuzz until the time is over; a finding ends the process with its input printed."""
    name, seconds = sys.argv[1], sys.argv[2]
    # A refused signature is logged; under millions of them that is all one would see.
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as corpus:
        for number, path in enumerate(sorted(SEEDS.rglob("*.json"))):
            (Path(corpus) / str(number)).write_bytes(path.read_bytes())
        options = [
            sys.argv[0],
            corpus,
            f"-max_total_time={seconds}",
            "-max_len=65536",
            "-print_final_stats=1",
        ]
        atheris.Setup(options, TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
