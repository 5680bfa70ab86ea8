"""A comment as an exchange."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.commands import Ask, Called, Command, Log, Ok, read_commands
from plugin.core.model.exchanges import Exchange, ExchangeKind, comment_exchange_id
from plugin.core.model.issue import Account, Comment
from plugin.core.model.named_people import find_people
from plugin.core.timeline.addressees import find_addressees
from plugin.core.timeline.excerpt import find_files, is_of_files_alone, is_thanks_alone, make_excerpt


def make_comment_exchange(
    mapping: ContractMapping, issue: str, comment: Comment, heard_at: datetime
) -> Exchange:
    """Return the exchange that somebody's comment is.

    One that writes down what happened elsewhere, or confirms it, does not show beside that.

    Args:
        mapping: the contract that governs the issue.
        issue: the tracker's id of the issue.
        comment: as the payload or the tracker shows it.
        heard_at: stands in where the tracker gives no time.
    """
    at = comment.created or comment.updated or heard_at
    changed_at = comment.updated or at
    fact = Exchange(
        comment_exchange_id(comment.id),
        issue,
        at,
        changed_at,
        ExchangeKind.COMMENT,
        edited=changed_at > at,
        hidden=not comment.public,
    )
    fact = by_account(mapping, fact, comment.author)
    if not comment.public:
        # What only the team may read is not kept, beside the fact that it is not to be shown.
        return fact
    commands = read_commands(comment.body, today=at.astimezone(mapping.contract.zone).date()).commands
    if any(isinstance(each, Log | Ok | Called) for each in commands):
        return replace(fact, hidden=True)
    return _tell(mapping, fact, comment.body, commands)


def by_account(mapping: ContractMapping, exchange: Exchange, account: Account) -> Exchange:
    """Return an exchange with its writer as the mapping names them.

    A stranger has no side.
    """
    found = mapping.person_by_account(account.id) if account.id else None
    if found is None:
        return replace(exchange, account=account.id, name=account.name or account.id)
    key, person = found
    return replace(exchange, account=account.id, person=key, name=person.name, side=person.side)


def _tell(mapping: ContractMapping, fact: Exchange, text: str, commands: tuple[Command, ...]) -> Exchange:
    """Return the exchange with what a public comment says, and to whom."""
    people = mapping.people
    asked = next((each for each in commands if isinstance(each, Ask) and each.number is None), None)
    kind = ExchangeKind.FILE if is_of_files_alone(text) else ExchangeKind.COMMENT
    to = tuple(key for key in find_addressees(mapping, text) if key != fact.person)
    if asked is not None:
        kind = ExchangeKind.QUESTION
        to = find_people(mapping, asked.person) if asked.person else to or _contact(mapping)

    def call(account: str) -> str:
        found = mapping.person_by_account(account)
        return found[1].called if found else ""

    return replace(
        fact,
        kind=kind,
        to=to,
        what=make_excerpt(asked.text if asked else text, call),
        details={"files": list(files)} if (files := find_files(text)) else {},
        is_thanks=is_thanks_alone(text, tuple(person.name for person in people.values())),
    )


def _contact(mapping: ContractMapping) -> tuple[str, ...]:
    contact = mapping.waiting.contact if mapping.waiting else None
    return (contact,) if contact else ()
