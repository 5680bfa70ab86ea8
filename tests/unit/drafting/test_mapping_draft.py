"""A draft of project and contract loads, and says nothing without a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from contract_texts import all_contracts
from test_contracts import NAMES, read

from mappings.loader import load_file
from mappings.model import ContractMapping
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.drafting.accepted_draft import turn_off_faults
from plugin.drafting.contract_terms.reader import read_terms
from plugin.drafting.contract_terms.terms import ContractTerms
from plugin.drafting.documents.reader import read_document
from plugin.drafting.mapping_draft import DraftSources, draft_mapping
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType

TODAY = date(2026, 11, 30)


def issue(number: int, summary: str, type_: str = "Task", **fields: object) -> IssueSnapshot:
    """Return an issue of the project."""
    return IssueSnapshot(
        id=str(number), key=f"ACME-{number}", project="ACME", type=type_, summary=summary, **fields
    )


PROJECT = ProjectSurvey(
    project="ACME",
    title="Сайт Акме",
    own=Account(id="bot", name="Ugovor"),
    own_email="bot@studio.example",
    people=(
        SurveyedPerson("u-1", "Пётр Соколов", "p.sokolov@acme.example", "Europe/Moscow"),
        SurveyedPerson("u-2", "Орлова Мария", "m.orlova@studio.example", "Europe/Moscow"),
    ),
    statuses=(SurveyedStatus("Открыт", "new"), SurveyedStatus("В работе", "working")),
    types=(SurveyedType("Задача"), SurveyedType("Эпик", is_epic=True), SurveyedType("Этап")),
    components=("Блог", "Пустой"),
    versions=("1.0",),
    issues=(
        issue(1, "Этап 1. Дизайн", "Этап", due=date(2026, 4, 15)),
        issue(2, "Этап 2. Вёрстка и сборка", "Этап"),
        issue(3, "Главная страница", "Эпик", parent="ACME-2"),
        issue(4, "Шапка", parent="ACME-3", estimate_hours=Decimal(4), components=frozenset({"Блог"})),
        issue(5, "Подвал", parent="ACME-3"),
        issue(6, "Лента", estimate_hours=Decimal(7), components=frozenset({"Блог"})),
    ),
    fields={"estimate": "timeoriginalestimate", "due": "duedate", "epic": "parent"},
)


def draft(
    folder: Path, survey: ProjectSurvey = PROJECT, terms: ContractTerms | None = None
) -> tuple[ContractMapping, str, list[str]]:
    """Return the mapping of a draft, its text, and the reasons of its warnings."""
    domains = ("studio.example",)
    text = draft_mapping(DraftSources(survey, "main", "jira_cloud", TODAY, terms, our_domains=domains))
    path = folder / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_file(path)
    assert [] == [f"{fault.where}: {fault.sentence}" for fault in loaded.faults if fault.severity == "error"]
    assert loaded.mapping is not None
    return loaded.mapping, text, [fault.reason for fault in loaded.faults]


@pytest.mark.parametrize("name", NAMES)
def test_every_contract_makes_a_draft_that_loads(name: str, tmp_path: Path) -> None:
    """With the right stages, days and exclusions, each live line quoted."""
    _, terms, right = read(name)
    mapping, text, _ = draft(tmp_path, terms=terms)
    assert "observe" == mapping.contract.mode
    assert [(title, due) for title, due, *_ in right.stages] == [
        (each.title, each.due) for each in mapping.stages
    ]
    assert [(each.clause, each.words) for each in mapping.exclusions] == list(right.exclusions)
    quoted = ("signed_on:", "warranty_days:", "hour:", "vat:", "review:", "by:", "due:")
    live = [line.strip() for line in text.splitlines() if line.strip().startswith(quoted)]
    assert [] == [line for line in live if "«" not in line and "“" not in line]


def test_a_project_alone_has_its_stages_and_items(tmp_path: Path) -> None:
    """An issue counts for the first item that it fits; unused ones are off."""
    mapping, text, _ = draft(tmp_path)
    assert [("Дизайн", date(2026, 4, 15), "ACME-1"), ("Вёрстка и сборка", None, "ACME-2")] == [
        (each.title, each.due, each.issue) for each in mapping.stages
    ]
    items = {item.title: (stage.title, item.hours) for stage in mapping.stages for item in stage.items}
    assert {"Главная страница": ("Вёрстка и сборка", None), "Блог": ("Дизайн", 11)} == items
    assert '# - {id: "1.2", title: Пустой, link: {component: Пустой}}   # ни одной задачи' in text


def test_without_a_stage_issue_the_project_is_the_stage(tmp_path: Path) -> None:
    """One stage with the project's name, no date, the epics under it."""
    issues = tuple(each for each in PROJECT.issues if each.type != "Этап")
    mapping, text, reasons = draft(tmp_path, replace(PROJECT, issues=issues))
    (stage,) = mapping.stages
    assert ("Сайт Акме", None, None) == (stage.title, stage.due, stage.issue)
    assert {"Главная страница", "Блог"} == {item.title for item in stage.items}
    assert "\n    # due: " in text
    assert ["no_decider"] == reasons


def test_an_empty_project_makes_a_draft_that_loads(tmp_path: Path) -> None:
    """Nothing but the project's name is known."""
    survey = ProjectSurvey("EMPTY", "Empty: 100% “new”", Account(id="bot"))
    mapping, text, reasons = draft(tmp_path, survey)
    assert ("Empty: 100% “new”", "EMPTY-2026") == (mapping.stages[0].title, mapping.id)
    assert (["no_decider"], {}) == (reasons, mapping.people)
    assert "# people: " in text


