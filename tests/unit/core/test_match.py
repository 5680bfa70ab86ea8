"""Where an issue belongs: the order of the rules, and every kind of link."""

from __future__ import annotations

from typing import Any

import pytest
from sold_contract import contract, day, issue, moment, stage

from mappings.model import ContractMapping, ItemLink
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.placement import Evidence, Placement, SignedOff
from plugin.core.model.verdict import Ruling
from plugin.core.scope.match import (
    belongs,
    find_first_open_stage,
    find_named_issues,
    link_matches,
    match_issue,
)

LIVE_FROM = day("03-02")
BEYOND = Ruling(kind="beyond_scope", by="manager")
OPEN = SignedOff()
FIRST_DONE = SignedOff((("design", moment("03-05")),))
ALL_DONE = SignedOff((("design", moment("03-05")), ("build", moment("03-20"))))


def sold(**tracker: Any) -> ContractMapping:
    """Return a contract with every kind of evidence in it."""
    design = [
        {"id": "2.1", "title": "Main page", "link": {"label": "main"}},
        {"id": "2.2", "title": "Inner pages", "link": {"component": "inner"}},
    ]
    return contract(
        contract={"timezone": "UTC"},
        tracker={
            "ignore": {"types": ["Sub-task"], "labels": ["internal"]},
            "defect_types": ["Bug"],
            "warranty_days": 90,
            **tracker,
        },
        stages=[
            stage(items=design, issue="ACME-1"),
            stage(
                "build", items=[{"id": "3.1", "title": "Build", "link": {"version": "1.0"}}], issue="ACME-2"
            ),
        ],
        exclusions=[
            {"clause": "5.1", "text": "Translation", "words": ["перевод", "translation"]},
            {"clause": "5.2", "text": "Calculator", "words": ["calculator", "machine translation"]},
        ],
    )


def placed(seen: IssueSnapshot, mapping: ContractMapping | None = None, **given: Any) -> Placement:
    """Place an issue; no ruling and no stage signed off unless given."""
    facts = {"ruling": None, "signed_off": OPEN, "live_from": LIVE_FROM, **given}
    return match_issue(seen, mapping or sold(), **facts)


@pytest.mark.parametrize(
    ("sentence", "fields", "given", "evidence"),
    [
        ("Another project is not governed.", {"project": "OTHER"}, {}, Evidence.UNGOVERNED),
        ("An ignored type is not governed.", {"type": "Sub-task"}, {}, Evidence.UNGOVERNED),
        ("An ignored label is not governed.", {"labels": {"internal"}}, {}, Evidence.UNGOVERNED),
        ("Not even a ruling governs it.", {"type": "Sub-task"}, {"ruling": BEYOND}, Evidence.UNGOVERNED),
        ("A stage's own issue is never judged.", {"key": "ACME-1"}, {}, Evidence.NAMED),
        ("Nor where somebody ruled on it.", {"key": "ACME-1"}, {"ruling": BEYOND}, Evidence.NAMED),
        ("A ruling stands above a defect type.", {"type": "Bug"}, {"ruling": BEYOND}, Evidence.RULING),
        ("A ruling stands above a link.", {"labels": {"main"}}, {"ruling": BEYOND}, Evidence.RULING),
        ("A ruling stands above an exclusion.", {}, {"ruling": BEYOND}, Evidence.RULING),
        ("A defect type stands above a link.", {"type": "Bug", "labels": {"main"}}, {}, Evidence.DEFECT),
        ("A defect type stands above an exclusion.", {"type": "Bug"}, {}, Evidence.DEFECT),
        ("A link stands above an exclusion.", {"labels": {"main"}}, {}, Evidence.LINK),
        ("An exclusion speaks where nothing else does.", {}, {}, Evidence.EXCLUSION),
        ("Words that no exclusion has match nothing.", {"summary": "New banner"}, {}, Evidence.UNMATCHED),
        (
            "Words of an exclusion in the description do not count.",
            {"summary": "New banner", "description": "a calculator"},
            {},
            Evidence.UNMATCHED,
        ),
    ],
)
def test_first_matching_rule_decides(
    sentence: str, fields: dict[str, Any], given: dict[str, Any], evidence: Evidence
) -> None:
    """The first rule that speaks decides."""
    assert placed(issue(**fields), **given).evidence is evidence, sentence


