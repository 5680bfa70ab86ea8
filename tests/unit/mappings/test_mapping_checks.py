"""Cross-checks of a file; `▸` marks the place of the expected fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from mappings.loader import LoadedMapping

BEGINNING = """\
contract: {id: A-1, title: Site, calendar: RU}
tracker: {name: main, projects: [ACME]}
"""
PEOPLE = """\
people:
  boss: {name: Boss, side: client, email: boss@acme.example}
  clerk: {name: Clerk, side: client, email: clerk@acme.example}
  agent: {name: Agent, side: contractor, email: agent@firm.example}
"""
AUTHORITY = "authority: [{person: boss, may: [decide, sign_off]}]\n"
STAGES = """\
stages:
  - {id: one, title: One, due: 2026-09-18}
  - {id: two, title: Two, due: 2026-10-16, after: [one]}
"""
BOSS = "acknowledged_by: [boss]"
WHOLE = BEGINNING + PEOPLE + AUTHORITY + STAGES


class CrossCheck(NamedTuple):
    """A file, and the one fault that it has; no fault where `reason` is empty."""

    name: str
    text: str
    severity: str = ""
    reason: str = ""
    sentence: str = ""
    remedy: str = ""


def authority(rows: str) -> str:
    """Return a file with these rows after a decider's."""
    return BEGINNING + PEOPLE + AUTHORITY.replace("]}]", "]}" + f", {rows}]") + STAGES


def stages(rows: str) -> str:
    """Return a file with these stages."""
    return BEGINNING + PEOPLE + AUTHORITY + f"stages:\n{rows}"


def items(*rows: str) -> str:
    """Return a file whose one stage has these scope items."""
    lines = "".join(f"      - {{title: Item, {row}}}\n" for row in rows)
    return stages(f"  - id: one\n    title: One\n    due: 2026-09-18\n    items:\n{lines}")


def tracker(extra: str) -> str:
    """Return a file whose tracker has further keys."""
    return WHOLE.replace("[ACME]}", f"[ACME], {extra}}}")


def contract(extra: str) -> str:
    """Return a file whose contract has these keys besides id and title."""
    return WHOLE.replace("calendar: RU", extra)


def due(day: str, terms: str = "calendar: RU") -> str:
    """Return a file whose one stage is due on this day."""
    text = stages(f"  - {{id: one, title: One, due: {day}}}\n")
    return text.replace("calendar: RU", terms)