def test_stages_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    """The sum of the stages beside the price; nothing is said where they agree."""
    _, terms, _ = read("договор, нумерация Word")
    _, text, _ = draft(tmp_path, terms=replace(terms, stages=terms.stages[:2]))
    assert "# сумма этапов 850000: сверьте с ценой договора" in text
    _, text, _ = draft(tmp_path, terms=terms)
    assert "сумма этапов" not in text


def test_the_signatory_of_the_contract_is_found_among_the_people(tmp_path: Path) -> None:
    """By the name in another order and case; then somebody decides and signs."""
    _, terms, _ = read("договор, нумерация Word")
    mapping, _, reasons = draft(tmp_path, terms=terms)
    signatory = next(row.person for row in mapping.authority)
    assert ("u-1", "client") == (mapping.people[signatory].account, mapping.people[signatory].side)
    assert [(signatory,)] * 3 == [stage.sign_off.by for stage in mapping.stages if stage.sign_off]
    assert [] == reasons


def test_a_signatory_without_an_account_decides_nothing(tmp_path: Path) -> None:
    """Named and asked for; authority stays behind a hash."""
    _, terms, _ = read("госконтракт")
    mapping, text, _ = draft(tmp_path, terms=terms)
    assert "Ким Игорь Олегович" in {each.name for each in mapping.people.values()}
    assert () == mapping.authority
    assert "впишите account: ugovor people main" in text


def test_an_agency_person_is_addressed_by_the_first_name(tmp_path: Path) -> None:
    """`Орлова Мария` would be called by her surname."""
    mapping, _, _ = draft(tmp_path)
    maria = next(each for each in mapping.people.values() if each.account == "u-2")
    assert ("Мария", "contractor") == (maria.called, maria.side)


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("договор, нумерация Word", ["goodwill"]),
        ("договор ИП, номера набраны", []),
        ("ТЗ, номера от стилей", ["price.hour", "rounds", "authority", "goodwill", "review"]),
        ("short agreement", ["authority", "review"]),
    ],
)
def test_it_ends_with_what_the_contract_does_not_answer(
    name: str, questions: list[str], tmp_path: Path
) -> None:
    """Of rate, rounds, who signs, goodwill and silence."""
    _, terms, _ = read(name)
    _, text, _ = draft(tmp_path, terms=terms)
    asked = [line for line in text.splitlines() if line[:4] in [f"# {number}." for number in range(1, 6)]]
    assert len(questions) == len(asked)
    assert [] == [(key, line) for key, line in zip(questions, asked, strict=True) if key not in line]


def test_what_the_contract_says_otherwise_stands_behind_a_hash(tmp_path: Path) -> None:
    """Months of warranty, a term after another event, VAT that is said of a sum."""
    _, terms, _ = read("договор ИП, номера набраны")
    _, text, _ = draft(tmp_path, terms=terms)
    assert "  # warranty_days: 180   # срок назван не в днях" in text
    assert "    # due: 2026-04-15   # срок зависит от другого события: в течение 15 рабочих дней" in text
    _, terms, _ = read("госконтракт")
    _, text, _ = draft(tmp_path, terms=terms)
    assert "  # vat_included: true   # сказано о сумме" in text


@pytest.mark.parametrize(
    "title", ["- [x] {a: b}", "№ 5: «всё» #1", "yes", "1.0", "a\tb\x07c", "'quoted'", "@x"]
)
def test_titles_of_any_kind_stay_what_they_are(title: str, tmp_path: Path) -> None:
    """Whatever people call an epic, the draft loads and keeps it."""
    issues = (issue(3, title, "Эпик"), issue(4, "Part", parent="ACME-3"))
    mapping, _, _ = draft(tmp_path, replace(PROJECT, issues=issues, components=(title,)))
    assert title.replace("\x07", "") in {item.title for stage in mapping.stages for item in stage.items}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (
            "1. Этап 1. Дизайн. Срок: 10.04.2096.",
            "    # due: 2096-04-10",
            "more than thirty years from today",
        ),
        (
            "1. Гарантийный срок — 90 дней.\n2. Этап 1. Дизайн. Срок: 10.04.2096.",
            "    # due: 2096-04-10",
            "years",
        ),
        ("Не входит в стоимость: перевод.", '#   - {clause: "…", text: Перевод', "номера пункта нет"),
    ],
)
def test_what_check_would_refuse_stands_behind_a_hash(text: str, line: str, why: str, tmp_path: Path) -> None:
    """A slip in the contract keeps nothing else from loading."""
    terms = read_terms(read_document("x.txt", text.encode()))
    _, written, _ = draft(tmp_path, terms=terms)
    found = next((each for each in written.splitlines() if each.startswith(line)), "")
    assert why in found


SLIPS = ("", ".", "«", "\n", " ", "9", "—", "|", "#", ":", "%", "{", "\t", "\x07")


@pytest.mark.parametrize("name", NAMES)
def test_contracts_with_slips_still_make_a_draft(name: str, tmp_path: Path) -> None:
    """Letters are lost and put in at random, the same each time."""
    document, _, _ = read(name)
    for seed in range(4):
        chance = Random(seed)
        letters = list(document.text)
        for _ in range(40):
            letters[chance.randrange(len(letters))] = chance.choice(SLIPS)
        terms = read_terms(read_document("x.txt", "".join(letters).encode()))
        mapping, _, _ = draft(tmp_path, terms=terms)
        assert ("observe", "main") == (mapping.contract.mode, mapping.tracker.name)


def test_a_draft_that_is_no_mapping_at_all_ends() -> None:
    """Nothing is left of it but comments."""
    assert [] == [line for line in turn_off_faults("a: 1\nb: [").splitlines() if not line.startswith("#")]


def test_contracts_are_made_once() -> None:
    """The files of the tests are shared."""
    assert all_contracts() is all_contracts()
