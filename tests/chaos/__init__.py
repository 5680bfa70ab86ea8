"""Crash tests: processes die, databases restart, the tracker fails and lies.

Nothing of it shows at the end.
"""

import sys
from pathlib import Path

# pytest finds the sites by its settings, `python -m chaos` and `python -m bench` by this.
sys.path.append(str(Path(__file__).parents[1] / "sites"))
