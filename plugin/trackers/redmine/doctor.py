"""The lines of `ugovor doctor` for a Redmine; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import Check, IssueGone, NotPermitted, TrackerError
from plugin.trackers.mentioned_names import NameKind, list_issue_mentions
from plugin.trackers.name_checks import check_issues, check_names, describe_failure
from plugin.trackers.name_checks import check_people as check_accounts
from plugin.trackers.redmine.connect import sends_webhooks
from plugin.trackers.redmine.directory import RedmineDirectory
from plugin.trackers.redmine.doctor_fields import check_fields
from plugin.trackers.redmine.doctor_people import check_people
from plugin.trackers.redmine.doctor_stages import check_stages
from plugin.trackers.redmine.fields import read_account
from plugin.trackers.redmine.names import Names
from plugin.trackers.redmine.notes import READ_PRIVATE, WRITE_PRIVATE, Rights
from plugin.trackers.redmine.session import RedmineSession

NEEDED_RIGHTS = {
    "view_issues": "View issues",
    "edit_issues": "Edit issues",
    "add_issue_notes": "Add notes",
    "edit_own_issue_notes": "Edit own notes",
}
"""What the account needs in each project, by the names under Administration > Roles."""

TEAM_COMMENT_RIGHTS = {WRITE_PRIVATE: "Set notes as private", READ_PRIVATE: "View private notes"}
"""What it needs besides for comments that the team alone may read."""

_KINDS = tuple(kind for kind in NameKind if kind is not NameKind.FIELD)
_WATCH_RIGHT = "add_issue_watchers"

_GRANT_REMEDY = "Grant them to the account's role (Administration > Roles and permissions)."


def run_checks(
    session: RedmineSession,
    names: Names,
    rights: Rights,
    settings: TrackerSettings,
    name: str,
    contracts: tuple[ContractMapping, ...],
) -> Iterator[Check]:
    """Check address, key, account and webhooks, then each contract.

    Of a contract: its projects, fields, statuses and stages.

    Returns:
        The lines; what cannot work without an earlier line is left out after it failed.
    """
    first = tuple(_check_address(session, settings.account))
    yield from first
    if not all(line.ok for line in first if line.name != "account"):
        return
    yield _check_webhooks(session, name, has_secrets=bool(settings.webhook_secrets))
    yield Check(
        "text formatting",
        ok=True,
        sentence="Comments are CommonMark; REST does not tell whether Redmine reads them so "
        "(Administration > Settings > General > Text formatting).",
    )
    for contract in contracts:
        yield from _check_contract(session, names, rights, contract)


def _check_contract(
    session: RedmineSession, names: Names, rights: Rights, contract: ContractMapping
) -> Iterator[Check]:
    directory = RedmineDirectory(session, names, contract.tracker.projects)
    yield from check_names(directory, contract, _KINDS)
    yield from _check_parents(directory, contract)
    yield from check_accounts(directory, contract)
    # A probe by an account that may not edit would be no refusal, and would count as a change.
    may_edit = True
    for called in contract.tracker.projects:
        try:
            project = names.resolve_project_id(called)
            yield Check(f"project {called}", ok=True, sentence="The account sees the project.")
            yield _check_rights(rights, project, called, team=contract.tracker.team_comments is not None)
            yield from _check_watchers(rights, project, called)
            yield from check_people(session, rights, contract, project, called)
            if rights.may("edit_issues", project):
                yield from check_fields(session, contract, project, called)
            else:
                may_edit = False
        except TrackerError as error:
            remedy = "Check the identifier in the mapping, and make the account a member of the project."
            sentence = describe_failure(error, session.product)
            yield Check(
                f"project {called}", ok=False, sentence=sentence, remedy=_suggest(names, called, remedy)
            )
    if may_edit:
        yield from check_stages(session, contract, directory)


def _suggest(names: Names, called: str, otherwise: str) -> str:
    try:
        return did_you_mean(called, names.list_projects(), otherwise)
    except TrackerError:
        return otherwise


def _check_parents(directory: RedmineDirectory, contract: ContractMapping) -> Iterator[Check]:
    """Check the issues that a mapping names beside its stages.

    Which have more to be looked at.
    """
    stages = {stage.issue for stage in contract.stages}
    named = tuple(each for each in list_issue_mentions(contract) if each.issue not in stages)
    yield from check_issues(directory, contract, named)


def _check_address(session: RedmineSession, configured: str | None) -> Iterator[Check]:
    try:
        answer = session.ask("GET", "users/current")
    except NotPermitted as error:
        yield Check("address", ok=True, sentence="Redmine answers.")
        # While REST is off every key is answered with 403 (measured on 5.0.4).
        remedy = (
            "Copy the key from the account's page (My account > API access key), and see that the REST web "
            "service is enabled (Administration > Settings > API)."
        )
        sentence = f"Redmine does not accept the key: it was replaced, or REST is switched off ({error})."
        yield Check("token", ok=False, sentence=sentence, remedy=remedy)
        return
    except IssueGone:
        sentence = "There is no Redmine at this address."
        yield Check("address", ok=False, sentence=sentence, remedy="Check url in the settings.")
        return
    except TrackerError as error:
        remedy = "Check url in the settings, and whether the site can be reached from here."
        yield Check("address", ok=False, sentence=describe_failure(error, "Redmine"), remedy=remedy)
        return
    yield Check("address", ok=True, sentence="Redmine answers, and the REST API is enabled.")
    me = read_account(answer.get("user") if isinstance(answer, Mapping) else None)
    own = me.id if me else ""
    yield Check("token", ok=bool(own), sentence=f"The key belongs to {me.name if me else 'nobody'} ({own}).")
    yield _check_account(configured, own)


def _check_account(configured: str | None, own: str) -> Check:
    if not configured:
        remedy = f'Set account = "{own}" in the settings, so that the service knows its own events.'
        return Check("account", ok=False, sentence="No account is set.", remedy=remedy)
    if configured != own:
        remedy = f'Set account = "{own}", or use that account\'s key.'
        return Check("account", ok=False, sentence=f"account is {configured}.", remedy=remedy)
    return Check("account", ok=True, sentence="The account of the settings is the key's.")


def _check_webhooks(session: RedmineSession, name: str, *, has_secrets: bool) -> Check:
    sends = sends_webhooks(session)
    if sends is False and has_secrets:
        sentence = "This Redmine has no webhooks of its own (7.0 has)."
        remedy = f"Unless an add-on sends them, set webhook_secrets = [] in [trackers.{name}]."
        return Check("webhooks", ok=True, sentence=sentence, remedy=remedy)
    if sends is not False and not has_secrets:
        sentence = "This Redmine can send webhooks, and is asked for changes only."
        remedy = f"Give webhook_secrets, then `ugovor connect {name}`, to hear of changes at once."
        return Check("webhooks", ok=True, sentence=sentence, remedy=remedy)
    if not has_secrets:
        return Check("webhooks", ok=True, sentence="None are expected: this Redmine is asked for changes.")
    sentence = f"Whether one leads here is not told over REST; `ugovor connect {name}` says what to set."
    return Check("webhooks", ok=True, sentence=sentence)


def _check_rights(rights: Rights, project: str, called: str, *, team: bool) -> Check:
    held = rights.get_rights(project)
    needed = NEEDED_RIGHTS | (TEAM_COMMENT_RIGHTS if team else {})
    missing = [words for right, words in needed.items() if held is not None and right not in held]
    name = f"permissions in {called}"
    if missing:
        return Check(name, ok=False, sentence=f"Missing: {', '.join(missing)}.", remedy=_GRANT_REMEDY)
    if held is None:
        sentence = "The account is an administrator's."
        remedy = "Use an account of its own with a role that may just what is needed."
        return Check(name, ok=True, sentence=sentence, remedy=remedy)
    if "view_time_entries" not in held:
        sentence = "The account may do all that it does, but sees no logged hours."
        return Check(name, ok=True, sentence=sentence, remedy="Grant View spent time, if hours are counted.")
    return Check(name, ok=True, sentence="The account may do all that the service does.")


def _check_watchers(rights: Rights, project: str, called: str) -> Iterator[Check]:
    held = rights.get_rights(project)
    if held is not None and _WATCH_RIGHT not in held:
        sentence = "The account may not add watchers, so those who must act are mentioned, and watch nothing."
        remedy = "Grant Add watchers to the account's role, if they should."
        yield Check(f"watchers in {called}", ok=True, sentence=sentence, remedy=remedy)
