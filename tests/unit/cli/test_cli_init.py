"""`ugovor init TRACKER PROJECT`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from cli_scene import CliScene

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.base import NotPermitted
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType

BOT = Account(id="u-bot", name="Ugovor")
SURVEY = ProjectSurvey(
    project="SHOP",
    title="Online shop",
    own=BOT,
    own_email="bot@agency.example",
    timezone="Europe/London",
    people=(
        SurveyedPerson("u-bot", "Ugovor", "bot@agency.example"),
        SurveyedPerson("u-1", "Nora Walsh", "nora@shop.example", "Europe/London"),
        SurveyedPerson("u-2", "Sofia Marques", "sofia@agency.example"),
        SurveyedPerson("u-3", "Liam Byrne", "liam@gmail.com"),
    ),
    statuses=(
        SurveyedStatus("To Do", "new"), SurveyedStatus("Doing", "working"), SurveyedStatus("Done", "done"),
    ),
    types=(SurveyedType("Task"), SurveyedType("Epic", is_epic=True), SurveyedType("Bug")),
    issues=(
        IssueSnapshot(id="1", key="SHOP-1", project="SHOP", type="Epic", summary="Basket"),
        IssueSnapshot(
            id="2", key="SHOP-2", project="SHOP", type="Task", summary="Pay", parent="SHOP-1",
            estimate_hours=Decimal(6),
        ),
    ),
    fields={"estimate": "timeoriginalestimate", "due": "duedate", "epic": "parent"},
)  # fmt: skip


NORA = (
    '  nora_walsh: {name: Nora Walsh, side: client, account: u-1, email: "nora@shop.example"}'
    "   # side guessed: mail at shop.example, ours is agency.example"
)
LIAM = (
    '  # liam_byrne: {name: Liam Byrne, side: "…", account: u-3, email: "liam@gmail.com"}'
    "   # side not known: mail at the public domain gmail.com"
)


@pytest.fixture(autouse=True)
def project(office: CliScene) -> None:
    """One project at the tracker."""
    office.trackers["main"].surveyed = {"SHOP": SURVEY}


def test_the_draft_is_printed_and_passes_check(office: CliScene) -> None:
    """Nothing but the draft on standard output; `check` finds no error in it."""
    result = office.run("init", "main", "SHOP")
    assert (0, "") == (result.exit_code, result.stderr)
    (office.folder / "draft.yaml").write_text(result.stdout, encoding="utf-8")
    checked = office.run("check", str(office.folder / "draft.yaml"))
    assert (0, True) == (checked.exit_code, "0 errors, 1 warning" in checked.stdout)


@pytest.mark.parametrize(
    "line",
    [
        "  mode: observe",
        "  projects: [SHOP]",
        "  currency: GBP",
        "  calendar: GB",
        "    working: [Doing]",
        NORA,
        LIAM,
        '      - {id: "1.1", title: Basket, hours: 6, link: {epic: SHOP-1}}   # 6 h estimated, issues: 1',
        "    # due: 2026-12-31   # the due date is not known",
        "    title: Online shop",
    ],
)
def test_what_is_known_stands_and_what_is_not_says_why(office: CliScene, line: str) -> None:
    """Each fact of the tracker, and each guess with its mark."""
    lines = office.run("init", "main", "SHOP").stdout.splitlines()
    assert line in [*lines, *(each.partition("   #")[0] for each in lines)]


def test_five_questions_end_it(office: CliScene) -> None:
    """Rate, rounds, who signs, goodwill, silence."""
    last = office.run("init", "main", "SHOP").stdout.splitlines()[-5:]
    assert ["# 1.", "# 2.", "# 3.", "# 4.", "# 5."] == [line[:4] for line in last]


def test_a_file_is_written_once(office: CliScene) -> None:
    """A second draft never replaces the first."""
    target = office.folder / "shop.yaml"
    first = office.run("init", "main", "SHOP", "--output", str(target))
    assert (0, "") == (first.exit_code, first.stdout)
    assert "ugovor check" in first.stderr
    target.write_text("mine", encoding="utf-8")
    second = office.run("init", "main", "SHOP", "--output", str(target))
    assert (2, True) == (second.exit_code, "never replaces" in second.stderr)
    assert "mine" == target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("mian", "SHOP"), 2, 'Did you mean "main"?'),
        (("main", "SHPO"), 2, 'Did you mean "SHOP"?'),
        (("main", "SHOP", "--output", "nowhere/draft.yaml"), 1, "cannot be written"),
        (("main",), 2, "Missing argument 'PROJECT'"),
    ],
)
def test_a_slip_is_told_with_its_remedy(
    office: CliScene, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    """Unknown tracker, unknown project, no folder, no project."""
    result = office.run("init", *arguments)
    assert (exit_code, True) == (result.exit_code, said in result.stderr)


def test_a_token_that_is_not_taken_is_a_no(office: CliScene) -> None:
    """401 and 403 come in the tracker's words."""
    office.trackers["main"].fails = NotPermitted("GET project/SHOP: Jira did not accept the token; renew it")
    result = office.run("init", "main", "SHOP")
    assert (1, True) == (result.exit_code, "renew it" in result.stderr)


CONTRACT = """Agreement
1. Work
1.1 Milestone 1: Design. To be completed by 10 April 2026. Price: £12,500.00 excl. VAT.
5.3 Copywriting is not included in the price.
"""


def test_a_contract_adds_its_lines_with_quotations(office: CliScene) -> None:
    """Stage, date and exclusion; `check` finds no error."""
    path = office.folder / "agreement.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    result = office.run("init", "main", "SHOP", "--contract", str(path))
    assert 0 == result.exit_code
    lines = result.stdout.splitlines()
    due = next(line for line in lines if line.startswith("    due: 2026-04-10"))
    assert due.endswith(
        "# cl. 1.1 “Milestone 1: Design. To be completed by 10 April 2026. Price: £12,500.00 excl. VAT.”"
    )
    exclusion = next(line for line in lines if "words: [copywriting]" in line)
    assert exclusion.endswith("# cl. 5.3 “Copywriting is not included in the price.”")
    (office.folder / "draft.yaml").write_text(result.stdout, encoding="utf-8")
    assert 0 == office.run("check", str(office.folder / "draft.yaml")).exit_code


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "said"),
    [
        ("scan.docx", b"no zip", 1, "broken, or is no .docx"),
        ("old.doc", b"x", 1, "files that end in .doc are not read"),
        ("missing.txt", None, 2, "does not exist"),
    ],
)
def test_a_contract_that_cannot_be_read_is_told_before_the_tracker_is_asked(
    office: CliScene, name: str, content: bytes | None, exit_code: int, said: str
) -> None:
    """Place and remedy."""
    office.trackers["main"].fails = NotPermitted("must not be asked")
    path = office.folder / name
    if content is not None:
        path.write_bytes(content)
    result = office.run("init", "main", "SHOP", "--contract", str(path))
    assert (exit_code, True, True) == (result.exit_code, said in result.stderr, name in result.stderr)


def test_a_device_is_no_contract(office: CliScene, tmp_path: Path) -> None:
    """What may never end is not read."""
    (tmp_path / "contract.txt").symlink_to("/dev/null")
    result = office.run("init", "main", "SHOP", "--contract", str(tmp_path / "contract.txt"))
    assert result.exit_code == 2
    assert "contract.txt is no file" in result.stderr
