"""The contract mapping as frozen models: one file a contract.

The models check shapes and single values; what needs two places of the file at once (unknown people,
stages in a ring, overlapping links) is checked by `mappings.checks`.
"""

from __future__ import annotations

from mappings.model.contract import ContractMapping, Terms, dump
from mappings.model.people import Absence, Authority, Limit, Person
from mappings.model.prices import Price, RateBy, Surcharge, VatChange
from mappings.model.stages import Counted, ItemLink, MonthlyHours, Review, ScopeItem, SignOff, Stage
from mappings.model.terms import (
    Answers,
    DecisionTerms,
    Exclusion,
    Goodwill,
    KickOff,
    OfferDays,
    Repeat,
    WaitingTerms,
    WorkingHours,
)
from mappings.model.tracker import Ignore, Labels, Only, Statuses, Team, TeamComments, TrackerTerms
from mappings.model.values import (
    Hours,
    Language,
    Money,
    NotifyBy,
    Option,
    Power,
    Text,
    Timezone,
    Vat,
    Weekday,
    parse_hours,
)

__all__ = [
    "Absence",
    "Answers",
    "Authority",
    "ContractMapping",
    "Counted",
    "DecisionTerms",
    "Exclusion",
    "Goodwill",
    "Hours",
    "Ignore",
    "ItemLink",
    "KickOff",
    "Labels",
    "Language",
    "Limit",
    "Money",
    "MonthlyHours",
    "NotifyBy",
    "OfferDays",
    "Only",
    "Option",
    "Person",
    "Power",
    "Price",
    "RateBy",
    "Repeat",
    "Review",
    "ScopeItem",
    "SignOff",
    "Stage",
    "Statuses",
    "Surcharge",
    "Team",
    "TeamComments",
    "Terms",
    "Text",
    "Timezone",
    "TrackerTerms",
    "Vat",
    "VatChange",
    "WaitingTerms",
    "Weekday",
    "WorkingHours",
    "dump",
    "parse_hours",
]