PEOPLE_CASES = [
    CrossCheck("everything fits", WHOLE),
    CrossCheck(
        "silence that accepts without a clause",
        stages(
            "  - {id: one, title: One, due: 2026-09-18, sign_off: {by: [boss], "
            "review: {working_days: 5, then: ▸accepted}}}\n"
        ),
        "error",
        "silence_without_clause",
        "by which silence counts as acceptance",
        'clause: "7.3"',
    ),
    CrossCheck(
        "an absence that ends before it begins",
        BEGINNING
        + "people: {boss: {name: Anna, side: client, account: a, away: "
        + "[{from: 2026-05-09, until: ▸2026-05-01}]}}\n"
        + "authority: [{person: boss, may: [decide]}]\n"
        + "stages: [{id: a, title: A, due: 2026-06-01}]\n",
        "error",
        "dates_reversed",
        "the absence ends on 2026-05-01",
        "Exchange",
    ),
    CrossCheck(
        "nobody of this name to be asked",
        WHOLE + "waiting: {contact: ▸nobody}\n",
        "error",
        "unknown_person",
        '"nobody" is not one of people',
    ),
    CrossCheck(
        "reminders that do not go on",
        WHOLE + "waiting: {remind_after: [2, ▸2, 7]}\n",
        "error",
        "reminders_out_of_order",
        "later than the one before",
    ),
    CrossCheck(
        "an unknown person",
        authority("{person: ▸bos, may: [price]}"),
        "error",
        "unknown_person",
        '"bos"',
        '"boss"?',
    ),
    CrossCheck(
        "an unknown absent person",
        authority("{person: clerk, may: [decide], for: ▸nobody}"),
        "error",
        "unknown_person",
        '"nobody" is not one of people',
        "boss, clerk, agent",
    ),
    CrossCheck(
        "an unknown signatory",
        stages("  - {id: one, title: One, due: 2026-09-18, sign_off: {by: [boss, ▸clrk]}}\n"),
        "error",
        "unknown_person",
        '"clrk"',
        '"clerk"?',
    ),
    CrossCheck(
        "an unknown person at the kick-off",
        WHOLE + "kick_off: {issue: ACME-1, acknowledged_by: [▸bosss]}\n",
        "error",
        "unknown_person",
        '"bosss"',
        '"boss"?',
    ),
    CrossCheck(
        "one account for two people",
        WHOLE.replace("Boss, side", "Boss, account: 12, side").replace(
            "Clerk, side", "Clerk, account: ▸12, side"
        ),
        "error",
        "shared_account",
        '"clerk" has the same account as "boss"',
        "own account",
    ),
    CrossCheck(
        "no authority at all",
        "▸" + WHOLE.replace(AUTHORITY, ""),
        "warning",
        "no_decider",
        "nobody can decide",
        "Add",
    ),
    CrossCheck(
        "an empty authority",
        WHOLE.replace(AUTHORITY, "▸authority: []\n"),
        "warning",
        "no_decider",
        "nobody can decide",
        "Add",
    ),
    CrossCheck(
        "an authority in which nobody decides",
        WHOLE.replace("authority:", "▸authority:").replace("decide, sign_off", "estimate"),
        "error",
        "no_decider",
        "nobody can decide",
        "may: [decide]",
    ),
    CrossCheck(
        "an authority that ends before it begins",
        authority("{person: clerk, may: [decide], from: 2026-07-31, until: ▸2026-07-01}"),
        "error",
        "dates_reversed",
        "ends on 2026-07-01 before it begins on 2026-07-31",
        "Exchange",
    ),
    CrossCheck(
        "an authority of one day",
        authority("{person: clerk, may: [decide], from: 2026-07-01, until: 2026-07-01}"),
    ),
    CrossCheck(
        "a deputy with the absent person's words", authority("{person: clerk, may: [sign_off], for: boss}")
    ),
    CrossCheck(
        "a deputy with more than the absent person",
        authority("{person: clerk, may: [sign_off, ▸reset], for: boss}"),
        "warning",
        "deputy_exceeds",
        '"clerk" may reset for "boss", who may not',
        "take it away here",
    ),
    CrossCheck(
        "a deputy of oneself",
        authority("{person: boss, may: [decide], for: ▸boss}"),
        "error",
        "own_deputy",
        "stands in for themselves",
        "remove for",
    ),
    CrossCheck(
        "a decider of the contractor's side",
        authority("{person: agent, may: [price, ▸decide]}"),
        "warning",
        "contractor_decides",
        "contractor's side and may decide",
        "The client decides",
    ),
    CrossCheck(
        "a signatory without sign_off",
        stages("  - {id: one, title: One, due: 2026-09-18, sign_off: {by: [boss, ▸clerk]}}\n"),
        "warning",
        "cannot_sign",
        '"clerk" is to sign',
        "Add sign_off",
    ),
    CrossCheck(
        "a quorum larger than the number of signatories",
        stages("  - {id: one, title: One, due: 2026-09-18, sign_off: {by: [boss, boss], quorum: ▸2}}\n"),
        "error",
        "quorum",
        "the quorum is 2, and there are 1 to sign",
        "Write 1 or less",
    ),
    CrossCheck(
        "a quorum that can be reached",
        stages("  - {id: one, title: One, due: 2026-09-18, sign_off: {by: [boss], quorum: 1}}\n"),
    ),
]

