"""A past of some hundred issues, and the contract that is held against it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import yaml

from mappings.model import ContractMapping
from plugin.core.model.issue import Account, IssueSnapshot

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTRACT = """
contract: {id: ACME, title: Acme site, client: Acme LLC, language: en, currency: EUR, timezone: Europe/Berlin}
tracker:
  name: main
  projects: [ACME]
  defect_types: [Bug]
  ignore: {labels: [internal]}
  team_comments: {role: Agency}
  statuses: {working: [In Progress], done: [Done], accepted: [Accepted]}
people:
  director: {name: Peter Falk, side: client, account: u-director, email: peter@acme.example}
  contact: {name: Ann White, side: client, account: u-contact}
  manager: {name: Maria Noor, side: contractor, account: u-manager}
authority:
  - {person: director, may: [decide, sign_off]}
  - {person: contact, may: [decide], up_to: {fee: 500, working_days: 2}}
  - {person: manager, may: [rule_scope, estimate, price, publish]}
price: {hour: 100, vat: 20}
capacity: 6h
options: [move_deadline, extra_fee, swap, park, withdraw]
goodwill: {per_month: 4h, per_request: 1h}
repeat: {count: 3, within: 30}
stages:
  - id: build
    title: Build
    due: 2026-12-18
    issue: ACME-1
    items:
      - {id: "2.1", title: Front page, hours: 60, link: {label: front}}
      - {id: "2.2", title: Catalogue, link: {component: Catalogue}}
      - {id: "2.3", title: Care, hours_per_month: 8, link: {label: care}}
      - {id: "2.4", title: Drafts, rounds: {max: 5}, link: {label: draft}}
    criteria: [It loads]
    sign_off: {by: [director]}
exclusions:
  - {clause: "5.1", text: Apps are no part, words: [mobile app]}
  - {clause: "5.2", text: Texts are no part, words: [translation]}
"""
_SUMMARIES = (
    "Move the button",
    "Mobile app for guests",
    "Translation into French",
    "Rounded corners",
    "Banner",
)


def load_contract(text: str = CONTRACT) -> ContractMapping:
    """Return a contract that has no faults."""
    return ContractMapping.model_validate(yaml.safe_load(text))


def make_issues(seed: int, count: int = 150) -> list[IssueSnapshot]:
    """Return issues, the oldest first, of every kind that the contract knows."""
    dice = random.Random(seed)
    return [_make_issue(dice, number, BEGAN + timedelta(hours=9 * number)) for number in range(count)]


def _make_issue(dice: random.Random, number: int, created: datetime) -> IssueSnapshot:
    labels = dice.choice(((), ("front",), ("care",), ("draft",), (), ("internal",), ("front", "care")))
    reporter = dice.choice((("u-contact", "Ann White"), ("u-manager", "Maria Noor"), ("u-x", "Somebody")))
    return IssueSnapshot(
        id=str(1000 + number),
        key=f"ACME-{number + 10}",
        project="OTHER" if dice.random() < 0.05 else "ACME",
        type="Bug" if dice.random() < 0.1 else "Task",
        summary=dice.choice(_SUMMARIES),
        description="" if dice.random() < 0.3 else "So that guests find what they look for at once.",
        status=dice.choice(("To Do", "To Do", "In Progress", "Done")),
        labels=frozenset(labels),
        components=frozenset({"Catalogue"} if dice.random() < 0.2 else ()),
        estimate_hours=dice.choice((None, Decimal("0.5"), Decimal(1), Decimal(3), Decimal(8), Decimal(20))),
        reporter=Account(id=reporter[0], name=reporter[1]),
        created=created,
        updated=created,
    )
