"""The lines of `ugovor doctor` for a Jira site.

Address, token and webhooks are asked for the way the service itself asks, so that what stops the service
shows; what administrators set up is asked for through the `jira` library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean
from plugin.trackers.base import Check, NotPermitted, TrackerError
from plugin.trackers.jira.connect import is_signed, list_webhooks
from plugin.trackers.jira.directory import JiraDirectory
from plugin.trackers.jira.fields import read_account
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.jira.site_setup import SiteSetup
from plugin.trackers.jira.token_life import check_token_life
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.name_checks import check_issues, check_names, check_people, describe_failure

PERMISSIONS = {
    "BROWSE_PROJECTS": "Browse Projects",
    "EDIT_ISSUES": "Edit Issues",
    "ADD_COMMENTS": "Add Comments",
    "EDIT_OWN_COMMENTS": "Edit Own Comments",
    "DELETE_OWN_COMMENTS": "Delete Own Comments",
    "TRANSITION_ISSUES": "Transition Issues",
    "SCHEDULE_ISSUES": "Schedule Issues",
}
"""What the account needs in each project, by the names that administrators see."""

WATCHERS = ("MANAGE_WATCHERS", "Manage Watchers")
"""The right by which those who must act become watchers; without it they are mentioned."""

_KINDS = tuple(NameKind)


def run_checks(
    session: JiraSession,
    setup: SiteSetup,
    name: str,
    configured: str | None,
    contracts: tuple[ContractMapping, ...],
) -> Iterator[Check]:
    """Check address, token, account, projects, permissions, fields.

    Names and webhooks.

    Args:
        session: the Jira site.
        setup: how the site is set up.
        name: the tracker's name in the settings, which ends the webhook's address.
        configured: `read_account` of the settings, or None.
        contracts: the mappings that name this tracker.

    Returns:
        The lines; what cannot work without an earlier line is left out after it failed.
    """
    address = _check_address(session)
    yield address
    if not address.ok:
        return
    token = _check_token(session, configured)
    yield from token
    if not token[0].ok:
        return
    yield from check_token_life(session, setup.now())
    for project in dict.fromkeys(key for each in contracts for key in each.tracker.projects):
        yield from _check_project(session, setup, project)
    directory = JiraDirectory(session)
    for contract in contracts:
        yield from check_names(directory, contract, _KINDS)
        yield from check_issues(directory, contract)
        yield from check_people(directory, contract)
    yield _check_webhooks(session, name)


def _check_address(session: JiraSession) -> Check:
    try:
        answer = session.ask("GET", "serverInfo")
    except NotPermitted:
        return Check("address", ok=True, sentence="Jira answers.")
    except TrackerError as error:
        remedy = "Check url in the settings, and whether the site can be reached from here."
        return Check("address", ok=False, sentence=describe_failure(error, "Jira"), remedy=remedy)
    info = answer if isinstance(answer, Mapping) else {}
    kind, version = info.get("deploymentType", "Server"), info.get("version", "unknown version")
    if (kind == "Cloud") != session.is_cloud:
        remedy = f'Set kind = "{"jira_cloud" if kind == "Cloud" else "jira_dc"}" in the settings.'
        return Check("address", ok=False, sentence=f"Jira says that it is {kind}.", remedy=remedy)
    sentence = f"Jira answers ({kind}, {version})."
    site, shown = str(info.get("baseUrl") or "").rstrip("/"), session.find_page_url()
    if site and urlsplit(site).hostname != urlsplit(shown).hostname:
        sentence += f" People see it at {site}, but links on our pages lead to {shown}."
        remedy = f'Set site_url = "{site}" for this tracker in the settings.'
        return Check("address", ok=True, sentence=sentence, remedy=remedy)
    return Check("address", ok=True, sentence=sentence)


def _check_token(session: JiraSession, configured: str | None) -> tuple[Check, ...]:
    try:
        me = read_account(session.ask("GET", "myself"))
    except NotPermitted as error:
        sentence = (
            f"Jira does not accept the token: it ran out, was withdrawn, or is another user's ({error})."
        )
        remedy = (
            "Make a new token for the service's account; write it as token, and its e-mail as user (Cloud)."
        )
        return (Check("token", ok=False, sentence=sentence, remedy=remedy),)
    except TrackerError as error:
        sentence = describe_failure(error, "Jira")
        return (Check("token", ok=False, sentence=sentence, remedy="Run the check again."),)
    own = me.id if me else ""
    works = Check(
        "token", ok=bool(own), sentence=f"The token belongs to {me.name if me else 'nobody'} ({own})."
    )
    if not configured:
        remedy = f'Set account = "{own}" in the settings, so that the service knows its own events.'
        return works, Check("account", ok=False, sentence="No account is set.", remedy=remedy)
    if configured != own:
        remedy = f'Set account = "{own}", or use that account\'s token.'
        return works, Check("account", ok=False, sentence=f"account is {configured}.", remedy=remedy)
    return works, Check("account", ok=True, sentence="The account of the settings is the token's.")


def _check_project(session: JiraSession, setup: SiteSetup, project: str) -> Iterator[Check]:
    name = f"project {project}"
    try:
        setup.find_project(project)
        held = setup.list_permissions(project, (*PERMISSIONS, WATCHERS[0]))
    except TrackerError as error:
        yield Check(
            name,
            ok=False,
            sentence=f"The account does not see the project {project} ({error}).",
            remedy=_suggest_project(setup, project),
        )
        return
    yield Check(name, ok=True, sentence="The account sees the project.")
    yield _check_permissions(project, held)
    yield from _check_watchers(project, held)
    yield _check_fields(session, setup, project)


def _check_permissions(project: str, held: frozenset[str]) -> Check:
    missing = [words for key, words in PERMISSIONS.items() if key not in held]
    name = f"permissions in {project}"
    if missing:
        remedy = "Grant them to the account in the project's permission scheme."
        return Check(name, ok=False, sentence=f"Missing: {', '.join(missing)}.", remedy=remedy)
    return Check(name, ok=True, sentence="The account may do all that the service does.")


def _suggest_project(setup: SiteSetup, project: str) -> str:
    otherwise = "Check the key in the mapping, and give the account access to the project."
    try:
        return did_you_mean(project, setup.list_projects(), otherwise)
    except TrackerError:
        return otherwise


def _check_watchers(project: str, held: frozenset[str]) -> Iterator[Check]:
    key, words = WATCHERS
    if key not in held:
        sentence = "The account may not add watchers, so those who must act are mentioned, and watch nothing."
        remedy = f"Grant {words} to the account in the project's permission scheme, if they should."
        yield Check(f"watchers in {project}", ok=True, sentence=sentence, remedy=remedy)


def _check_fields(session: JiraSession, setup: SiteSetup, project: str) -> Check:
    # An edit with one field that is not on the screen is refused as a whole.
    name = f"fields in {project}"
    try:
        issue = _find_any_issue(session, project)
        if not issue:
            return Check(
                name, ok=True, sentence="The project has no issue yet, so fields were not looked at."
            )
        editable = setup.list_editable_fields(issue)
    except TrackerError as error:
        sentence = describe_failure(error, "Jira")
        return Check(name, ok=False, sentence=sentence, remedy="Run the check again.")
    if "labels" not in editable:
        remedy = "Put the field Labels on the project's edit screen."
        return Check(name, ok=False, sentence="Labels cannot be edited.", remedy=remedy)
    return Check(name, ok=True, sentence="Labels can be edited.")


def _find_any_issue(session: JiraSession, project: str) -> str:
    path = "search/jql" if session.is_cloud else "search"
    escaped = project.replace("\\", "\\\\").replace('"', '\\"')
    query = f'project = "{escaped}" ORDER BY updated DESC'
    answer = session.ask("GET", path, params={"jql": query, "maxResults": 1, "fields": "labels"})
    issues = answer.get("issues") if isinstance(answer, Mapping) else None
    first = issues[0] if isinstance(issues, list) and issues else None
    return str(first.get("id") or "") if isinstance(first, Mapping) else ""


def _check_webhooks(session: JiraSession, name: str) -> Check:
    try:
        hooks = list_webhooks(session)
    except NotPermitted:
        sentence = "Webhooks could not be checked: only an administrator's account may list them."
        return Check("webhooks", ok=True, sentence=sentence, remedy="Look at Jira's webhook page.")
    except TrackerError as error:
        sentence = describe_failure(error, "Jira")
        return Check("webhooks", ok=False, sentence=sentence, remedy="Look at Jira's webhook page.")
    ours = [hook for hook in hooks if str(hook.get("url", "")).endswith(f"/webhooks/{name}")]
    if not ours:
        return Check("webhooks", ok=False, sentence="None leads here.", remedy=f"Run ugovor connect {name}.")
    if is_signed(session, ours[0]) is False:
        remedy = "Set the secret on the webhook's page in Jira."
        return Check("webhooks", ok=False, sentence="The webhook is not signed.", remedy=remedy)
    return Check("webhooks", ok=True, sentence=f"The webhook leads to {ours[0].get('url')}.")
