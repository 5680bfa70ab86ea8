"""The date of a signed stage stays as it stood when the stage was signed."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from scene import Scene
from service_scene import CONTRACTS

from plugin.practice.tracker.state import PracticeIssue
from plugin.store import contracts, stages
from plugin.worker.load_baseline import load_baseline


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


@pytest.fixture
def moved(scene: Scene) -> PracticeIssue:
    """An extra that moved the first stage from 10 to 15 April; the manager may reset."""
    mapping = yaml.safe_load((CONTRACTS / "acme.yaml").read_text(encoding="utf-8"))
    mapping["authority"][3]["may"].append("reset")
    scene.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    scene.settle()
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    say(scene, "director", issue, "/choose 1")
    assert due(scene) == "2026-04-15"
    return issue


def say(scene: Scene, who: str, issue: PracticeIssue, words: str) -> str:
    """Comment as a person; return the service's newest public comment."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=5)
    return plain(scene.said(issue)[-1])


def choose_anew(scene: Scene, issue: PracticeIssue) -> None:
    """Take the fee instead; a signed stage has other figures, asked first."""
    assert "2. Делаем к" in say(scene, "director", issue, "/choose 2")
    say(scene, "director", issue, "/choose 2")
    assert [row["option"] for row in scene.register()] == ["extra_fee"]


def due(scene: Scene) -> str | None:
    """Return the due date of the first stage's issue."""
    return scene.due(scene.site.issue("ACME-1"))


def contract_dates(scene: Scene) -> dict[str, date | None]:
    """Return the stages' contract dates as they are computed now."""
    active = scene.service.active_contracts.of("ACME-SITE")
    assert active is not None
    with scene.service.database.change() as connection:
        baseline = load_baseline(connection, "main", active, scene.clock.now())
    return dict(baseline.schedule.dates)


@pytest.mark.parametrize("words", ["/choose 2", "/reset"], ids=["superseded", "reset"])
def test_date_of_a_signed_stage_never_moves_again(scene: Scene, moved: PracticeIssue, words: str) -> None:
    """The date of a signed stage never moves again."""
    stage = scene.site.issue("ACME-1")
    later = contract_dates(scene)
    say(scene, "director", stage, "/принято")
    if words == "/reset":
        say(scene, "manager", moved, words)
    else:
        choose_anew(scene, moved)
    assert (due(scene), contract_dates(scene)) == ("2026-04-15", later)


def test_sign_off_that_is_reset_releases_the_date(scene: Scene, moved: PracticeIssue) -> None:
    """A sign-off that is itself reset releases the date."""
    stage = scene.site.issue("ACME-1")
    say(scene, "director", stage, "/принято")
    say(scene, "manager", moved, "/reset")
    assert due(scene) == "2026-04-15"
    say(scene, "manager", stage, "/reset")
    assert due(scene) == "2026-04-10"
    assert "10 апреля" in plain(scene.said(stage)[0])


def test_choice_from_before_the_signature_moves_the_signed_date(scene: Scene) -> None:
    """In either order, a choice written before the signature moves the date."""
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", issue, "/choose 1")
    chosen = scene.take()
    scene.clock.move(minutes=5)
    say(scene, "director", scene.site.issue("ACME-1"), "/принято")
    scene.post(chosen)
    scene.settle()
    (row,) = scene.register()
    assert (row["state"], row["due_after"], due(scene)) == ("decided", "2026-04-15", "2026-04-15")
    assert contract_dates(scene)["design"] == date(2026, 4, 15)


def test_stage_that_an_older_version_signed_behaves_as_before(scene: Scene, moved: PracticeIssue) -> None:
    """A certificate without a date keeps none: nothing about the past changes."""
    stage = scene.site.issue("ACME-1")
    say(scene, "director", stage, "/принято")
    with scene.service.database.change() as connection:
        signed = stages.load_all(connection, "ACME-SITE")["design"]
        old = tuple(each.model_copy(update={"due": None}) for each in signed.certificates)
        stages.save(connection, signed.model_copy(update={"certificates": old}))
        contracts.count_change(connection, "ACME-SITE")
    choose_anew(scene, moved)
    assert due(scene) == "2026-04-10"


@pytest.mark.parametrize(
    ("before", "who", "words", "shown"),
    [
        (None, "manager", "/reset", None),
        ("2026-05-20", "manager", "/reset", "2026-05-20"),
        ("2026-05-20", "director", "/choose 4", "2026-05-20"),
        (None, "director", "/choose 2", "2026-03-04"),
    ],
    ids=["cleared", "restored by a reset", "restored where it is withdrawn", "the fee has the same date"],
)
def test_own_due_date_is_taken_back_with_the_decision(
    scene: Scene, moved: PracticeIssue, before: str | None, who: str, words: str, shown: str | None
) -> None:
    """The date in the issue's own due field goes when its decision does."""
    del moved
    say(scene, "director", scene.site.issue("ACME-1"), "/принято")
    issue = scene.create("contact", "Ещё один калькулятор", hours=12, epic="ACME-3", duedate=before)
    scene.settle()
    scene.clock.move(minutes=5)
    offer = plain(scene.said(issue)[0])
    assert "4. Не делаем" in offer
    say(scene, "director", issue, "/choose 1")
    assert scene.due(issue) == "2026-03-04"
    say(scene, who, issue, words)
    assert scene.due(issue) == shown, plain(scene.said(issue)[-1])


def test_own_due_date_that_somebody_changed_is_left(scene: Scene, moved: PracticeIssue) -> None:
    """A due date edited by hand is not fought over."""
    del moved
    say(scene, "director", scene.site.issue("ACME-1"), "/принято")
    issue = scene.create("contact", "Ещё один калькулятор", hours=12, epic="ACME-3")
    scene.settle()
    scene.clock.move(minutes=5)
    say(scene, "director", issue, "/choose 1")
    scene.edit("manager", issue, duedate="2026-03-31")
    scene.settle()
    say(scene, "manager", issue, "/reset")
    assert scene.due(issue) == "2026-03-31"


def test_accepted_work_is_no_swap(scene: Scene) -> None:
    """What was signed is settled: an extra of its size leaves nothing of it out."""
    scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=18)
    scene.settle()
    extra = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    assert "Слайдер" in plain(scene.said(extra)[-1])
    say(scene, "director", scene.site.issue("ACME-1"), "/принято")
    later = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    assert "Слайдер" not in plain(scene.said(later)[-1])
    assert "Слайдер" not in plain(scene.said(extra)[-1])


def test_a_stage_can_be_handed_over_again_on_the_day_of_a_refusal(scene: Scene) -> None:
    """Each time it is said anew to those whose signature is awaited."""
    stage = scene.site.issue("ACME-1")
    assert "передаём его на приёмку" in say(scene, "manager", stage, "/передаём")
    say(scene, "director", stage, "/не принято поправьте отступы")
    before = len(scene.said(stage))
    assert "передаём его на приёмку" in say(scene, "manager", stage, "/передаём")
    assert before + 1 == len(scene.said(stage))