LIMITED = "may: [decide, sign_off], up_to: {fee: 100}}]"
TWO = authority("{person: clerk, may: [decide]}")
BOUND_CASES = [
    CrossCheck("an offer of a year", WHOLE + "offer_valid: 365\n"),
    CrossCheck("an offer of thirty calendar days", WHOLE + "offer_valid: {days: 30}\n"),
    CrossCheck(
        "an offer of more than a year",
        WHOLE + "offer_valid: ▸366\n",
        "error",
        "offer_valid",
        "an offer that stands for 366 days",
        "365 at the most",
    ),
    CrossCheck(
        "the same in calendar days",
        WHOLE + "offer_valid: {days: ▸400}\n",
        "error",
        "offer_valid",
        "an offer that stands for 400 days",
        "365 at the most",
    ),
    CrossCheck("a warranty of ten years", tracker("warranty_days: 3650")),
    CrossCheck(
        "a longer warranty",
        tracker("warranty_days: ▸3651"),
        "error",
        "warranty_days",
        "a warranty of 3651 days",
        "3650",
    ),
    CrossCheck(
        "a first day of long ago",
        contract("live_from: ▸1980-01-01"),
        "error",
        "year",
        "1980-01-01 lies more than thirty years from today",
        "Check the year",
    ),
    CrossCheck(
        "an authority until the end of time",
        authority("{person: clerk, may: [decide], until: ▸2999-12-31}"),
        "error",
        "year",
        "2999-12-31 lies more than thirty years from today",
        "Check the year",
    ),
    CrossCheck(
        "a change of VAT in a far year",
        WHOLE + "price: {hour: 1, from: [{date: ▸2126-01-01, vat: 5}]}\n",
        "error",
        "year",
        "2126-01-01 lies",
        "Check the year",
    ),
    CrossCheck("a region", contract("calendar: GB-ENG")),
    CrossCheck(
        "a region that does not exist",
        contract("calendar: ▸GB-XYZ"),
        "error",
        "unknown_calendar",
        'no public holidays are known for the calendar "GB-XYZ"',
        "",
    ),
    CrossCheck("six days a week", contract("calendar: DE, work_week: [mon, tue, wed, thu, fri, sat]")),
    CrossCheck(
        "a weekday twice",
        contract("work_week: [mon, tue, wed, thu, fri, ▸mon]"),
        "error",
        "duplicate_weekday",
        'the weekday "mon"',
        "",
    ),
    CrossCheck("goodwill without a month", WHOLE + "goodwill: {per_request: 1h}\n"),
    CrossCheck("hours that roll over", items('id: "1", hours_per_month: {hours: 40, roll_over: 40}')),
]
DECISION_CASES = [
    CrossCheck("two of the client's side decide", TWO + "decision: {client: 2}\n"),
    CrossCheck("two people by name", TWO + "decision: {needs: [boss, clerk]}\n"),
    CrossCheck(
        "more deciders than there are",
        TWO + "decision: {client: ▸3}\n",
        "error",
        "decision_by_too_many",
        "a change needs 3 of the client's side to decide, and there are 2",
        "smaller number",
    ),
    CrossCheck(
        "nobody decides",
        TWO + "decision: ▸{client: 0}\n",
        "error",
        "decision_by_nobody",
        "a change needs nobody",
        "client: 1",
    ),
    CrossCheck(
        "numbers and names",
        TWO + "decision: {client: 2, needs: ▸[boss, clerk]}\n",
        "error",
        "decision_twice",
        "needs names the people, and client would count them",
        "Keep needs",
    ),
    CrossCheck(
        "an unknown person",
        TWO + "decision: {needs: [boss, ▸clrek]}\n",
        "error",
        "unknown_person",
        '"clrek" is not one of people',
        '"clerk"',
    ),
    CrossCheck(
        "somebody who may not decide",
        WHOLE + "decision: {needs: [boss, ▸clerk]}\n",
        "error",
        "decision_without_power",
        'a change needs "clerk", who may not decide',
        "Add decide",
    ),
    CrossCheck(
        "percent without a price",
        authority("{person: clerk, may: [decide], up_to: {percent: ▸10}}"),
        "error",
        "percent_of_what",
        "a limit in percent needs the contract's price",
        "Add price to contract",
    ),
    CrossCheck(
        "a decider who is limited in total only",
        WHOLE.replace(
            "may: [decide, sign_off]}]", "may: [decide, sign_off], up_to: {total_fee: 9}}]"
        ).replace("authority", "▸authority"),
        "warning",
        "limited_deciders",
        "an offer above the limits has nobody to decide it",
        "without up_to",
    ),
]
PRICE_CASES = [
    CrossCheck(
        "every form of a price",
        WHOLE + "price: {hour: 1, vat: none, from: [{date: 2027-01-01, vat: 5}], minimum: 1h, step: 15m, "
        "by: [{label: a, hour: 2}], surcharges: [{label: b, percent: 5, title: fast}]}\n",
    ),
    CrossCheck(
        "a rate of nothing",
        WHOLE + "price: {hour: 1, by: [▸{hour: 2}]}\n",
        "error",
        "rate_of_what",
        "a rate takes exactly one of component, label and type, and has none",
        "label: design",
    ),
    CrossCheck(
        "a rate of two things",
        WHOLE + "price: {hour: 1, by: [▸{label: a, type: b, hour: 2}]}\n",
        "error",
        "rate_of_what",
        "and has label and type",
        "label: design",
    ),
    CrossCheck(
        "two surcharges for one label",
        WHOLE + "price: {hour: 1, surcharges: [{label: a, percent: 5}, {label: ▸a, percent: 6}]}\n",
        "error",
        "duplicate_surcharge",
        "a surcharge for the label",
        "",
    ),
    CrossCheck(
        "two VATs of one day",
        WHOLE + "price: {hour: 1, from: [{date: 2027-01-01, vat: 5}, {date: ▸2027-01-01, vat: 7}]}\n",
        "error",
        "duplicate_vat",
        "two VATs begin on 2027-01-01",
        "Keep one",
    ),
    CrossCheck(
        "an included VAT of nothing",
        WHOLE + "price: {hour: 1, vat: none, vat_included: ▸true}\n",
        "error",
        "vat_included",
        "the VAT is included, and there is none",
        "percent",
    ),
]
AUTHORITY_CASES = [
    CrossCheck(
        "one limited decider",
        WHOLE.replace("may: [decide, sign_off]}]", LIMITED).replace("authority", "▸authority"),
        "warning",
        "limited_deciders",
        "an offer above the limits has nobody to decide it",
        "without up_to",
    ),
    CrossCheck(
        "a limited decider beside one without limits",
        authority("{person: clerk, may: [decide], up_to: {fee: 100, working_days: 2}}"),
    ),
    CrossCheck(
        "two deciders, each without one of the limits",
        authority("{person: clerk, may: [decide], up_to: {working_days: 2}}").replace(
            "may: [decide, sign_off]}", "may: [decide, sign_off], up_to: {fee: 100}}"
        ),
    ),
    CrossCheck(
        "two deciders with the same limit",
        authority("{person: clerk, may: [decide], up_to: {fee: 900}}")
        .replace("may: [decide, sign_off]}", "may: [decide, sign_off], up_to: {fee: 100}}")
        .replace("authority", "▸authority"),
        "warning",
        "limited_deciders",
        "an offer above the limits has nobody",
        "without up_to",
    ),
    CrossCheck(
        "one decider with an end",
        WHOLE.replace("may: [decide, sign_off]}]", "may: [decide, sign_off], until: 2026-12-31}]").replace(
            "authority", "▸authority"
        ),
        "warning",
        "limited_deciders",
        "outside the dates of authority an offer above the limits has nobody",
        "from and until",
    ),
    CrossCheck(
        "an empty limit", WHOLE.replace("may: [decide, sign_off]}]", "may: [decide, sign_off], up_to: {}}]")
    ),
    CrossCheck(
        "somebody with authority and without account and email",
        WHOLE.replace(
            "boss: {name: Boss, side: client, email: boss@acme.example}", "▸boss: {name: Boss, side: client}"
        ),
        "warning",
        "unreachable_person",
        '"boss" has neither account nor email',
        "Add account",
    ),
    CrossCheck("an account alone", WHOLE.replace("email: boss@acme.example", "account: u-1")),
    CrossCheck(
        "nobody writes to somebody without authority", WHOLE.replace(", email: clerk@acme.example", "")
    ),
]

