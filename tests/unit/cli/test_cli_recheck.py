"""`ugovor recheck ISSUE`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cli_scene import MAPPING, NOW, SECOND_TRACKER, SETTINGS, CliScene, StubTracker, extra, issue

from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.model.effects import Effect, PostComment, SetDueDate
from plugin.core.model.slots import DUE_SLOT, VERDICT_SLOT, Slot
from plugin.store import claims, effect_recovery, effects


def _ask(office: CliScene, subject: str, slot: Slot, effect: Effect) -> None:
    """Carry an effect out in the books, so that nothing of it waits."""
    database = office.database()
    with database.change() as connection:
        effects.request_effect(connection, "main", "ACME-SITE", subject, slot, effect, NOW)
        settled = NOW + effects.SETTLE_DELAY
        lease = claims.claim(connection, settled, timedelta(minutes=1))
        assert lease is not None
        for waiting in effects.load_due(connection, "main", subject, settled):
            effects.mark_done(connection, lease, waiting)
        claims.release(connection, lease, settled, None)
    database.close()


def _states_of_effects(office: CliScene) -> dict[str, int]:
    database = office.database()
    with database.look() as connection:
        found = effect_recovery.count_by_state(connection)
    database.close()
    return found


@pytest.mark.parametrize("named", ["ACME-15", "10015"], ids=["by its key", "by the tracker's id"])
def test_an_issue_on_record_falls_due(office: CliScene, named: str) -> None:
    """A delivery of our own waits for the worker; the tracker is not asked."""
    office.put_on_record(extra(15))
    result = office.run("recheck", named)
    assert result.exit_code == 0
    assert "ACME-15 will be read from main and judged anew" in result.stdout
    [row] = office.json("deliveries", "list", "--json")
    assert (row["event"], row["subject"], row["state"]) == ("recheck", "10015", "waiting")
    assert row["delivery_id"].startswith("recheck:10015:2026-04-01T09:00:00")


def test_every_effect_of_the_issue_is_looked_at_again(office: CliScene) -> None:
    """What was carried out, or parked, waits again; other issues' effects do not."""
    office.put_on_record(extra(15))
    _ask(office, "10015", VERDICT_SLOT, PostComment(text="An offer"))
    _ask(office, "10016", VERDICT_SLOT, PostComment(text="Another issue's"))
    assert "1 effect is looked at again" in office.run("recheck", "ACME-15").stdout
    assert _states_of_effects(office) == {"waiting": 1, "done": 1}


def test_a_stage_issue_has_its_due_date_looked_at_too(office: CliScene) -> None:
    """The due date waits under the stage's own name."""
    office.put_on_record()
    office.trackers["main"].issues["10002"] = issue(2).model_copy(update={"id": "10002"})
    due = SetDueDate(issue="ACME-2", due=NOW.date())
    _ask(office, stage_subject("ACME-SITE", "design"), DUE_SLOT, due)
    assert office.run("recheck", "ACME-2").exit_code == 0
    assert _states_of_effects(office) == {"waiting": 1}


def test_an_issue_that_is_not_on_record_is_found_in_the_tracker(office: CliScene) -> None:
    """Its webhook was missed; the tracker tells its id."""
    office.trackers["main"].issues["10077"] = issue(77)
    assert office.run("recheck", "ACME-77").exit_code == 0
    assert office.json("deliveries", "list", "--json")[0]["subject"] == "10077"


def test_now_judges_it_in_this_process(office: CliScene) -> None:
    """No running service is needed, and what came out is said."""
    office.trackers["main"].issues["10077"] = issue(77)
    result = office.run("recheck", "ACME-77", "--now")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "ACME-77 is beyond_scope, raised."
    assert [row["state"] for row in office.json("deliveries", "list", "--json")] == ["done"]


def test_now_writes_what_came_out(office: CliScene) -> None:
    """The label stands on the issue when the command ends."""
    office.furnish(mapping=MAPPING.replace("mode: observe", "mode: act"))
    office.trackers["main"].issues["10077"] = issue(77)
    office.run("recheck", "ACME-77", "--now")
    assert office.trackers["main"].issues["10077"].labels == {"beyond-scope"}
    assert _states_of_effects(office) == {"done": 1}


def test_now_says_when_no_contract_governs_it(office: CliScene) -> None:
    """An issue of a project that nobody named is left alone."""
    office.trackers["main"].issues["10077"] = issue(77).model_copy(update={"project": "OTHER"})
    result = office.run("recheck", "ACME-77", "--now")
    assert "ACME-77 has no verdict" in result.stdout


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        pytest.param(("ACME-15",), 0, "be read from main", id="the tracker that has it on record"),
        pytest.param(
            ("ACME-15", "--tracker", "main"), 0, "be read from main", id="the tracker that is named"
        ),
        pytest.param(("ACME-16",), 2, "--tracker main or --tracker own", id="on no record: say which"),
        pytest.param(("ACME-15", "--tracker", "owm"), 2, 'Did you mean "own"?', id="a misspelt tracker"),
        pytest.param(("ACME-15", "--tracker", "own"), 1, "own has no issue ACME-15", id="not in that one"),
    ],
)
def test_among_several_trackers_one_must_be_named(
    office: CliScene, args: tuple[str, ...], exit_code: int, said: str
) -> None:
    """The one that is meant is found, or asked for."""
    office.furnish(SETTINGS + SECOND_TRACKER)
    office.trackers["own"] = StubTracker("own")
    office.put_on_record(extra(15))
    result = office.run("recheck", *args)
    assert result.exit_code == exit_code
    assert said in result.output


def test_an_issue_that_nobody_has_is_said(office: CliScene) -> None:
    """The answer is no; nothing is kept."""
    result = office.run("recheck", "ACME-99")
    assert result.exit_code == 1
    assert "main has no issue ACME-99" in result.stderr
    assert office.json("deliveries", "list", "--json") == []
