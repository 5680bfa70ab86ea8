"""`tracker:` of a draft: projects, types, statuses, fields."""

from __future__ import annotations

from typing import Literal

from plugin.drafting.contract_terms.terms import ContractTerms, Language
from plugin.drafting.meanings import Meaning, find_defect_types, find_stage_type, sort_statuses
from plugin.drafting.sentences import say
from plugin.drafting.yaml_lines import YamlLines, show
from plugin.trackers.survey import ProjectSurvey

TrackerKind = Literal["jira_cloud", "jira_dc", "youtrack", "redmine", "yandex"]

_MEANINGS: tuple[Meaning, ...] = ("working", "waiting_for_client", "done", "accepted")


def write_tracker(
    lines: YamlLines,
    survey: ProjectSurvey,
    terms: ContractTerms | None,
    language: Language,
    tracker: str,
    kind: TrackerKind,
) -> None:
    """Write the section.

    Args:
        lines: of the draft.
        survey: the project.
        terms: what the contract says, where there is one.
        language: of the comments.
        tracker: the name in the settings.
        kind: of the tracker.
    """
    lines.add("tracker:")
    lines.add(f"name: {show(tracker)}", indent=2)
    lines.add(f"projects: {show([survey.project])}", indent=2)
    lines.add_off("only: {label: …}", say("only", language), indent=2)
    _write_types(lines, survey, language)
    warranty = terms.warranty_days if terms else None
    if warranty is not None:
        lines.add(f"warranty_days: {warranty.value}", warranty.quotation.show(language), indent=2)
    else:
        _write_unclear(lines, terms, language)
    if survey.fields:
        lines.add(f"fields: {show(dict(survey.fields))}", indent=2)
    if kind == "redmine":
        lines.remark(say("redmine_fields", language), indent=2)
    _write_team(lines, survey, language, kind)
    _write_statuses(lines, survey, language)


def _write_types(lines: YamlLines, survey: ProjectSurvey, language: Language) -> None:
    stage_type = find_stage_type(survey.types)
    if stage_type is not None:
        lines.add(f"stage_type: {show(stage_type)}", indent=2)
    else:
        lines.add_off("stage_type: …", say("stage_type_unknown", language), indent=2)
    subtasks = [each.name for each in survey.types if each.is_subtask]
    if subtasks:
        lines.add_off(f"ignore: {show({'types': subtasks})}", say("subtasks", language), indent=2)
    defects = find_defect_types(survey.types)
    if defects:
        lines.add(f"defect_types: {show(defects)}", indent=2)
    else:
        lines.add_off("defect_types: […]", say("defects_unknown", language), indent=2)


def _write_unclear(lines: YamlLines, terms: ContractTerms | None, language: Language) -> None:
    unclear = [each for each in (terms.unclear if terms else ()) if each.key == "warranty_days"]
    for each in unclear:
        why = f"{say(each.why, language)}: {each.quotation.show(language)}"
        lines.add_off(f"warranty_days: {each.value}", why, indent=2)
    if not unclear:
        lines.add_off("warranty_days: 90", say("warranty_unknown", language), indent=2)


def _write_team(lines: YamlLines, survey: ProjectSurvey, language: Language, kind: TrackerKind) -> None:
    """Write who may read comments for the team, always behind a hash.

    A wrong guess would show them to clients.
    """
    if kind == "redmine":
        lines.add_off("team_comments: {internal: true}", say("team_private", language), indent=2)
        return
    groups = list(dict.fromkeys(role for person in survey.people for role in person.roles))
    if not groups:
        return
    if kind == "yandex":
        lines.add_off(f"team: {show({'group': groups[0]})}", say("team_group", language), indent=2)
    else:
        key = "group" if kind == "youtrack" else "role"
        lines.add_off(f"team_comments: {show({key: groups[0]})}", say("team_role", language), indent=2)


def _write_statuses(lines: YamlLines, survey: ProjectSurvey, language: Language) -> None:
    found = sort_statuses(survey.statuses)
    is_open = any(found[meaning] for meaning in _MEANINGS)
    if is_open:
        lines.add("statuses:", say("statuses", language), indent=2)
    else:
        lines.add_off("statuses:", say("status_unknown", language), indent=2)
    for meaning in _MEANINGS:
        names = found[meaning]
        if names:
            lines.add(f"{meaning}: {show(names)}", indent=4)
        elif is_open:
            lines.add_off(f"{meaning}: […]", say("status_unknown", language), indent=4)
        else:
            lines.add_off(f"{meaning}: […]", say("status_unknown", language), indent=2, below=2)
    if found[""]:
        lines.remark(say("statuses_left", language, names=", ".join(found[""])), indent=4)
