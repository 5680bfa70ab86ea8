"""The lines of `ugovor doctor` for a Yandex Tracker."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean, join_words
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import Check, IssueGone, NotPermitted, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.name_checks import check_issues, check_names, check_people, describe_failure
from plugin.trackers.yandex.directory import KINDS, YandexDirectory
from plugin.trackers.yandex.doctor_team import check_licences, check_team
from plugin.trackers.yandex.doctor_triggers import check_triggers
from plugin.trackers.yandex.fields import list_wanted_names
from plugin.trackers.yandex.session import YandexSession
from plugin.trackers.yandex.values import get_object, read_account

_READ, _WRITE, _DENY = "READ", "WRITE", "DENY"


def run_checks(
    session: YandexSession,
    settings: TrackerSettings,
    name: str,
    contracts: tuple[ContractMapping, ...],
) -> Iterator[Check]:
    """Check organisation, token, account, queues, names, people and triggers.

    Args:
        session: the organisation.
        settings: of the tracker.
        name: the tracker's name in the settings.
        contracts: the mappings that name this tracker.

    Returns:
        The lines; what cannot work without an earlier line is left out after it failed.
    """
    own = ""
    for check, account in _check_token(session, settings):
        own = account or own
        yield check
        if not check.ok and check.name in ("address", "token"):
            return
    directory = YandexDirectory(session)
    for contract in contracts:
        for queue in contract.tracker.projects:
            yield from _check_queue(session, queue, own)
        yield from check_names(directory, contract, KINDS)
        yield from check_issues(directory, contract)
        yield from check_people(directory, contract)
        yield from check_licences(session, contract)
        yield from check_team(session, contract)
        yield from _check_needless_fields(contract)
        yield from _check_priced_types(directory, contract)
    queues = dict.fromkeys(queue for contract in contracts for queue in contract.tracker.projects)
    for queue in queues:
        yield from check_triggers(session, queue, name)


def _check_token(session: YandexSession, settings: TrackerSettings) -> Iterator[tuple[Check, str]]:
    """Give the lines of token and account, each with the token's account."""
    remedy = "Check url in the settings: https://api.tracker.yandex.net."
    try:
        answer = session.get_object("myself")
    except NotPermitted as error:
        yield Check("address", ok=True, sentence="Yandex Tracker answers."), ""
        sentence = (
            f"Yandex Tracker does not accept token and organisation: the token was withdrawn or is mistyped, "
            f"or org_id and cloud_org_id are mixed up ({error})."
        )
        remedy = "Make a new token with tracker:read and tracker:write, and compare the organisation's id."
        yield Check("token", ok=False, sentence=sentence, remedy=remedy), ""
        return
    except TrackerError as error:
        sentence = describe_failure(error, session.product)
        yield Check("address", ok=False, sentence=sentence, remedy=remedy), ""
        return
    me = read_account(answer)
    if me is None or not me.id:
        yield Check("address", ok=False, sentence="The answer is not Yandex Tracker's.", remedy=remedy), ""
        return
    yield Check("address", ok=True, sentence="Yandex Tracker answers."), me.id
    yield Check("token", ok=True, sentence=f"The token belongs to {me.name} ({me.id})."), me.id
    if session.is_iam:
        sentence = "The token is one of IAM, which ends after some hours."
        yield Check("token life", ok=True, sentence=sentence, remedy="Use an OAuth token instead."), me.id
    if answer.get("hasLicense") is False:
        sentence = "The account has no licence, so it reads only and can write nothing."
        yield Check("licence", ok=False, sentence=sentence, remedy="Give it full access to Tracker."), me.id
    yield _check_account(settings.account, me.id), me.id


def _check_account(configured: str | None, own: str) -> Check:
    if configured == own:
        return Check("account", ok=True, sentence="The account of the settings is the token's.")
    sentence = f"account is {configured}." if configured else "No account is set."
    remedy = f'Set account = "{own}", so that the service knows its own events.'
    return Check("account", ok=False, sentence=sentence, remedy=remedy)


def _check_queue(session: YandexSession, queue: str, own: str) -> Iterator[Check]:
    """Check that a queue is there, and what the account may do in it."""
    name = f"queue {queue}"
    try:
        found = session.get_object(f"queues/{quote_segment(queue)}")
    except (NotPermitted, IssueGone) as error:
        otherwise = "Check the key in the mapping (capitals count), and give the account access to the queue."
        remedy = did_you_mean(queue, _list_queues(session), otherwise)
        yield Check(name, ok=False, sentence=describe_failure(error, session.product), remedy=remedy)
        return
    except TrackerError as error:
        sentence = describe_failure(error, session.product)
        yield Check(name, ok=False, sentence=sentence, remedy="Run the check again.")
        return
    key = read_identifier(found.get("key"))
    if key != queue:
        sentence = f"Yandex Tracker knows it as {key or 'nothing'}."
        yield Check(name, ok=False, sentence=sentence, remedy=f"Write {key or 'its key'} in the mapping.")
        return
    yield _check_rights(session, queue, own)


def _list_queues(session: YandexSession) -> list[str]:
    try:
        # Without the slash at the end it asks for the queue whose key is empty.
        return [read_identifier(each.get("key")) for each in session.iter_entries("queues/")]
    except TrackerError:
        return []


def _check_rights(session: YandexSession, queue: str, own: str) -> Check:
    name = f"rights in {queue}"
    try:
        path = f"queues/{quote_segment(queue)}/permissions/users/{quote_segment(own)}"
        rights = get_object(session.get_object(path).get("permissions"))
    except TrackerError as error:
        sentence = f"The account sees the queue. What it may do there is not told ({error})."
        return Check(name, ok=True, sentence=sentence)
    if _DENY in rights:
        sentence, remedy = "Access is denied to the account.", "Take the account out of those denied."
        return Check(name, ok=False, sentence=sentence, remedy=remedy)
    missing = [right for right in (_READ, _WRITE) if right not in rights]
    if missing:
        sentence = f"The account lacks {join_words(missing)}."
        remedy = "Give it the right to view and to edit issues; a change of rights takes up to an hour."
        return Check(name, ok=False, sentence=sentence, remedy=remedy)
    return Check(name, ok=True, sentence="The account may view and edit issues.")


def _check_priced_types(directory: YandexDirectory, contract: ContractMapping) -> Iterator[Check]:
    """Say which price goes by the key of a type that only its name stands for."""
    named = {each.type for each in (contract.price.by if contract.price else ()) if each.type}
    keys = named - list_wanted_names(contract.tracker)
    try:
        titles = directory.list_names(NameKind.TYPE, "", named) if keys else {}
    except TrackerError:
        # That the types are not told has a line of its own.
        return
    for key in sorted(keys):
        title = (titles or {}).get(key, key)
        if title != key:
            sentence = f'price.by.type says "{key}", the key of "{title}"; there only the name counts.'
            yield Check(
                f"price of {contract.id}", ok=False, sentence=sentence, remedy=f'Write type: "{title}".'
            )


def _check_needless_fields(contract: ContractMapping) -> Iterator[Check]:
    named = [key for key in ("verdict", "labels") if key in contract.tracker.fields]
    if named:
        sentence = f"tracker.fields has {join_words(named)}, which are for trackers without labels."
        remedy = "Take them out: Yandex Tracker has tags."
        yield Check(f"fields of {contract.id}", ok=False, sentence=sentence, remedy=remedy)
