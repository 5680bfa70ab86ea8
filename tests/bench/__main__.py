"""`make bench`: run every benchmark, or the named ones, and keep the figures.

python -m bench [--seconds N] [--only-print] [accepting answering deciding footprint …]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from .accepting import accepting, answering
from .busy import busy
from .costs import costs
from .databases import postgres
from .deciding import deciding
from .figures import Figure, keep
from .footprint import footprint
from .growing import growing
from .handling import handling
from .latency import latency
from .looking_back import looking_back
from .offers import offers
from .pages import pages
from .proving import proving
from .reminding import reminding
from .side_by_side import side_by_side
from .staying import staying
from .suggesting import suggesting
from .table import write_table
from .writing import writing

BENCHMARKS: dict[str, Callable[[Path, str, float], Iterator[Figure]]] = {
    "accepting": accepting,
    "answering": answering,
    "busy": busy,
    "latency": latency,
    "offers": offers,
    "pages": pages,
    "costs": costs,
    "deciding": deciding,
    "backtest": looking_back,
    "handling": handling,
    "growing": growing,
    "writing": writing,
    "staying": staying,
    "reminding": reminding,
    "footprint": footprint,
    "proving": proving,
    "suggesting": suggesting,
}


def main() -> int:
    """Run the benchmarks; the exit code is 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description="Measure the service; ratios of one run.")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHMARKS)}, beside; or all")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each measurement takes")
    parser.add_argument("--only-print", action="store_true", help="keep no figures")
    parser.add_argument(
        "--against", type=Path, help="a virtual environment with another version to measure beside this one"
    )
    given = parser.parse_args()
    found: list[Figure] = []
    with postgres() as server, tempfile.TemporaryDirectory(prefix="ugovor-bench-") as folder:
        against = partial(side_by_side, against=given.against)
        benchmarks = BENCHMARKS | {"beside": lambda *given: against(given[0], given[1])}
        for name in given.names or benchmarks:
            for figure in benchmarks[name](Path(folder), server, given.seconds):
                print(figure, flush=True)
                found.append(figure)
    if not given.only_print:
        keep(found, "make bench")
        write_table()
    return 1 if any(figure.reached is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