STAGE_CASES = [
    CrossCheck(
        "a stage after itself",
        stages("  - {id: one, title: One, due: 2026-09-18, after: [▸one]}\n"),
        "error",
        "stage_follows_itself",
        'the stage "one" follows itself',
        "Remove it",
    ),
    CrossCheck(
        "a stage after an unknown one",
        WHOLE.replace("after: [one]", "after: [▸onne]"),
        "error",
        "unknown_stage",
        '"onne" is not the id of a stage',
        'Did you mean "one"?',
    ),
    CrossCheck(
        "two stages in a ring",
        WHOLE.replace("2026-09-18", "2026-10-16, after: [▸two]"),
        "error",
        "stage_ring",
        "in a ring: one -> two -> one",
        "from after",
    ),
    CrossCheck(
        "a stage id used twice",
        WHOLE.replace("id: two", "id: ▸one").replace(", after: [one]", ""),
        "error",
        "duplicate_stage",
        'the stage id "one" stands twice',
        "Change one",
    ),
    CrossCheck(
        "one issue for two stages",
        WHOLE.replace("id: one", "id: one, issue: ACME-1").replace("id: two", "id: two, issue: ▸ACME-1"),
        "error",
        "duplicate_issue",
        'the issue "ACME-1" is also the issue of a stage (line 9)',
        "an issue of its own",
    ),
    CrossCheck(
        "the register on a stage's issue",
        WHOLE.replace("[ACME]}", "[ACME], register_issue: ACME-1}").replace(
            "id: one", "id: one, issue: ▸acme-1"
        ),
        "error",
        "duplicate_issue",
        'the issue "acme-1" is also the issue of the register (line 2)',
        "an issue of its own",
    ),
    CrossCheck(
        "the kick-off on a stage's issue",
        WHOLE.replace("id: one", "id: one, issue: ACME-1") + f"kick_off: {{issue: ▸ACME-1, {BOSS}}}\n",
        "error",
        "duplicate_issue",
        'the issue "ACME-1" is also the issue of a stage (line 9)',
        "an issue of its own",
    ),
    CrossCheck(
        "the register on the kick-off's issue",
        WHOLE.replace("[ACME]}", "[ACME], register_issue: ACME-7}")
        + f"kick_off: {{issue: ▸ACME-7, {BOSS}}}\n",
        "error",
        "duplicate_issue",
        'the issue "ACME-7" is also the issue of the register (line 2)',
        "an issue of its own",
    ),
    CrossCheck(
        "a stage's issue as the parent of its work, the register on the contract's epic",
        WHOLE.replace("[ACME]}", "[ACME], only: {epic: ACME-9}, register_issue: ACME-9}").replace(
            "id: one", "id: one, issue: ACME-1, items: [{id: '1', title: A, link: {parent: ACME-1}}]"
        ),
    ),
    CrossCheck(
        "an item id used in two stages",
        WHOLE.replace("id: one", "id: one, items: [{id: '1', title: A}]").replace(
            "id: two", "id: two, items: [{id: ▸1, title: B}]"
        ),
        "error",
        "duplicate_item",
        'the item id "1" stands twice',
        "Change one",
    ),
]

