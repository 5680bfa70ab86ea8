"""What each tracker tells of a project makes a draft that loads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from jira_site import JiraSite
from redmine_site import RedmineSite
from tracker_site import TrackerSite
from yandex_site import ANNA, MARIA, YandexSite
from youtrack_site import YouTrackSite

from mappings.loader import LoadedMapping, load_file
from mappings.model import ContractMapping
from plugin.drafting.mapping_draft import DraftSources, draft_mapping
from plugin.drafting.tracker_section import TrackerKind
from plugin.practice.tracker.actions import create_issue
from plugin.trackers.base import NotPermitted, TrackerUnreachable
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.survey_reader import UnknownProject

KINDS: dict[type, TrackerKind] = {
    YandexSite: "yandex",
    YouTrackSite: "youtrack",
    RedmineSite: "redmine",
}
NAMED = ("statuses", "types", "fields", "components", "versions", "people", "issues", "project ")
"""Lines of `ugovor doctor` about names that a mapping takes from its tracker."""
TODAY = date(2026, 11, 30)


def kind_of(site: TrackerSite) -> TrackerKind:
    """Return the kind of a site as the settings name it."""
    if isinstance(site, JiraSite):
        return "jira_cloud" if site.state.is_cloud else "jira_dc"
    return KINDS[type(site)]


def load_draft(site: TrackerSite, survey: ProjectSurvey, folder: Path) -> tuple[LoadedMapping, str]:
    """Return the draft as `ugovor check` reads it, and its text."""
    sources = DraftSources(survey, "main", kind_of(site), TODAY, our_domains=("agency.example",))
    path = folder / "draft.yaml"
    path.write_text(draft_mapping(sources), encoding="utf-8")
    return load_file(path), path.read_text(encoding="utf-8")


def mapping_of(loaded: LoadedMapping) -> ContractMapping:
    """Return the mapping of a draft without errors."""
    assert [] == [fault for fault in loaded.faults if fault.severity == "error"]
    assert loaded.mapping is not None
    return loaded.mapping


def test_a_draft_of_every_tracker_loads(site: TrackerSite, tmp_path: Path) -> None:
    """Project, statuses by meaning, types, observe mode; nobody decides yet."""
    for summary, hours in (("Calculator", 6.0), ("Main page", 8.0)):
        site.edit(site.create(summary), hours=hours)
    loaded, _ = load_draft(site, site.tracker().survey_project(site.terms.contract.projects[0]), tmp_path)
    mapping = mapping_of(loaded)
    assert ["no_decider"] == [fault.reason for fault in loaded.faults]
    assert ("observe", site.terms.contract.projects) == (mapping.contract.mode, mapping.tracker.projects)
    statuses = mapping.tracker.statuses
    assert site.terms.statuses[1] in statuses.working
    assert site.terms.statuses[2] in statuses.done
    assert not {site.terms.statuses[0]} & {*statuses.working, *statuses.done, *statuses.accepted}
    assert statuses.waiting_for_client
    assert mapping.tracker.defect_types
    assert mapping.tracker.stage_type in ("Stage", "Этап")
    lines = site.tracker().check((mapping,))
    faults = [line for line in lines if not line.ok and line.name.startswith(NAMED)]
    assert [] == faults, "`ugovor doctor` finds every name of the draft"


def test_a_survey_writes_nothing(site: TrackerSite) -> None:
    """Issues, comments and labels are as they were; only people act here."""
    issue = site.create("Calculator")
    before = site.tracker().read(issue)
    tracker = site.tracker()
    tracker.survey_project(site.terms.contract.projects[0])
    after = site.tracker().read(issue)
    assert before.issue == after.issue
    assert [] == site.notes(issue)


def test_people_are_named_with_their_accounts(site: TrackerSite, tmp_path: Path) -> None:
    """Who raised an issue is there; the service itself is not."""
    site.create("Calculator")
    survey = site.tracker().survey_project(site.terms.contract.projects[0])
    assert site.terms.person.id in {each.account for each in survey.people}
    _, text = load_draft(site, survey, tmp_path)
    line = next(line for line in text.splitlines() if site.terms.person.name in line)
    assert site.terms.person.id in line
    people = text.partition("people:")[2].partition("price:")[0]
    assert site.terms.bot.name not in people


def test_an_unknown_project_is_met_with_the_closest(site: TrackerSite) -> None:
    """A slip of the key is a sentence."""
    project = site.terms.contract.projects[0]
    wrong = project[:-1] + ("X" if project.isupper() else "x")
    with pytest.raises(UnknownProject, match=f'Did you mean "{project[:4]}'):
        site.tracker().survey_project(wrong)


def test_a_wrong_token_is_told_as_one(site: TrackerSite) -> None:
    """401 is no unknown project."""
    token = {"yandex": "y0_wrong"}.get(kind_of(site), "wrong")
    with pytest.raises(NotPermitted):
        site.tracker(token=token).survey_project(site.terms.contract.projects[0])


def test_epics_of_jira_hold_the_hours_of_their_issues(tmp_path: Path) -> None:
    """By the parent on Cloud; the hours of three issues, one without an estimate."""
    site = JiraSite("cloud")
    maria = site.state.person("anna")
    epic = create_issue(site.state, maria, "ACME", "Epic", {"summary": "Design of the main page"})
    for hours in (6, 8, None):
        fields = {"summary": "Part", "parent": epic.key}
        if hours is not None:
            fields["timeoriginalestimate"] = hours * 3600
        create_issue(site.state, maria, "ACME", "Task", fields)
    loaded, text = load_draft(site, site.tracker().survey_project("ACME"), tmp_path)
    site.close()
    (stage,) = mapping_of(loaded).stages
    (item,) = stage.items
    assert ("Acme", None) == (stage.title, stage.due)
    assert (epic.key, 14) == (item.link and item.link.epic, item.hours)
    assert "14 h estimated in 2 of 3 issues" in text
    assert "# due: " in text


def test_parents_of_redmine_are_items(room: RedmineSite, tmp_path: Path) -> None:
    """Redmine has no epics: a parent task holds its subtasks."""
    parent = room.create("Design of the main page")
    room.edit(room.create_child(parent), hours=5)
    loaded, _ = load_draft(room, room.tracker().survey_project(room.project), tmp_path)
    items = [item for stage in mapping_of(loaded).stages for item in stage.items]
    assert [(parent, 5)] == [(item.link and item.link.parent, item.hours) for item in items]


def test_mail_tells_the_side_on_yandex_and_youtrack(tmp_path: Path) -> None:
    """The domain of the service's account is ours; guesses are marked."""
    yandex, youtrack = YandexSite(), YouTrackSite()
    yandex.create("Calculator")
    youtrack.create("Calculator")
    sides = {}
    for site, project in ((yandex, "ACME"), (youtrack, "ACME")):
        loaded, text = load_draft(site, site.tracker().survey_project(project), tmp_path)
        people = mapping_of(loaded).people.values()
        sides |= {each.account: each.side for each in people}
        assert "acme.example" in text
        site.close()
    # Everybody of Yandex has an address at acme.example here, so all look like the client's.
    assert {ANNA: "client", MARIA: "client", "anna": "client", "maria": "contractor"} == sides | {
        ANNA: sides[ANNA]
    }


def test_what_the_tracker_refuses_is_told_and_the_rest_is_drafted(tmp_path: Path) -> None:
    """Without the right to browse users the people are missing, and the draft says so."""
    site = JiraSite("cloud")
    site.create("Calculator")
    for path in ("/user/assignable/search", "/project/ACME/role$"):
        site.faults.next("GET", path, "403")
    survey = site.tracker().survey_project("ACME")
    loaded, text = load_draft(site, survey, tmp_path)
    site.close()
    assert ["people", "roles"] == [each.partition(":")[0] for each in survey.unseen]
    assert "Calculator" in {issue.summary for issue in survey.issues}
    assert mapping_of(loaded).tracker.statuses.done
    assert 2 == text.count("# The tracker did not show ")


def test_a_tracker_that_does_not_answer_ends_the_survey() -> None:
    """A draft of half a project would look like a whole one."""
    site = JiraSite("cloud")
    site.faults.next("GET", "/components", "503")
    with pytest.raises(TrackerUnreachable):
        site.tracker().survey_project("ACME")
    site.close()