@pytest.mark.parametrize(
    ("sentence", "fields", "tracker", "why_not"),
    [
        ("The project comes first.", {"project": "OTHER", "type": "Sub-task"}, {}, "project"),
        ("Then what `only` asks.", {"type": "Sub-task"}, {"only": {"label": "site"}}, "only"),
        ("Then the type.", {"type": "Sub-task", "labels": {"internal"}}, {}, "ignored_type"),
        ("Then the label.", {"labels": {"internal"}}, {}, "ignored_label"),
        ("A governed issue has no reason why not.", {}, {}, ""),
    ],
)
def test_ungoverned_issue_has_a_reason(
    sentence: str, fields: dict[str, Any], tracker: dict[str, Any], why_not: str
) -> None:
    """An issue outside the contract says by which word it is outside."""
    assert placed(issue(**fields), sold(**tracker)).why_not == why_not, sentence


LINKED = issue(
    parent="ACME-5",
    labels={"html"},
    components={"inner", "forms"},
    versions={"1.0"},
    fields={"epic": ("ACME-6",), "parent": ("10005",), "item": ("A1", "A2")},
)


@pytest.mark.parametrize(
    ("sentence", "link", "epic_field", "expected"),
    [
        ("No link never holds.", None, None, False),
        ("A link without keys never holds.", {}, None, False),
        ("An epic is the parent where no field is named.", {"epic": "ACME-5"}, None, True),
        ("An epic in the named field holds.", {"epic": "ACME-6"}, "epic", True),
        ("The named field stands above the parent.", {"epic": "ACME-5"}, "epic", False),
        ("An empty field leaves the parent.", {"epic": "ACME-5"}, "customfield_1", True),
        ("`parent` as the named field is the parent.", {"epic": "ACME-5"}, "parent", True),
        ("A parent by its key holds.", {"parent": "ACME-5"}, None, True),
        ("A parent by its id holds.", {"parent": "10005"}, None, True),
        ("Another parent does not.", {"parent": "ACME-7"}, None, False),
        ("One of several components holds.", {"component": "forms"}, None, True),
        ("A component is compared as written.", {"component": "Forms"}, None, False),
        ("A version holds.", {"version": "1.0"}, None, True),
        ("A label holds.", {"label": "html"}, None, True),
        ("Another label does not.", {"label": "htm"}, None, False),
        ("A value of a field holds.", {"field": {"item": "A2"}}, None, True),
        ("Another value does not.", {"field": {"item": "A3"}}, None, False),
        ("A field that the issue lacks does not.", {"field": {"size": "A1"}}, None, False),
        ("Several keys hold together.", {"label": "html", "version": "1.0"}, None, True),
        ("One of several that fails is enough.", {"label": "html", "version": "2.0"}, None, False),
        ("A field counts with the other keys.", {"label": "css", "field": {"item": "A1"}}, None, False),
    ],
)
def test_link_holds_when_every_key_does(
    sentence: str, link: dict[str, Any] | None, epic_field: str | None, expected: bool
) -> None:
    """An issue belongs to an item when every key of its link holds."""
    mapping = contract(tracker={"fields": {"epic": epic_field} if epic_field else {}})
    asked = None if link is None else ItemLink.model_validate(link)
    assert link_matches(asked, LINKED, mapping) is expected, sentence


def test_issue_without_a_parent_has_no_epic() -> None:
    """A link by epic does not hold for an issue that has neither."""
    assert not link_matches(ItemLink(epic="ACME-5"), issue(), contract())


def test_first_of_two_links_counts() -> None:
    """Where two links hold, the mapping's order decides; the other items are named."""
    found = placed(issue(components={"inner"}, labels={"main"}, versions={"1.0"}))
    assert found.item is not None
    assert (found.item.id, found.also_linked, found.stage) == ("2.1", ("2.2", "3.1"), "design")