DATE_CASES = [
    CrossCheck("a due date on a Friday", due("2026-09-18")),
    CrossCheck("a Sunday in quotes", due('▸"2026-09-20"'), "warning", "day_off", "Sunday", "Monday"),
    CrossCheck("a Sunday at midnight", due("▸2026-09-20 00:00:00"), "warning", "day_off", "Sunday", "Monday"),
    CrossCheck("no day at all", due('▸"2026-02-30"'), "error", "date", "no day of the calendar", "Check"),
    CrossCheck(
        "a due date on a Sunday", due("▸2026-09-20"), "warning", "day_off", "Sunday", "Monday, 2026-09-21."
    ),
    CrossCheck(
        "a due date on a public holiday",
        due("▸2026-06-12"),
        "warning",
        "day_off",
        "a public holiday",
        "2026-06-15",
    ),
    CrossCheck("a public holiday of another country", due("2026-06-12", "calendar: DE")),
    CrossCheck(
        "a Friday where the weekend is Friday",
        due("▸2026-09-18", "calendar: SA"),
        "warning",
        "day_off",
        "",
        "Sunday",
    ),
    CrossCheck(
        "a weekend without any calendar",
        due("▸2026-09-19", "client: X"),
        "warning",
        "day_off",
        "Saturday",
        "Monday",
    ),
    CrossCheck(
        "one of days_off",
        due("▸2026-09-18", "days_off: [2026-09-18]"),
        "warning",
        "day_off",
        "one of days_off",
        "",
    ),
    CrossCheck("a working Saturday", due("2026-09-19", "calendar: RU, work_days: [2026-09-19]")),
    CrossCheck(
        "a year that is a slip",
        due("▸2206-09-18"),
        "error",
        "year",
        "2206-09-18 lies more than thirty years from today",
        "Check the year",
    ),
    CrossCheck(
        "a stage due before its predecessor",
        WHOLE.replace("2026-10-16", "▸2026-09-11"),
        "warning",
        "due_before_predecessor",
        'due on 2026-09-11, before "one" that it follows (due on 2026-09-18)',
        "Move one",
    ),
    CrossCheck(
        "no due date where the deadline may move",
        stages("  - ▸{id: one, title: One}\n"),
        "warning",
        "no_due_date",
        "no due date",
        "Add due",
    ),
    CrossCheck("no due date where it may not", stages("  - {id: one, title: One}\n") + "options: [park]\n"),
    CrossCheck(
        "an unknown calendar", contract("calendar: ▸QQ"), "error", "unknown_calendar", '"QQ"', "ISO 3166"
    ),
    CrossCheck(
        "a day both off and worked",
        contract("days_off: [2026-12-31], work_days: [▸2026-12-31]"),
        "error",
        "day_twice",
        "2026-12-31 stands in days_off and in work_days",
        "Remove it",
    ),
    CrossCheck(
        "working hours that end before they begin",
        WHOLE + 'hours: {from: "19:00", to: ▸"10:00"}\n',
        "error",
        "hours_reversed",
        "end at 10:00, not after 19:00",
        "Exchange",
    ),
]

