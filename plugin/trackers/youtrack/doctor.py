"""The lines of `ugovor doctor` for a YouTrack site."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean, join_words
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import Check, NotPermitted, NotPrivate, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.mapped_fields import get_verdict_labels
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.name_checks import check_issues, check_names, check_people, describe_failure
from plugin.trackers.youtrack.directory import YouTrackDirectory
from plugin.trackers.youtrack.doctor_project import check_project
from plugin.trackers.youtrack.fields import PERSON, read_account
from plugin.trackers.youtrack.groups import Groups
from plugin.trackers.youtrack.session import YouTrackSession
from plugin.trackers.youtrack.tags import Tags, is_shared, is_usable, quote_name

MIN_SECRET_LENGTH = 32
"""Characters.

Webhook Triggers' settings ask for as many, and so do those of our app.
"""

_KINDS = (NameKind.STATUS, NameKind.TYPE, NameKind.COMPONENT, NameKind.VERSION)

_WEBHOOKS_SENTENCE = (
    "YouTrack does not tell which webhooks its apps send. Change a test issue and look with "
    "`ugovor deliveries list` whether it arrives."
)


def run_checks(
    session: YouTrackSession,
    configured: str | None,
    contracts: tuple[ContractMapping, ...],
    groups: Groups,
    tags: Tags,
) -> Iterator[Check]:
    """Check address, token, account, projects, fields, tags and groups, in order.

    Args:
        session: the YouTrack site.
        configured: `read_account` of the settings, or None.
        contracts: the mappings that name this tracker.
        groups: the site's groups.
        tags: the tags that the account sees.

    Returns:
        The lines; what cannot work without an earlier line is left out after it failed.
    """
    first = list(_check_token(session, configured))
    yield from first
    if not all(check.ok for check in first if check.name in ("address", "token")):
        return
    directory = YouTrackDirectory(session)
    for contract in contracts:
        for project in contract.tracker.projects:
            yield from check_project(session, contract, project)
        yield from check_names(directory, contract, _KINDS)
        yield from check_issues(directory, contract)
        yield from check_people(directory, contract)
        yield from _check_tags(contract, tags, configured or "")
        yield from _check_team(contract, groups, configured or "")
        yield from _check_ours(contract, groups)
        yield from _check_needless_fields(contract)
    yield Check("webhooks", ok=True, sentence=_WEBHOOKS_SENTENCE)


def check_secrets(settings: TrackerSettings) -> Check:
    """Look whether both senders take the webhook secrets: neither takes a short one."""
    short = [
        f"webhook_secrets[{number}]"
        for number, secret in enumerate(settings.webhook_secrets)
        if len(secret.get_secret_value()) < MIN_SECRET_LENGTH
    ]
    if not short:
        return Check("webhook secrets", ok=True, sentence="They are long enough for YouTrack's apps.")
    few = f"has fewer than {MIN_SECRET_LENGTH} characters, which YouTrack's apps do not take"
    sentence = f"{join_words(short)} {few}."
    return Check(
        "webhook secrets", ok=False, sentence=sentence, remedy="Choose a longer one, here and in the app."
    )


def _check_token(session: YouTrackSession, configured: str | None) -> Iterator[Check]:
    remedy = "Check url in the settings; older Cloud sites end in /youtrack."
    try:
        me = read_account(session.get("users/me", f"id,{PERSON}"))
    except NotPermitted as error:
        yield Check("address", ok=True, sentence="YouTrack answers.")
        sentence = f"YouTrack does not accept the token: it was withdrawn, or is mistyped ({error})."
        yield Check(
            "token", ok=False, sentence=sentence, remedy="Make a new permanent token (scope YouTrack)."
        )
        return
    except TrackerError as error:
        yield Check("address", ok=False, sentence=describe_failure(error, "YouTrack"), remedy=remedy)
        return
    own = me.id if me else ""
    if not own:
        yield Check("address", ok=False, sentence="The answer is not YouTrack's.", remedy=remedy)
        return
    yield Check("address", ok=True, sentence="YouTrack answers.")
    yield Check("token", ok=True, sentence=f"The token belongs to {me.name if me else ''} ({own}).")
    if configured != own:
        sentence = f"account is {configured}." if configured else "No account is set."
        remedy = f'Set account = "{own}", so that the service knows its own events.'
        yield Check("account", ok=False, sentence=sentence, remedy=remedy)
    else:
        yield Check("account", ok=True, sentence="The account of the settings is the token's.")


def _check_tags(contract: ContractMapping, tags: Tags, own: str) -> Iterator[Check]:
    labels = contract.tracker.labels
    wanted = [*get_verdict_labels(labels).values(), labels.signed_off, labels.outdated]
    name = f"tags of {contract.id}"
    try:
        for label in wanted:
            quote_name(label)
        there = {read_identifier(tag.get("name")): tag for tag in tags.iter_tags()}
    except TrackerError as error:
        yield Check(name, ok=False, sentence=str(error), remedy="Rename it under tracker.labels.")
        return
    unseen = [label for label in _list_peoples_labels(contract) if label not in there]
    if unseen:
        remedy = (
            "Make each and share it with the account: a tag is seen by its owner alone until it is shared."
        )
        sentence = f"The mapping goes by {join_words(unseen)}, of which the account sees no tag."
        yield Check(f"people's tags of {contract.id}", ok=False, sentence=sentence, remedy=remedy)
    missing = [label for label in wanted if label not in there]
    hidden = [label for label in wanted if label in there and not is_shared(there[label])]
    if hidden:
        remedy = (
            "Share each with everybody in the project (view and use), or the client cannot see the verdict."
        )
        yield Check(name, ok=False, sentence=f"Only their owner sees {join_words(hidden)}.", remedy=remedy)
        return
    unusable = [label for label in wanted if label in there and not is_usable(there[label], own)]
    if unusable:
        remedy = "Let the account use them: their owner shares use as well as view."
        sentence = f"The account sees {join_words(unusable)} and may not put them on."
        yield Check(name, ok=False, sentence=sentence, remedy=remedy)
        return
    first_use = f"{join_words(missing)} will be made on first use and shared with the project's team."
    yield Check(name, ok=True, sentence=first_use if missing else "All tags are there and shared.")


def _check_ours(contract: ContractMapping, groups: Groups) -> Iterator[Check]:
    """Check the group that proves somebody to be ours."""
    team = contract.tracker.team
    if team is None:
        return
    name = f"tracker.team of {contract.id}"
    if team.group is None:
        sentence = "YouTrack has no roles that could be asked for, so the role proves nobody to be ours."
        yield Check(name, ok=False, sentence=sentence, remedy="Name a group: team: {group: …}.")
    elif (found := groups.find_by_name(team.group)) is None or found.is_everybody:
        sentence = (
            f'YouTrack has no group "{team.group}" that only some are in, so it proves nobody to be ours.'
        )
        remedy = did_you_mean(team.group, _list_groups(groups), "Name a group that only the agency is in.")
        yield Check(name, ok=False, sentence=sentence, remedy=remedy)
    elif groups.list_logins(found) is None:
        sentence = (
            f"YouTrack does not tell the account who is in {found.name}, so it proves nobody to be ours."
        )
        yield Check(name, ok=False, sentence=sentence, remedy="Name our people in `people`, with side.")
    else:
        yield Check(name, ok=True, sentence=f"Who is in {found.name} is one of ours.")


def _list_peoples_labels(contract: ContractMapping) -> list[str]:
    """Return the labels that people put on and the mapping's links use."""
    items = [item for stage in contract.stages for item in stage.items]
    given = [contract.tracker.only.label, *contract.tracker.ignore.labels]
    given += [item.link.label for item in items if item.link]
    given += [counted.label for item in items for counted in (item.rounds, item.pieces) if counted]
    return sorted({label for label in given if label})


