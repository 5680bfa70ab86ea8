#!/usr/bin/env python3
"""Look up the container's pinned versions in the public list of known faults, and say what that showed.

    python3 audit.py requirements.txt        (run by `make audit`; needs pip-audit)

Exit 0: every version was looked up, and none has a known fault. Exit 1: some have; each is named. Exit 3: the
list was not reached, for all of them or for some: nothing is known of these, which is not "no faults".
"""

import json
import subprocess
import sys
from typing import Any

NO_FAULT, FAULTS, NOT_REACHED = 0, 1, 3
PATIENCE_S = 600


def judge(report: str, complaint: str) -> tuple[int, list[str]]:
    """Return the exit code and what to say.

    Args:
        report: what pip-audit printed as JSON; empty where it broke off.
        complaint: what it said on standard error.
    """
    try:
        looked_at: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = complaint.strip().splitlines()[-1:] or ["pip-audit gave no report"]
        return NOT_REACHED, [f"The list of known faults was not reached: {last[0]}.", "Nothing is known."]
    said = [_named(each, fault) for each in looked_at for fault in each.get("vulns", [])]
    unknown = [each["name"] for each in looked_at if "skip_reason" in each]
    found = len(looked_at) - len(unknown)
    if unknown or not looked_at:
        names = f": {', '.join(unknown)}" if found else ""
        said.append(f"The list of known faults did not answer for {len(unknown)} of {len(looked_at)}{names}.")
    if any(each.get("vulns") for each in looked_at):
        return FAULTS, said
    if unknown or not looked_at:
        return NOT_REACHED, [*said, "This is not the same as no faults: try again where the list is reached."]
    return NO_FAULT, [f"{found} versions were looked up; none has a known fault."]


def _named(package: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def main() -> int:
    """Run pip-audit and judge what it found."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--progress-spinner=off",
        "--format=json",
        "--require-hashes",
    ]
    try:
        done = subprocess.run(  # noqa: S603 -- our own command
            [*command, "--requirement", sys.argv[1]],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        report, complaint = done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        report, complaint = "", f"no answer within {PATIENCE_S} seconds"
    code, said = judge(report, complaint)
    print("\n".join(said), file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
