"""Mails and sentences of the pages with the values of an ordinary contract."""

from __future__ import annotations

from datetime import date

from sample_worlds import World

from plugin.texts import mail_messages as mail
from plugin.texts import page_messages as page
from plugin.texts.messages import Because, Message, OptionLine
from plugin.texts.notice_messages import DecisionNews, MailNoticeRepeated, NoticeRepeated
from plugin.texts.review_messages import MailReview
from plugin.texts.stage_messages import ChangedLine

VALID_DAYS = 14


def mails_and_pages(world: World, options: tuple[OptionLine, ...], reason: Because) -> tuple[Message, ...]:
    """Return every mail, in each of its cases, and what the pages say about an offer."""
    parts = (
        ChangedLine("ACME-12", world.second_item, ("description", "estimate")),
        ChangedLine("", "", ("criteria",)),
    )
    return (
        _sign(world, "word", ()),
        _sign(world, "changed", parts),
        _sign(world, "changed", parts * 5),
        _sign(world, "ready", ()),
        _choose(world, options, world.contact),
        _choose(world, options, world.director),
        mail.MailAgree(world.director, world.item, mail.LINK, VALID_DAYS),
        *(_review(world, about) for about in ("handed-over", "reminder", "over", "notice")),
        _decided(world, options[0], None),
        _decided(world, options[1], world.director),
        *_repeated(world, options[0]),
        mail.MailEnter(world.director, mail.LINK, 60),
        *(page.OptionShown(option, world.currency) for option in options),
        page.OfferExplained(
            reason, options, (("swap", "no_work_of_equal_size"), ("park", "not_in_contract")), world.currency
        ),
    )


def _sign(world: World, because: str, changed: tuple[ChangedLine, ...]) -> Message:
    return mail.MailSign(
        person=world.director,
        contract_title=world.item,
        stage_title=world.stage,
        because=because,  # type: ignore[arg-type]
        by=world.contact if because == "word" else "",
        changed=changed,
        link=mail.LINK,
        valid_days=VALID_DAYS,
    )


def _repeated(world: World, option: OptionLine) -> tuple[Message, ...]:
    news, on = DecisionNews(world.request, option, world.currency), date(2026, 4, 7)
    return (
        NoticeRepeated((world.contact,), news, on),
        MailNoticeRepeated(world.contact, news, on, "ACME-40", world.item),
    )


def _decided(world: World, option: OptionLine, principal: str | None) -> Message:
    return mail.MailDecided(
        person=world.contact,
        contract_title=world.item,
        issue_key="ACME-40",
        summary=world.request,
        option=option,
        decider=world.deputy if principal else world.director,
        on_behalf_of=principal,
        decided_on=date(2026, 4, 7),
        currency=world.currency,
        supersedes="extra_fee" if principal else None,
    )


def _review(world: World, about: str) -> Message:
    return MailReview(
        person=world.director,
        contract_title=world.item,
        stage_title=world.stage,
        about=about,  # type: ignore[arg-type]
        last_day=date(2026, 4, 14),
        until=date(2026, 4, 20) if about == "notice" else None,
        clause="7.3",
        link=mail.LINK,
        valid_days=VALID_DAYS,
    )


def _choose(world: World, options: tuple[OptionLine, ...], asked_by: str) -> Message:
    return mail.MailChoose(
        person=world.director,
        contract_title=world.item,
        asked_by=asked_by,
        summary=world.request,
        options=options,
        currency=world.currency,
        answer_by=date(2026, 4, 8),
        link=mail.LINK,
        valid_days=VALID_DAYS,
    )