LINK_CASES = [
    CrossCheck("links by different things", items("id: a, link: {epic: X}", "id: b, link: {label: x}")),
    CrossCheck("links by different values", items("id: a, link: {epic: X}", "id: b, link: {epic: Y}")),
    CrossCheck(
        "links that share one of two keys",
        items("id: a, link: {epic: X, label: y}", "id: b, link: {epic: X, label: z}"),
    ),
    CrossCheck(
        "the same link",
        items("id: a, link: {epic: X, label: y}", "id: b, link: ▸{label: y, epic: X}"),
        "error",
        "overlapping_links",
        'the items "a" and "b" have the same link',
        "stands on line 13",
    ),
    CrossCheck(
        "a narrower link below a wider one",
        items("id: a, link: {epic: X}", "id: b, link: ▸{epic: X, label: y}"),
        "error",
        "overlapping_links",
        'every issue of the item "b" is also linked to the item "a"',
        "different things",
    ),
    CrossCheck(
        "a wider link below a narrower one",
        items("id: a, link: {epic: X, label: y}", "id: b, link: ▸{epic: X}"),
        "error",
        "overlapping_links",
        'every issue of the item "a" is also linked to the item "b"',
        "different things",
    ),
    CrossCheck(
        "the same value of a field",
        items("id: a, link: {field: {Item: A}}", "id: b, link: ▸{field: {Item: A}}"),
        "error",
        "overlapping_links",
        "have the same link",
        "line 13",
    ),
    CrossCheck(
        "two values of a field", items("id: a, link: {field: {Item: A}}", "id: b, link: {field: {Item: B}}")
    ),
    CrossCheck(
        "an empty link",
        items("id: a, link: ▸{}"),
        "warning",
        "empty_link",
        "the link is empty",
        "Name an epic",
    ),
    CrossCheck(
        "a link by no field",
        items("id: a, link: {field: ▸{}}"),
        "error",
        "empty_link",
        "no field",
        "field: {",
    ),
    CrossCheck(
        "more used than sold",
        items("id: a, hours: 90m, used: ▸2h"),
        "warning",
        "overrun",
        "2 hours are used",
        "",
    ),
    CrossCheck(
        "one clause twice",
        WHOLE + "exclusions: [{clause: 5, text: A, words: [a]}, {clause: ▸5, text: B, words: [b]}]\n",
        "error",
        "duplicate_clause",
        'the clause "5" stands twice',
        "Change one",
    ),
    CrossCheck(
        "one word in two clauses",
        WHOLE + "exclusions: [{clause: 5, text: A, words: [App]}, {clause: 6, text: B, words: [b, ▸app]}]\n",
        "warning",
        "word_twice",
        '"app" is also a word of clause 5',
        "Keep it in one",
    ),
]

