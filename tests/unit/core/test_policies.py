"""The table of policies: a row for each part, a folder for each feature."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from plugin import core
from plugin.core.decide import POLICIES
from plugin.core.model.events import Event
from plugin.core.model.internal_events import InternalEvent

SHARED = {"model", "calendar", "commands", "mails", "backtest", "needs"}
"""Folders that hold what features share, ask for it or play them; they decide nothing."""
FOLDERS = {path.name for path in Path(core.__path__[0]).iterdir() if (path / "__init__.py").exists()}


def test_every_feature_has_a_folder_and_a_row() -> None:
    """A new feature is a folder and a row, and nothing else knows of it."""
    assert {policy.feature for policy in POLICIES} == FOLDERS - SHARED


def test_policy_is_in_the_folder_of_its_feature() -> None:
    """The row names the folder where the policy is found."""
    homes = {policy.feature: policy.decide.__module__.split(".")[2] for policy in POLICIES}
    assert homes == {feature: feature for feature in homes}


def test_event_of_a_row_is_one_that_happens() -> None:
    """A row that names another class would never run, and nobody would notice."""
    events = {*get_args(get_args(Event)[0]), *get_args(InternalEvent)}
    named = {event for policy in POLICIES for event in policy.on}
    assert sorted(event.__name__ for event in named - events) == []


def test_policies_run_verdicts_offers_presentation() -> None:
    """What comes later is decided on what came before it."""
    order = [policy.decide.__name__ for policy in POLICIES]
    steps = ["take_issue", "take_ruling", "take_choice", "judge_issues", "remake_offers"]
    steps += ["move_due_dates", "present_issues", "mail_offers", "hold_sign_offs", "reassert_labels"]
    assert [name for name in order if name in steps] == steps
