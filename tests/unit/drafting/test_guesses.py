"""What is guessed: sides, statuses, languages, calendars; each by a table."""

from __future__ import annotations

from datetime import date

import pytest

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.drafting.contract_section import find_language, write_contract
from plugin.drafting.meanings import find_defect_types, find_stage_type, sort_statuses
from plugin.drafting.sides import guess_side
from plugin.drafting.yaml_lines import YamlLines
from plugin.trackers.survey import Phase, ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType

TODAY = date(2026, 11, 30)
OURS = ("studio.example",)


@pytest.mark.parametrize(
    ("email", "roles", "ours", "side", "why"),
    [
        ("a@studio.example", (), OURS, "contractor", "mail at studio.example"),
        ("a@Studio.Example", (), OURS, "contractor", "mail at studio.example"),
        ("a@acme.example", (), OURS, "client", "mail at acme.example, ours is studio.example"),
        ("a@acme.example", ("Agency",), OURS, "client", "but the role is “Agency”"),
        ("a@gmail.com", (), OURS, None, "public domain gmail.com"),
        ("a@gmail.com", ("Client",), OURS, "client", "role “Client”"),
        ("", (), OURS, None, "shows no mail address"),
        ("", ("Подрядчик",), OURS, "contractor", "role “Подрядчик”"),
        ("", ("Client", "Agency"), OURS, None, "shows no mail address"),
        ("a@acme.example", (), (), None, "whose domain acme.example is"),
        ("a@acme.example", (), ("gmail.com",), None, "whose domain acme.example is"),
        ("no address", (), OURS, None, "shows no mail address"),
    ],
)
def test_sides(email: str, roles: tuple[str, ...], ours: tuple[str, ...], side: str | None, why: str) -> None:
    """By mail, else by role; a public domain tells nothing."""
    guess = guess_side(SurveyedPerson("1", "Anna", email, roles=roles), ours, "en")
    assert (side, True) == (guess.side, why in guess.why)


@pytest.mark.parametrize(
    ("name", "phase", "meaning"),
    [
        ("In Progress", "working", "working"),
        ("В работе", "", "working"),
        ("Code Review", "working", "working"),
        ("Waiting for customer", "working", "waiting_for_client"),
        ("Awaiting client feedback", "", "waiting_for_client"),
        ("Feedback", "", "waiting_for_client"),
        ("Требуется информация", "waiting", "waiting_for_client"),
        ("Ждём клиента", "working", "waiting_for_client"),
        ("Done", "done", "done"),
        ("Resolved", "", "done"),
        ("Готово", "done", "done"),
        ("Accepted", "done", "accepted"),
        ("Принято", "", "accepted"),
        ("Rejected", "done", ""),
        ("Won't fix", "done", ""),
        ("Отменено", "done", ""),
        ("To Do", "new", ""),
        ("Открыт", "new", ""),
        ("New", "", ""),
        ("Selected for Development", "new", ""),
        ("Assigned", "", "working"),
        ("Blocked", "working", "working"),
        ("Quux", "", ""),
    ],
)
def test_statuses(name: str, phase: Phase, meaning: str) -> None:
    """By the tracker's word, and by the name where it says more."""
    found = sort_statuses([SurveyedStatus(name, phase)])
    assert [meaning] == [key for key, names in found.items() if names]


def test_types() -> None:
    """Bugs and stages, in both languages."""
    names = ("Task", "Bug", "Дефект", "Debugging", "Этап", "Epic")
    types = [SurveyedType(name) for name in names]
    assert (["Bug", "Дефект"], "Этап") == (find_defect_types(types), find_stage_type(types))


def survey(*summaries: str, timezone: str = "", own: str = "") -> ProjectSurvey:
    """Return a project with issues of these summaries and people of a time zone."""
    issues = tuple(
        IssueSnapshot(id=str(number), key=f"A-{number}", project="A", summary=summary)
        for number, summary in enumerate(summaries)
    )
    people = (SurveyedPerson("1", "Anna", timezone=timezone),)
    return ProjectSurvey("A", "A", Account(id="bot"), timezone=own, people=people, issues=issues)


@pytest.mark.parametrize(
    ("project", "language", "lines"),
    [
        (survey("Главная", "SEO"), "ru", ["currency: RUB", "timezone: Europe/Moscow", "calendar: RU"]),
        (survey("Build", timezone="Europe/London"), "en", ["currency: GBP", "calendar: GB"]),
        (survey("Build", own="America/New_York"), "en", ["currency: USD", "calendar: US"]),
        (survey("Build"), "en", ["currency: USD", "timezone: UTC", "# calendar: GB"]),
        (survey("Build", timezone="Nowhere/City"), "en", ["timezone: UTC"]),
        (survey("Build", timezone="Europe/Moscow"), "en", ["timezone: Europe/Moscow", "# calendar: GB"]),
        (survey("Сделать", timezone="Asia/Almaty"), "ru", ["currency: KZT", "calendar: KZ"]),
    ],
)  # fmt: skip
def test_language_money_and_calendar(project: ProjectSurvey, language: str, lines: list[str]) -> None:
    """By the issues and the time zone of the people."""
    assert language == find_language(project)
    written = YamlLines()
    write_contract(written, project, None, find_language(project), TODAY)
    found = [line.strip().partition("   #")[0] for line in str(written).splitlines()]
    assert [] == [line for line in lines if line not in found]