def _check_team(contract: ContractMapping, groups: Groups, own: str) -> Iterator[Check]:
    team = contract.tracker.team_comments
    if team is None:
        return
    name = f"team_comments of {contract.id}"
    remedy = "Name a group that only the agency is in: team_comments: {group: …}."
    try:
        group = groups.find_readers(team)
    except (NotPrivate, TrackerError) as error:
        meant = did_you_mean(team.group or "", _list_groups(groups), "") if team.group else ""
        yield Check(name, ok=False, sentence=str(error), remedy=f"{meant} {remedy}".strip())
        return
    inside = groups.list_logins(group)
    if inside is None:
        sentence = f"{group.name} is there; YouTrack does not tell the account who is in it."
        yield Check(name, ok=True, sentence=sentence, remedy="Make sure that nobody of the client is.")
        return
    client = [who.name for who in contract.people.values() if who.side == "client" and who.account in inside]
    if client:
        yield Check(
            name, ok=False, sentence=f"{join_words(client)} can read what is for the team.", remedy=remedy
        )
        return
    if own and own not in inside:
        sentence = f"The account is not in {group.name}, and may be unable to read what it writes for it."
        yield Check(name, ok=False, sentence=sentence, remedy=f"Put {own} into the group.")
        return
    yield Check(name, ok=True, sentence=f"Comments for the team are shown to {group.name} alone.")


def _list_groups(groups: Groups) -> list[str]:
    try:
        return [each.name for each in groups.list_all() if not each.is_everybody]
    except TrackerError:
        return []


def _check_needless_fields(contract: ContractMapping) -> Iterator[Check]:
    named = [key for key in ("verdict", "labels") if key in contract.tracker.fields]
    if named:
        sentence = f"tracker.fields has {join_words(named)}, which are for trackers without labels."
        yield Check(
            f"fields of {contract.id}",
            ok=False,
            sentence=sentence,
            remedy="Take them out: YouTrack has tags.",
        )
