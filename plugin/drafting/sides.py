"""Who is of which side, guessed by mail domains and roles, and marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from plugin.drafting.contract_terms.terms import Language
from plugin.drafting.sentences import say
from plugin.trackers.survey import SurveyedPerson

Side = Literal["client", "contractor"]

_PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"),
        *("yandex.ru", "ya.ru", "yandex.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "rambler.ru"),
        *("proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "me.com"),
    }
)
"""Domains where everybody has an address: they tell nothing of a side."""

_CLIENT_ROLE = re.compile(r"client|customer|заказчик|клиент", re.I)
_OUR_ROLE = re.compile(r"agency|contractor|vendor|supplier|агентств|исполнител|подрядчик", re.I)


@dataclass(frozen=True)
class Guess:
    """A side, or None where nothing tells it, and the sentence that says why."""

    side: Side | None
    why: str


def find_domain(email: str) -> str:
    """Return the domain of an address, in small letters; empty where there is none."""
    return email.rpartition("@")[2].casefold().strip() if "@" in email else ""


def guess_side(person: SurveyedPerson, our_domains: Collection[str], language: Language) -> Guess:
    """Return the side of a person.

    Args:
        person: as the tracker shows them.
        our_domains: of the service's own account and of its mails.
        language: of the sentence.
    """
    guess = _guess_by_mail(person, our_domains, language)
    by_role = _guess_by_role(person)
    if guess.side is None:
        return guess if by_role is None else Guess(by_role[0], say("side_role", language, role=by_role[1]))
    if by_role is not None and by_role[0] != guess.side:
        return Guess(guess.side, f"{guess.why}; {say('side_other_role', language, role=by_role[1])}")
    return guess


def _guess_by_mail(person: SurveyedPerson, our_domains: Collection[str], language: Language) -> Guess:
    domain = find_domain(person.email)
    known = {each for each in our_domains if each and each not in _PUBLIC}
    if domain and domain not in _PUBLIC and known:
        if domain in known:
            return Guess("contractor", say("side_ours", language, domain=domain))
        ours = ", ".join(sorted(known))
        return Guess("client", say("side_mail", language, domain=domain, ours=ours))
    if not domain:
        return Guess(None, say("side_unknown_no_mail", language))
    reason = "side_unknown_public" if domain in _PUBLIC else "side_unknown_ours"
    return Guess(None, say(reason, language, domain=domain))


def _guess_by_role(person: SurveyedPerson) -> tuple[Side, str] | None:
    """Return the side that a role's name tells; None where roles tell none or both."""
    client = next((role for role in person.roles if _CLIENT_ROLE.search(role)), None)
    ours = next((role for role in person.roles if _OUR_ROLE.search(role)), None)
    if (client is None) == (ours is None):
        return None
    return ("client", client) if client is not None else ("contractor", ours or "")