TERM_CASES = [
    CrossCheck(
        "an unknown currency", contract("currency: ▸EUX"), "error", "unknown_currency", '"EUX" is no', ""
    ),
    CrossCheck(
        "a currency of the past",
        contract("currency: ▸RUR"),
        "error",
        "unknown_currency",
        "",
        'Did you mean "RUB"?',
    ),
    CrossCheck(
        "a fee without a price",
        WHOLE + "options: [park, ▸extra_fee]\n",
        "warning",
        "fee_without_price",
        "there is no price",
        "Add price",
    ),
    CrossCheck("a fee with a price", WHOLE + "options: [extra_fee]\nprice: {hour: 1}\n"),
    CrossCheck(
        "an option twice", WHOLE + "options: [park, ▸park]\n", "error", "duplicate_option", '"park"', "Change"
    ),
    CrossCheck(
        "a request larger than the month",
        WHOLE + "goodwill: {per_request: ▸3h, per_month: 2h}\n",
        "warning",
        "goodwill",
        "a request may take 3 h of goodwill, and the whole month has 2 h",
        "the smaller one",
    ),
    CrossCheck(
        "a month smaller than the usual request",
        WHOLE + "goodwill: {per_month: ▸30m}\n",
        "warning",
        "goodwill",
        "the whole month has 0.5 h",
        "the smaller one",
    ),
    CrossCheck(
        "a status with two meanings",
        tracker("statuses: {working: [Open], done: [▸Open]}"),
        "error",
        "status_twice",
        'the status "Open" stands for working and for done',
        "Keep it",
    ),
    CrossCheck(
        "a status both done and accepted",
        tracker("statuses: {done: [Done], accepted: [▸Done]}"),
        "warning",
        "status_twice",
        "for done and for accepted",
        "Keep it",
    ),
    CrossCheck("a status twice with one meaning", tracker("statuses: {working: [Open, Open]}")),
    CrossCheck(
        "a label with two meanings",
        tracker("labels: {bonus: extra, warranty: ▸extra}"),
        "error",
        "label_twice",
        'the label "extra" stands for bonus and for warranty',
        "own name",
    ),
    CrossCheck(
        "a label that is another's default",
        tracker("labels: {bonus: ▸in-scope}"),
        "error",
        "label_twice",
        "stands for in_scope and for bonus",
        "own name",
    ),
    CrossCheck("labels that change places", tracker("labels: {bonus: in-scope, in_scope: scope-bonus}")),
    CrossCheck(
        "a verdict's label that is ignored",
        tracker("ignore: {labels: [▸scope-bonus]}"),
        "error",
        "own_label",
        "the service puts on by itself",
        "another label",
    ),
    CrossCheck(
        "a link by a verdict's label",
        items("id: a, link: {label: ▸in-scope}"),
        "error",
        "own_label",
        "",
        "another",
    ),
    CrossCheck(
        "no reader of team comments",
        tracker("team_comments: ▸{}"),
        "error",
        "team_comments",
        "has none",
        "role",
    ),
    CrossCheck(
        "two readers of team comments",
        tracker("team_comments: ▸{role: A, group: B}"),
        "error",
        "team_comments",
        "has role and group",
        "internal: true",
    ),
    CrossCheck(
        "a misspelt field",
        tracker("fields: {▸estimat: x}"),
        "warning",
        "unknown_field",
        '"estimat"',
        '"estimate"?',
    ),
    CrossCheck("a field of one's own", tracker("fields: {colour: x}")),
]

MARKED = "id: a, link: {label: page}, rounds: {max: 2, label: again}"
LABEL_CASES = [
    CrossCheck(
        "a verdict's label with white space",
        tracker('labels: {bonus: ▸"scope bonus"}'),
        "error",
        "label_space",
        'the label "scope bonus" has white space',
        "Write it like scope-bonus.",
    ),
    CrossCheck(
        "a verdict's label with a space behind",
        tracker('labels: {bonus: ▸"gift "}'),
        "error",
        "label_space",
        "white space",
        "like gift.",
    ),
    CrossCheck(
        "a verdict's label of nothing else",
        tracker('labels: {bonus: ▸" "}'),
        "error",
        "label_space",
        "white space",
        "Write it like",
    ),
    CrossCheck(
        "a link's label with white space",
        items('id: a, link: {label: ▸"my page"}'),
        "warning",
        "label_space",
        '"my page" has white space',
        "In Jira no issue can carry it. Write it like my-page.",
    ),
    CrossCheck(
        "an ignored label with white space",
        tracker('ignore: {labels: [ops, ▸"our own"]}'),
        "warning",
        "label_space",
        '"our own"',
        "like our-own.",
    ),
    CrossCheck("labels of one word", items(MARKED)),
    CrossCheck(
        "a link's label that is ignored",
        items(MARKED.replace("page", "▸page")).replace("[ACME]}", "[ACME], ignore: {labels: [page]}}"),
        "error",
        "ignored_label",
        'the label "page" also stands in tracker.ignore',
        "one of the two",
    ),
    CrossCheck(
        "a label of rounds that is ignored",
        items(MARKED.replace("again", "▸again")).replace("[ACME]}", "[ACME], ignore: {labels: [again]}}"),
        "error",
        "ignored_label",
        '"again"',
        "one of the two",
    ),
    CrossCheck(
        "a contract whose own label is ignored",
        tracker("only: {label: ▸acme}, ignore: {labels: [acme]}"),
        "error",
        "ignored_label",
        '"acme"',
        "one of the two",
    ),
    CrossCheck(
        "a link by what all issues have",
        items("id: a, link: ▸{label: page}").replace("[ACME]}", "[ACME], only: {label: page}}"),
        "warning",
        "like_only",
        "every issue of the contract fits this link",
        "not all of them have",
    ),
    CrossCheck(
        "a link by what all issues have and something more",
        items("id: a, link: {label: page, epic: X}").replace("[ACME]}", "[ACME], only: {label: page}}"),
    ),
    CrossCheck(
        "pieces counted by what all issues have",
        items("id: a, pieces: {max: 2, label: ▸page}").replace("[ACME]}", "[ACME], only: {label: page}}"),
        "warning",
        "like_only",
        'every issue of the contract has the label "page"',
        "another label",
    ),
]

