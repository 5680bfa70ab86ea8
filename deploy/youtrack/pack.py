"""Pack the app for YouTrack into one file, the same bytes whenever and wherever it is done.

python3 deploy/youtrack/pack.py [FILE]
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

APP = Path(__file__).parent / "app"
NOT_PACKED = {"package.json"}
"""Only node's tests need it."""

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can say; times of files would differ from copy to copy."""


def pack(target: Path) -> Path:
    """Write the package and return its path.

    Args:
        target: the file, or a folder in which it is named after the app and its version.
    """
    if target.is_dir():
        manifest = json.loads((APP / "manifest.json").read_text(encoding="utf-8"))
        target = target / f"{manifest['name']}-youtrack-{manifest['version']}.zip"
    files = sorted(path for path in APP.rglob("*") if path.is_file() and path.name not in NOT_PACKED)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(APP).as_posix(), _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            package.writestr(entry, path.read_bytes())
    return target


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    print(f"Packed {pack(given)}")  # noqa: T201 - a script of its own
