"""Crash tests: processes are killed, the database restarts, the tracker fails and lies; nothing shows it."""

import sys
from pathlib import Path

# pytest finds the sites by its settings, `python -m chaos` and `python -m bench` by this.
sys.path.append(str(Path(__file__).parents[1] / "sites"))
