"""Notices as the contract's page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mappings.model import ContractMapping, Language
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.notices import Notice, NoticeKind, NoticeState
from plugin.core.notices.repeats import ACKNOWLEDGED_WITHIN_WORKING_DAYS

KINDS: Mapping[Language, Mapping[NoticeKind, str]] = {
    "ru": {
        NoticeKind.DECISION: "решение",
        NoticeKind.SHIFT: "новый срок",
        NoticeKind.AT_RISK: "срок под угрозой",
        NoticeKind.SECOND_NOTICE: "второе уведомление",
    },
    "en": {
        NoticeKind.DECISION: "decision",
        NoticeKind.SHIFT: "new date",
        NoticeKind.AT_RISK: "date at risk",
        NoticeKind.SECOND_NOTICE: "second notice",
    },
}
STATES: Mapping[Language, Mapping[NoticeState, str]] = {
    "ru": {
        NoticeState.WAITING: "отправляем",
        NoticeState.SENT: "отправлено",
        NoticeState.OPENED: "ссылку открыли (возможно, почтовый фильтр)",
        NoticeState.SEEN: "прочитано",
        NoticeState.ANSWERED: "есть ответ",
    },
    "en": {
        NoticeState.WAITING: "being sent",
        NoticeState.SENT: "sent",
        NoticeState.OPENED: "link opened, perhaps by a mail filter",
        NoticeState.SEEN: "seen",
        NoticeState.ANSWERED: "answered",
    },
}


@dataclass(frozen=True)
class NoticeLine:
    """A notice in words; `at` is in the contract's time zone.

    `is_missed`: two working days later nobody has acknowledged it.
    """

    issue: str
    kind: str
    person: str
    state: str
    at: datetime
    is_missed: bool

    @property
    def news(self) -> tuple[str, str]:
        """What it is about; several notices may be about the same."""
        return self.kind, self.issue


def make_notice_lines(
    found: Iterable[Notice], mapping: ContractMapping, language: Language, now: datetime
) -> tuple[NoticeLine, ...]:
    """Return notices in words, those that nobody acknowledged first."""
    calendar, zone = make_calendar(mapping.contract), mapping.contract.zone
    today = now.astimezone(zone).date()
    lines = [
        NoticeLine(
            issue=notice.key,
            kind=KINDS[language][notice.kind],
            person=mapping.people[notice.person].name if notice.person in mapping.people else notice.person,
            state=STATES[language][notice.state],
            at=notice.given_at.astimezone(zone),
            is_missed=not notice.is_acknowledged
            and calendar.working_days_between(notice.given_at.astimezone(zone).date(), today)
            > ACKNOWLEDGED_WITHIN_WORKING_DAYS,
        )
        for notice in found
    ]
    return tuple(sorted(lines, key=lambda line: not line.is_missed))