@pytest.mark.parametrize(
    ("sentence", "summary", "clause", "matched"),
    [
        ("The first exclusion in the mapping counts.", "Machine translation", "5.1", "translation"),
        ("Any of its words will do.", "Перевода на немецкий", "5.1", "Перевода"),
        ("The second counts where the first is silent.", "A CALCULATOR", "5.2", "CALCULATOR"),
        ("No words, no exclusion.", "Banner", None, ""),
    ],
)
def test_exclusion_words_are_found_in_the_summary(
    sentence: str, summary: str, clause: str | None, matched: str
) -> None:
    """The words of an exclusion are looked for in the summary."""
    found = placed(issue(summary=summary))
    assert (found.exclusion.clause if found.exclusion else None, found.matched) == (clause, matched), sentence


def test_linked_issue_keeps_the_exclusion_it_matches() -> None:
    """A link decides; that the words of an exclusion stand there is not lost."""
    found = placed(issue(labels={"main"}))
    assert found.exclusion is not None
    assert (found.evidence, found.exclusion.clause) == (Evidence.LINK, "5.2")


@pytest.mark.parametrize(
    ("sentence", "ruling", "item", "stage_id"),
    [
        (
            "A ruling into an item takes its stage.",
            Ruling(kind="in_scope", item="3.1", by="m"),
            "3.1",
            "build",
        ),
        ("A ruling beyond takes the first open stage.", BEYOND, None, "design"),
        (
            "An item that the contract lost is none.",
            Ruling(kind="in_scope", item="9", by="m"),
            None,
            "design",
        ),
    ],
)
def test_ruling_decides_the_place(sentence: str, ruling: Ruling, item: str | None, stage_id: str) -> None:
    """A ruled issue belongs where the person said."""
    found = placed(issue(), ruling=ruling)
    assert (found.item.id if found.item else None, found.stage) == (item, stage_id), sentence


@pytest.mark.parametrize(
    ("sentence", "created", "signed_off", "evidence"),
    [
        ("Before any sign-off it is a defect.", "03-10", OPEN, Evidence.DEFECT),
        ("With a stage open it is a defect.", "03-10", FIRST_DONE, Evidence.DEFECT),
        ("Before the last sign-off it is a defect.", "03-19", ALL_DONE, Evidence.DEFECT),
        ("From the last sign-off on it is warranty.", "03-20", ALL_DONE, Evidence.WARRANTY),
        ("On the last day of the warranty it still is.", "06-18", ALL_DONE, Evidence.WARRANTY),
        ("After the warranty the ordinary rules hold.", "06-19", ALL_DONE, Evidence.EXCLUSION),
    ],
)
def test_defect_becomes_warranty_after_the_last_sign_off(
    sentence: str, created: str, signed_off: SignedOff, evidence: Evidence
) -> None:
    """After the warranty days it is judged like any issue."""
    bug = issue(type="Bug", created=moment(created))
    assert placed(bug, signed_off=signed_off).evidence is evidence, sentence


def test_no_warranty_days_end_with_the_sign_off() -> None:
    """No days of warranty: the day of the last sign-off is the last one."""
    mapping = sold(warranty_days=0)
    bug = issue(type="Bug", created=moment("03-21"))
    assert placed(bug, mapping, signed_off=ALL_DONE).evidence is Evidence.EXCLUSION


@pytest.mark.parametrize(
    ("sentence", "created", "signed_off", "stage_id"),
    [
        ("Nothing is signed off: the first stage.", "03-10", OPEN, "design"),
        ("The first one was: the second stage.", "03-10", FIRST_DONE, "build"),
        ("Before it was, the first stage.", "03-04", FIRST_DONE, "design"),
        ("At the very moment of the sign-off, the second.", "03-05", FIRST_DONE, "build"),
        ("All were: the last stage.", "03-25", ALL_DONE, "build"),
    ],
)
def test_unlinked_issue_belongs_to_the_first_open_stage(
    sentence: str, created: str, signed_off: SignedOff, stage_id: str
) -> None:
    """It is the first stage that was not signed off when the issue was created."""
    assert placed(issue(created=moment(created)), signed_off=signed_off).stage == stage_id, sentence


