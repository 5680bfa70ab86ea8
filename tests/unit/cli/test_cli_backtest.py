"""`ugovor backtest` from files: reports, two mappings, faults."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jira_site import JiraSite
from openpyxl import load_workbook

from plugin.cli import main
from plugin.cli.backtest_progress import Progress
from plugin.cli.context import CliContext
from plugin.trackers.base import Tracker
from plugin.trackers.http.session import WriteForbidden

CONTRACT = """
contract: {id: ACME, title: Acme site, client: Acme LLC, language: LANGUAGE, currency: EUR}
tracker: {name: main, projects: [ACME], team_comments: {role: Agency}, statuses: {done: [Done]}}
people:
  director: {name: Peter Falk, side: client, account: u-director}
  manager: {name: Maria Noor, side: contractor, account: u-manager}
authority:
  - {person: director, may: [decide]}
  - {person: manager, may: [rule_scope, estimate, publish]}
price: {hour: 100}
options: [extra_fee, withdraw]
stages:
  - {id: build, title: Build, items: [{id: "2.1", title: Front page, link: {label: front}}]}
exclusions:
  - {clause: "5.1", text: Apps are no part, words: [mobile app]}
"""
HEAD = "Summary,Issue key,Status,Reporter Id,Created,Labels,Original Estimate\n"
ROWS = (
    "Move the button,ACME-1,Done,u-director,2026-03-02 10:00,front,3600\n"
    "Mobile app <b>now</b>,ACME-2,To Do,u-director,2026-03-10 10:00,,36000\n"
    "=1+1 Banner,ACME-3,To Do,u-director,2026-03-11 10:00,,7200\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mapping and an export, and no settings anywhere."""
    for name in [name for name in os.environ if name.startswith("UGOVOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(CONTRACT.replace("LANGUAGE", "en"))
    (tmp_path / "issues.csv").write_text(HEAD + ROWS)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command with these arguments."""
    return CliRunner().invoke(main, ["backtest", *arguments])


def test_a_file_and_a_mapping_are_enough(folder: Path) -> None:
    """No settings, no database; the first lines say that nothing was written."""
    done = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert (0, "") == (done.exit_code, done.stderr)
    lines = done.stdout.replace("\u00a0", " ").splitlines()
    assert "What Ugovor would have done: Acme site" == lines[0]
    assert "2 March 2026 to 11 March 2026" == lines[1]
    assert lines[2].startswith("From the export issues.csv (Jira, utf-8). An export has no history")
    assert "Nothing was written to the tracker (writes: 0)." == lines[3]
    assert ["beyond scope", "1", "33%", "10 h", "€1,000"] == re.split(
        " {2,}", next(each for each in lines if "beyond" in each)
    )
    assert ["acme.yaml", "issues.csv"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", [("--json",), ("--format", "json")], ids=["--json", "--format json"])
def test_json_has_the_keys_that_programs_rely_on(folder: Path, form: tuple[str, ...]) -> None:
    """Figures, questions, people, words; everything that a report shows."""
    del folder
    found = json.loads(run("--mapping", "acme.yaml", "--from", "issues.csv", *form).stdout)
    assert (0, "export", "last_state") == (found["writes"], found["from"], found["judged_by"])
    assert ("2026-03-02", "2026-03-11") == (found["since"], found["until"])
    contract = found["contracts"][0]
    by_verdict = {each["verdict"]: each for each in contract["verdicts"]}
    assert {"in_scope": 1, "beyond_scope": 1, "unclear": 1} == {
        name: each["issues"] for name, each in by_verdict.items() if each["issues"]
    }
    assert (10, 1000) == (by_verdict["beyond_scope"]["hours"], by_verdict["beyond_scope"]["sum"])
    assert ({"link": 1, "exclusion": 1, "none": 1}, 66) == (contract["by_rule"], contract["rule_percent"])
    asked = [(each["on"], each["issue"], each["what"], each["people"]) for each in contract["asked"]]
    assert [
        ("2026-03-10", "ACME-2", "offer", ["director"]),
        ("2026-03-11", "ACME-3", "ruling", ["manager"]),
    ] == asked
    assert {"director": 1, "manager": 1} == {each["person"]: each["comments"] for each in contract["people"]}
    assert ["ACME-3"] == [each["issue"] for each in contract["unclear"]]
    assert ["banner"] == [each["word"] for each in contract["words"]]
    assert ([], 3) == (found["differences"], contract["issues"])


def test_since_makes_older_issues_count_for_quantities_only(folder: Path) -> None:
    """As if the contract had been live from that day."""
    del folder
    found = json.loads(
        run("--mapping", "acme.yaml", "--from", "issues.csv", "--since", "2026-03-11", "--json").stdout
    )
    contract = found["contracts"][0]
    assert ("2026-03-11", 2, 1) == (found["since"], contract["older"], contract["judged"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_asks_nothing_of_any_other_place(folder: Path, language: str) -> None:
    """One file: charts inside, no script, no address, texts of issues are texts."""
    (folder / "acme.yaml").write_text(CONTRACT.replace("LANGUAGE", language))
    done = run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "report.html")
    assert (0, "report.html is written.\n") == (done.exit_code, done.stderr)
    page = (folder / "report.html").read_text()
    assert [] == re.findall(r"https?:|<script|<link|@import|url\(|src=", page)
    assert "Mobile app &lt;b&gt;now&lt;/b&gt;" in page
    assert page.count("<svg") >= 3
    assert f'<html lang="{language}">' in page
    assert "width=device-width" in page


def test_the_page_lists_what_is_beyond_scope(folder: Path) -> None:
    """Each issue with clause, hours and sum, and what they come to."""
    (folder / "issues.csv").write_text(
        HEAD + ROWS + "A mobile app too,ACME-4,To Do,u-director,2026-03-12 10:00,,\n"
    )
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    listed = page.split("All that is beyond scope</h2>")[1].split("</table>")[0]
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in listed.split("<tr")[2:]]
    assert [
        "ACME-2 Mobile app &lt;b&gt;now&lt;/b&gt; 10 March 2026 words of an exclusion, 5.1 10 h €1,000",
        "ACME-4 A mobile app too 12 March 2026 words of an exclusion, 5.1 no estimate —",
    ] == [row.partition(">")[2].strip().replace("\xa0", " ") for row in rows[:-1]]
    assert rows[-1].endswith("10 h €1,000")


@pytest.mark.parametrize("heading", ["What we would have asked", "All that is beyond scope", "Verdicts"])
def test_on_a_phone_each_cell_has_its_label(folder: Path, heading: str) -> None:
    """The rows stand as blocks there: nothing is cut behind the edge."""
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    table = page.split(f"{heading}</h2>")[1].split("</table>")[0]
    assert '<table class="stack">' in table
    numbers = re.findall(r'<td class="n"[^>]*>', table)
    assert numbers
    assert [] == [cell for cell in numbers if "data-label" not in cell]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_authority_nobody_can_be_asked(folder: Path, language: str) -> None:
    """That there is nobody is no proof that nothing had to be asked."""
    contract = re.sub(r"authority:\n(  - .*\n)+", "", CONTRACT.replace("LANGUAGE", language))
    (folder / "acme.yaml").write_text(contract)
    done = run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    named = {
        "en": "nobody to ask: authority names no one",
        "ru": "некого спросить: authority никого не называет",
    }
    never = {"en": "nobody would have been asked", "ru": "никого не пришлось бы спрашивать"}
    assert (2, 0) == (page.count(named[language]), page.count(never[language]))
    assert named[language] in done.stdout.splitlines()


def test_the_questions_shown_are_not_called_the_largest_where_all_are(folder: Path) -> None:
    """They stand by date."""
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "By date, 2 in all." in page
    assert "largest" not in page


def test_no_number_of_words_is_promised(folder: Path) -> None:
    """There may be fewer than ten; they stand below the figure."""
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "the words below would settle 1 of them" in page
    assert [] == re.findall(r"(?i)\bten words", page)


def test_the_page_shows_titles_as_they_are_written(folder: Path) -> None:
    """No markup of a title counts, and no sign of it turns the direction."""
    (folder / "issues.csv").write_text(HEAD + ROWS.replace("Mobile app <b>now</b>", "Mobile app <b>\u202e75"))
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.html")
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "Mobile app &lt;b&gt;75" in page


def test_the_workbook_has_every_row(folder: Path) -> None:
    """Sums are numbers, a text that looks like a formula stays a text."""
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "report.xlsx")
    book = load_workbook(folder / "report.xlsx")
    assert [
        "Verdicts",
        "By month",
        "Who would have been asked, and ",
        "What we would have asked",
        "word",
    ] == (book.sheetnames[:5])
    rows = list(book["Issues"].iter_rows(min_row=2, values_only=True))
    assert [("ACME-1", "in scope", 1), ("ACME-2", "beyond scope", 10), ("ACME-3", "unclear", 2)] == [
        (row[0], row[3], row[6]) for row in rows
    ]
    assert "=1+1 Banner" == rows[2][1]
    assert "s" == book["Issues"].cell(4, 2).data_type


def test_two_mappings_stand_side_by_side(folder: Path) -> None:
    """What differs is named on the screen, in the page and for programs."""
    text = CONTRACT.replace("LANGUAGE", "en").replace("words: [mobile app]", "words: [mobile app, banner]")
    (folder / "stricter.yaml").write_text(text)
    both = ("--mapping", "acme.yaml", "--mapping", "stricter.yaml", "--from", "issues.csv")
    found = json.loads(run(*both, "--json").stdout)
    assert ["acme.yaml", "stricter.yaml"] == [each["name"] for each in found["contracts"]]
    assert [("ACME-3", ["unclear", "beyond_scope"])] == [
        (each["issue"], each["verdicts"]) for each in found["differences"]
    ]
    done = run(*both, "--output", "report.html", "--output", "report.xlsx")
    assert 0 == done.exit_code
    rows = [re.split(" {2,}", line) for line in done.stdout.splitlines()]
    assert ["beyond scope", "1", "2"] in rows
    assert "Where the verdicts differ: 1" in done.stdout
    assert "ACME-3 =1+1 Banner" in (folder / "report.html").read_text()
    assert "Side by side" == load_workbook(folder / "report.xlsx").sheetnames[0]


def test_a_report_that_is_there_is_written_anew(folder: Path) -> None:
    """It is made of the same data each time."""
    (folder / "report.html").write_text("old")
    run("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "report.html")
    assert "old" != (folder / "report.html").read_text()


def test_a_project_by_another_name_is_led_to_the_contracts(folder: Path) -> None:
    """With one of each it is assumed and said; with several it has to be said."""
    rows = ROWS.replace("ACME-", "WEB-")
    (folder / "issues.csv").write_text(HEAD + rows)
    done = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert 'The export calls the project "WEB", the contract "ACME"' in done.stdout
    (folder / "issues.csv").write_text(HEAD + rows + "x,SHOP-1,To Do,,2026-03-12 10:00,,\n")
    refused = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert 1 == refused.exit_code
    assert "The export has WEB, SHOP; the mapping names ACME" in refused.stderr
    done = run("--mapping", "acme.yaml", "--from", "issues.csv", "--project", "WEB=ACME", "--json")
    assert (3, 1) == tuple(json.loads(done.stdout)["contracts"][0][key] for key in ("judged", "outside"))


def test_a_column_can_be_named(folder: Path) -> None:
    """A header in a language that nobody foresaw."""
    (folder / "issues.csv").write_text((HEAD + ROWS).replace("Created", "Gegründet am"))
    refused = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert (1, True) == (refused.exit_code, 'Name it: --column created="…"' in refused.stderr)
    assert (
        0
        == run("--mapping", "acme.yaml", "--from", "issues.csv", "--column", "created=Gegründet am").exit_code
    )


def test_dates_that_can_be_read_in_two_ways_are_said(folder: Path) -> None:
    """On the first screen, with what to do."""
    rows = ROWS.replace("2026-03-02", "02/03/2026").replace("2026-03-10", "10/03/2026")
    (folder / "issues.csv").write_text(HEAD + rows.replace("2026-03-11", "11/03/2026"))
    done = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert "The dates of the export can be read in two ways" in done.stdout
    told = run("--mapping", "acme.yaml", "--from", "issues.csv", "--dates", "mdy")
    assert "two ways" not in told.stdout
    assert "3 February 2026" in told.stdout.replace("\u00a0", " ")


def test_names_in_another_language_are_said(folder: Path) -> None:
    """What the mapping does not know would be judged wrongly in silence."""
    text = CONTRACT.replace("LANGUAGE", "en").replace(
        "{done: [Done]}", "{done: [Fertig]}, defect_types: [Bug]"
    )
    (folder / "acme.yaml").write_text(text)
    (folder / "issues.csv").write_text(
        (HEAD + ROWS).replace("Labels", "Issue Type").replace("front", "Fehler")
    )
    done = run("--mapping", "acme.yaml", "--from", "issues.csv")
    assert "No status of the export (Done, To Do) is named by the contract" in done.stdout
    assert "The type of defects (Bug) does not occur in the export, which has Fehler" in done.stdout


FROM = ("--mapping", "acme.yaml", "--from", "issues.csv")
FAULTS = {
    "neither contract nor mapping": ((), 2, "Name a CONTRACT in force, or a mapping file"),
    "both": (("ACME", "--mapping", "acme.yaml"), 2, "not both"),
    "three mappings": (("--mapping", "acme.yaml") * 3, 2, "Two mappings"),
    "no such mapping": (("--mapping", "none.yaml"), 2, "There is no file none.yaml"),
    "no such export": (("--mapping", "acme.yaml", "--from", "none.csv"), 2, "There is no file none.csv"),
    "no report": (("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "r.pdf"), 2, "none of them"),
    "no folder": (("--mapping", "acme.yaml", "--from", "issues.csv", "--output", "x/r.html"), 2, "no folder"),
    "no settings": (("--mapping", "acme.yaml"), 2, "There are no settings"),
    "an option of exports": (("--mapping", "acme.yaml", "--dates", "dmy"), 2, "name it with --from"),
    "a faulty mapping": (("--mapping", "bad.yaml", "--from", "issues.csv"), 1, "bad.yaml:1:"),
    "a faulty export": (("--mapping", "acme.yaml", "--from", "bad.csv"), 1, "bad.csv:2:3: "),
    "no such thing": (
        (*FROM, "--column", "nope=Summary"),
        2,
        'called "nope". A column may hold key, id, project',
    ),
    "a slip": ((*FROM, "--column", "sumary=Summary"), 2, 'Did you mean "summary"?'),
    "no such column": ((*FROM, "--column", "summary=Nope"), 1, 'there is no column "Nope"'),
    "a column twice": ((*FROM, "--column", "key=A", "--column", "key=B"), 2, '--column names "key" twice'),
    "no such project": ((*FROM, "--project", "Nope=ACME"), 2, 'no project "Nope". It has "ACME"'),
    "no project of a mapping": (
        (*FROM, "--project", "ACME=QQQ"),
        2,
        'no mapping names a project "QQQ". It names ACME',
    ),
    "no pair": (("--mapping", "acme.yaml", "--from", "issues.csv", "--column", "x"), 2, "wants NAME=VALUE"),
}


@pytest.mark.parametrize(("arguments", "code", "sentence"), FAULTS.values(), ids=list(FAULTS))
def test_what_cannot_be_done_is_said(
    folder: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    """1 for a file that is wrong, 2 for a command that is."""
    (folder / "bad.yaml").write_text("contract: {}\n")
    (folder / "bad.csv").write_text("Issue key,Summary,Created\nA-1,x,soon\n")
    refused = run(*arguments)
    assert (code, True) == (refused.exit_code, sentence in refused.stderr), refused.stderr
    assert "Traceback" not in refused.stderr


SETTINGS = """
[service]
database = "sqlite:///none.db"
mappings = "mappings"
[trackers.main]
kind = "jira_cloud"
url = "https://acme.example"
token = "token"
webhook_secrets = ["first secret", "second secret"]
"""


def test_the_trackers_past_is_played_and_nothing_is_written(folder: Path) -> None:
    """No database is needed for files; how far it is is told on standard error."""
    site = JiraSite("cloud")
    text = CONTRACT.replace("LANGUAGE", "en").replace("[ACME]", f"[{site.terms.contract.projects[0]}]")
    (folder / "acme.yaml").write_text(text)
    (folder / "ugovor.toml").write_text(SETTINGS)
    for number in range(101):
        site.create("Mobile app" if number else "Banner")
    opened: list[Tracker] = []

    def make_tracker(*_: object) -> Tracker:
        opened.append(site.tracker())
        return opened[0]

    context = CliContext(make_tracker=make_tracker)
    try:
        done = CliRunner().invoke(main, ["backtest", "--mapping", "acme.yaml", "--json"], obj=context)
    finally:
        site.close()
    assert (0, "read 100 of 101 issues\n") == (done.exit_code, done.stderr)
    found = json.loads(done.stdout)
    assert (0, "tracker", "history") == (found["writes"], found["from"], found["judged_by"])
    verdicts = {
        each["verdict"]: each["issues"] for each in found["contracts"][0]["verdicts"] if each["issues"]
    }
    assert {"beyond_scope": 100, "unclear": 1} == verdicts
    assert [] == [note for issue in site.state.issues.values() for note in issue.notes]
    with pytest.raises(WriteForbidden):
        opened[0].add_watcher("1", "u-director")


class Terminal(io.StringIO):
    """A terminal, as far as a bar asks."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def test_a_terminal_gets_a_bar() -> None:
    """It grows on one line, which ends when the work does."""
    terminal = Terminal()
    with Progress("read", "issues", each=100, stream=terminal) as progress:
        for count in (1, 500, 1000):
            progress.told_of(count, 1000)
    assert [
        f"[{'.' * 30}] read 1 of 1,000 issues",
        f"[{'#' * 15}{'.' * 15}] read 500 of 1,000 issues",
        f"[{'#' * 30}] read 1,000 of 1,000 issues\n",
    ] == terminal.getvalue().split("\r")[1:]


def test_elsewhere_a_line_is_written_for_each_hundred() -> None:
    """A log stays short."""
    log = io.StringIO()
    with Progress("read", "issues", each=100, stream=log) as progress:
        for count in range(1, 251):
            progress.told_of(count, 250)
    assert ["read 100 of 250 issues", "read 200 of 250 issues"] == log.getvalue().splitlines()
