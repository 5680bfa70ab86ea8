"""Writes the first draft of a mapping.

What is known stands, what is not stands behind a hash.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from plugin.drafting.accepted_draft import turn_off_faults
from plugin.drafting.contract_section import find_language, write_contract
from plugin.drafting.contract_terms.parties import is_supplement
from plugin.drafting.contract_terms.terms import ContractTerms
from plugin.drafting.people_section import draft_people, write_authority, write_people
from plugin.drafting.scope import draft_stages
from plugin.drafting.sentences import say
from plugin.drafting.sold_items import add_sold_items, number_items
from plugin.drafting.stages_section import write_stages
from plugin.drafting.terms_section import (
    write_exclusions,
    write_goodwill,
    write_options,
    write_price,
    write_questions,
)
from plugin.drafting.tracker_section import TrackerKind, write_tracker
from plugin.drafting.yaml_lines import YamlLines
from plugin.trackers.survey import ProjectSurvey


@dataclass(frozen=True)
class DraftSources:
    """All that a draft is made of.

    Attributes:
        tracker: its name in the settings.
        terms: what the contract says; None without a contract.
        contract_file: its name, for the head of the draft.
        our_domains: of our own mail, as the settings and the service's account tell them.
    """

    survey: ProjectSurvey
    tracker: str
    kind: TrackerKind
    today: date
    terms: ContractTerms | None = None
    contract_file: str = ""
    our_domains: Collection[str] = field(default=())


def draft_mapping(sources: DraftSources) -> str:
    """Return a mapping that loads, in the language of contract or project."""
    survey, terms = sources.survey, sources.terms
    language = terms.language if terms else find_language(survey)
    people = draft_people(survey, terms, sources.our_domains, language)
    stages = draft_stages(survey, terms.stages if terms else ())
    stages = number_items(add_sold_items(stages, terms.items if terms else ()))
    lines = YamlLines()
    lines.remark(say("head", language))
    lines.remark(say("next", language))
    if sources.contract_file:
        lines.remark(say("from_contract", language, file=sources.contract_file))
    if terms is not None and terms.title is not None and is_supplement(terms.title.value):
        lines.remark(say("supplement", language))
    if terms is not None and terms.picture_pages:
        lines.remark(say("picture_pages", language, pages=", ".join(map(str, terms.picture_pages))))
    for what in survey.unseen:
        lines.remark(say("unseen", language, what=what))
    lines.gap()
    write_contract(lines, survey, terms, language, sources.today)
    lines.gap()
    write_tracker(lines, survey, terms, language, sources.tracker, sources.kind)
    lines.gap()
    write_people(lines, people, language, sources.tracker)
    lines.gap()
    write_authority(lines, people, terms, language)
    lines.gap()
    write_price(lines, terms, language)
    # A date counts only where it was written down: with a contract that is one of its own.
    dated = all(each.contract.due if each.contract else terms is None and each.issue_due for each in stages)
    write_options(lines, terms, language, dated=dated)
    write_goodwill(lines, terms, language)
    lines.gap()
    if terms is not None and not terms.stages:
        lines.remark(say("stages_unknown", language))
    write_stages(lines, stages, people, terms, language)
    lines.gap()
    write_exclusions(lines, terms, language)
    lines.gap()
    write_questions(lines, terms, language)
    return turn_off_faults(str(lines))
