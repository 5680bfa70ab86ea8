"""The lines of `ugovor doctor` for a Jira site.

Address, token and webhooks are asked for the way the service itself asks, so that what stops the service
shows; what administrators set up is asked for through the `jira` library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from plugin.trackers.base import Check, NotPermitted, TrackerError
from plugin.trackers.jira.connect import is_signed, list_webhooks
from plugin.trackers.jira.fields import read_account
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.jira.site_setup import SiteSetup

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


def run_checks(
    session: JiraSession, setup: SiteSetup, name: str, configured: str | None, projects: tuple[str, ...]
) -> Iterator[Check]:
    """Check address, token, account, projects, permissions, fields and webhooks.

    Args:
        session: the Jira site.
        setup: how the site is set up.
        name: the tracker's name in the settings, which ends the webhook's address.
        configured: `read_account` of the settings, or None.
        projects: keys of the projects that the mappings name.

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
    for project in projects:
        yield from _check_project(session, setup, project)
    yield _check_webhooks(session, name)


def _check_address(session: JiraSession) -> Check:
    try:
        answer = session.ask("GET", "serverInfo")
    except NotPermitted:
        return Check("address", ok=True, sentence="Jira answers.")
    except TrackerError as error:
        return Check("address", ok=False, sentence=str(error), remedy="Check url in the settings.")
    info = answer if isinstance(answer, Mapping) else {}
    kind, version = info.get("deploymentType", "Server"), info.get("version", "unknown version")
    if (kind == "Cloud") != session.is_cloud:
        remedy = f'Set kind = "{"jira_cloud" if kind == "Cloud" else "jira_dc"}" in the settings.'
        return Check("address", ok=False, sentence=f"Jira says that it is {kind}.", remedy=remedy)
    sentence = f"Jira answers ({kind}, {version})."
    site, shown = str(info.get("baseUrl") or "").rstrip("/"), session.page_url
    if site and urlsplit(site).hostname != urlsplit(shown).hostname:
        sentence += f" People see it at {site}, but links on our pages lead to {shown}."
        remedy = f'Set site_url = "{site}" for this tracker in the settings.'
        return Check("address", ok=True, sentence=sentence, remedy=remedy)
    return Check("address", ok=True, sentence=sentence)


def _check_token(session: JiraSession, configured: str | None) -> tuple[Check, ...]:
    try:
        me = read_account(session.ask("GET", "myself"))
    except TrackerError as error:
        return (Check("token", ok=False, sentence=str(error), remedy="Renew the token; check user."),)
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
        held = setup.list_permissions(project, tuple(PERMISSIONS))
    except TrackerError as error:
        remedy = "Check the key in the mapping, and give the account access to the project."
        yield Check(name, ok=False, sentence=str(error), remedy=remedy)
        return
    yield Check(name, ok=True, sentence="The account sees the project.")
    yield _check_permissions(project, held)
    yield _check_fields(session, setup, project)


def _check_permissions(project: str, held: frozenset[str]) -> Check:
    missing = [words for key, words in PERMISSIONS.items() if key not in held]
    name = f"permissions in {project}"
    if missing:
        remedy = "Grant them to the account in the project's permission scheme."
        return Check(name, ok=False, sentence=f"Missing: {', '.join(missing)}.", remedy=remedy)
    return Check(name, ok=True, sentence="The account may do all that the service does.")


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
        return Check(name, ok=False, sentence=str(error), remedy="Run the check again.")
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
        return Check("webhooks", ok=False, sentence=str(error), remedy="Look at Jira's webhook page.")
    ours = [hook for hook in hooks if str(hook.get("url", "")).endswith(f"/webhooks/{name}")]
    if not ours:
        return Check("webhooks", ok=False, sentence="None leads here.", remedy=f"Run ugovor connect {name}.")
    if is_signed(session, ours[0]) is False:
        remedy = "Set the secret on the webhook's page in Jira."
        return Check("webhooks", ok=False, sentence="The webhook is not signed.", remedy=remedy)
    return Check("webhooks", ok=True, sentence=f"The webhook leads to {ours[0].get('url')}.")
