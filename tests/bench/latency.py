"""From webhook to visible label at a calm pace: one issue after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from chaos.sending import MailSender

from .databases import KINDS, fresh
from .figures import Figure
from .side_by_side import OURS, running_service
from .slow_site import Act, SlowSite, answered, ask, ask_beyond, labelled

SAMPLES = 10
_PROJECT = ("ACME",)
_LOOK_EVERY_S = 0.01
_PATIENCE_S = 30.0
TOLD_S, SILENT_S = 0.8, 0.3


def latency(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure verdicts that only set a label, and those that tell somebody something."""
    del seconds
    for kind in KINDS:
        home = folder / f"latency-{kind}"
        with running_service(home, fresh(kind, folder, server), _PROJECT, 0.0, OURS) as (site, host):
            sender = MailSender([f"http://{host}"])
            silent = _median_s(site, sender, ask, labelled)
            told = _median_s(site, sender, ask_beyond, answered)
        for name, what, took, goal in (
            ("silent", "a label that tells nobody anything", silent, SILENT_S),
            ("told", "a label with an offer", told, TOLD_S),
        ):
            yield Figure(
                f"latency.{name}.{kind}",
                f"{took:.2f} s from the webhook to {what} on {kind}, the median",
                took,
                f"under {goal} s",
                took < goal,
            )


def _median_s(site: SlowSite, sender: MailSender, act: Act, seen: Act) -> float:
    times = []
    for _ in range(SAMPLES):
        before = site.count(seen)
        deliveries = site.act(act, 1)
        began = time.monotonic()
        sender.send(deliveries)
        while site.count(seen) <= before:
            if time.monotonic() - began > _PATIENCE_S:
                raise TimeoutError("an issue was not labelled")
            time.sleep(_LOOK_EVERY_S)
        times.append(time.monotonic() - began)
    return median(times)