def test_first_open_stage_without_a_moment_is_the_current_one() -> None:
    """Without a moment the sign-offs as they are count."""
    assert find_first_open_stage(sold(), FIRST_DONE, None) == "build"


@pytest.mark.parametrize(
    ("sentence", "created", "timezone", "counts_only"),
    [
        ("Created before the first day: counts only.", "2026-03-01T12:00", "UTC", True),
        ("Created on the first day: judged.", "2026-03-02T00:00", "UTC", False),
        (
            "Late in the evening it is the first day in Moscow already.",
            "2026-03-01T21:30",
            "Europe/Moscow",
            False,
        ),
        ("At the same moment it is not in New York.", "2026-03-02T03:00", "America/New_York", True),
    ],
)
def test_issue_before_the_first_day_only_counts(
    sentence: str, created: str, timezone: str, counts_only: bool
) -> None:
    """The first day begins at midnight of the contract's time zone."""
    mapping = contract(contract={"timezone": timezone})
    assert placed(issue(created=moment(created)), mapping).counts_only is counts_only, sentence


def test_issue_without_a_creation_date_is_judged() -> None:
    """A body that does not say when the issue was created does not make it an old one."""
    assert not placed(issue(created=None)).counts_only


def test_mapping_names_stages_epics_and_kick_off() -> None:
    """Parents of links and the epic of `only` are named, too."""
    items = [
        {"id": "2.1", "title": "a", "link": {"epic": "ACME-5"}},
        {"id": "2.2", "title": "b", "link": {"parent": "ACME-6"}},
        {"id": "2.3", "title": "c", "link": {"label": "x"}},
        {"id": "2.4", "title": "d"},
    ]
    mapping = contract(
        tracker={"only": {"epic": "ACME-4"}},
        people={"director": {"name": "Peter", "side": "client"}},
        kick_off={"issue": "ACME-3", "acknowledged_by": ["director"]},
        stages=[stage(issue="ACME-1", items=items), stage("build")],
    )
    assert find_named_issues(mapping) == {"ACME-1", "ACME-3", "ACME-4", "ACME-5", "ACME-6"}


@pytest.mark.parametrize(
    ("sentence", "fields", "tracker", "evidence"),
    [
        ("The type of stages is never judged.", {"type": "Stage"}, {"stage_type": "Stage"}, Evidence.NAMED),
        ("Without it that type is like any other.", {"type": "Stage"}, {}, Evidence.EXCLUSION),
    ],
)
def test_stage_type_names_issues(
    sentence: str, fields: dict[str, Any], tracker: dict[str, Any], evidence: Evidence
) -> None:
    """`stage_type` names issues without listing them."""
    assert placed(issue(**fields), sold(**tracker)).evidence is evidence, sentence


def test_stage_may_be_named_by_id() -> None:
    """Redmine's mapping holds ids as text: an issue is named by its id too."""
    mapping = contract(stages=[stage(issue="1009")])
    assert placed(issue("ACME-9"), mapping).evidence is Evidence.NAMED


@pytest.mark.parametrize(
    ("sentence", "only", "fields", "expected"),
    [
        ("Without `only` the project is enough.", {}, {}, True),
        ("Another project is not.", {}, {"project": "OTHER"}, False),
        ("A label asked for and carried.", {"label": "site"}, {"labels": {"site"}}, True),
        ("A label asked for and missing.", {"label": "site"}, {}, False),
        ("A component asked for and set.", {"component": "web"}, {"components": {"web"}}, True),
        ("A version asked for and set.", {"version": "1.0"}, {"versions": {"1.0"}}, True),
        ("An epic asked for and above.", {"epic": "ACME-4"}, {"parent": "ACME-4"}, True),
        ("The epic itself belongs as well.", {"epic": "ACME-4"}, {"key": "ACME-4"}, True),
        ("Two keys must both hold.", {"label": "site", "component": "web"}, {"labels": {"site"}}, False),
    ],
)
def test_only_tells_contracts_of_one_project_apart(
    sentence: str, only: dict[str, str], fields: dict[str, Any], expected: bool
) -> None:
    """`only` tells contracts apart that share a project."""
    assert belongs(issue(**fields), contract(tracker={"only": only})) is expected, sentence