CAPACITY_CASES = [
    CrossCheck("a long day", WHOLE + "capacity: 12h\n"),
    CrossCheck(
        "a day of two shifts", WHOLE + "capacity: ▸12.5\n", "warning", "capacity", "12.5 hours a day", "6h"
    ),
    CrossCheck("a whole day", WHOLE + "capacity: ▸24h\n", "warning", "capacity", "24 hours a day", "6h"),
    CrossCheck(
        "the hours of a week",
        WHOLE + "capacity: ▸40\n",
        "error",
        "capacity",
        "40 hours a day, which has 24",
        "6h",
    ),
]

CASES = (
    PEOPLE_CASES
    + AUTHORITY_CASES
    + BOUND_CASES
    + DECISION_CASES
    + PRICE_CASES
    + STAGE_CASES
    + DATE_CASES
    + LINK_CASES
    + LABEL_CASES
    + TERM_CASES
    + CAPACITY_CASES
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_cross_check_reports_at_its_place(case: CrossCheck, load: Callable[[str], LoadedMapping]) -> None:
    """A file has the one fault of its row, or none; only an error stops loading."""
    loaded = load(case.text.replace("▸", ""))

    expected = [(*_place(case.text), case.severity, case.reason)] if case.reason else []
    found = [(fault.line, fault.column, fault.severity, fault.reason) for fault in loaded.faults]
    assert found == expected, [str(fault) for fault in loaded.faults]
    assert all(case.sentence in fault.sentence and case.remedy in fault.remedy for fault in loaded.faults)
    assert (loaded.mapping is None) == (case.severity == "error")


def _place(text: str) -> tuple[int, int]:
    before = text[: text.index("▸")]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_each_of_two_rings_is_named(load: Callable[[str], LoadedMapping]) -> None:
    """Two rings that share a stage are two faults."""
    loaded = load(
        stages(
            "  - {id: a, title: A, due: 2026-09-18, after: [b, c]}\n"
            "  - {id: b, title: B, due: 2026-09-18, after: [a]}\n"
            "  - {id: c, title: C, due: 2026-09-18, after: [a]}\n"
        )
    )

    rings = {frozenset(fault.sentence.split(": ")[1].split(" -> ")) for fault in loaded.errors}
    assert rings == {frozenset("ab"), frozenset("ac")}


def test_checks_run_beside_other_faults(load: Callable[[str], LoadedMapping]) -> None:
    """A file that does not load is still cross-checked where its values are good."""
    text = (
        authority("{person: bos, may: [price]}").replace("main", "''").replace("after: [one]", "after: [two]")
    )

    reasons = {fault.reason for fault in load(text).errors}

    assert reasons == {"empty", "unknown_person", "stage_follows_itself"}


def test_no_check_complains_about_what_cannot_be_read(load: Callable[[str], LoadedMapping]) -> None:
    """A faulty stage id or power brings no complaint about what builds on it."""
    text = WHOLE.replace("id: one", "id: 2.1").replace("[decide, sign_off]", "[decid]")

    assert {fault.reason for fault in load(text).faults} == {"quotes", "choice"}
