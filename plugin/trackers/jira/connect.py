"""Registering the webhook at Jira, signed.

Cloud takes the secret in the request and answers `isSigned`; Data Center 10 takes it in
`configuration.SECRET` only, and a `secret` elsewhere is silently ignored, unsigned:
docs/trackers/jira.md#registration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.trackers.base import IssueGone, NotPermitted, TrackerRefused
from plugin.trackers.jira.session import JiraSession

EVENTS = (
    "jira:issue_created",
    "jira:issue_updated",
    "jira:issue_deleted",
    "comment_created",
    "comment_updated",
    "comment_deleted",
    "worklog_created",
    "worklog_updated",
    "worklog_deleted",
    "issuelink_created",
    "issuelink_deleted",
)

_CLOUD_PATH = "/rest/webhooks/1.0/webhook"
_DATA_CENTER_PATH = "/rest/jira-webhook/1.0/webhooks"
_NAME = "Ugovor"


def list_webhooks(session: JiraSession) -> list[Mapping[str, Any]]:
    """Return the webhooks of the site; only an administrator's account may list them.

    Raises:
        NotPermitted: the account is no administrator.
        TrackerRefused: this Data Center is too old to sign its webhooks.
    """
    answer = _ask(session, "GET", None)
    return [entry for entry in answer if isinstance(entry, Mapping)] if isinstance(answer, list) else []


def register_webhook(session: JiraSession, url: str, secret: str) -> str:
    """Register the webhook unless its address is registered already.

    Args:
        session: the Jira site.
        url: where the service receives, `https://…/webhooks/<tracker name>`.
        secret: what Jira signs with.

    Returns:
        A sentence that says what was done, and what is left to do.

    Raises:
        TrackerError: it could not be registered.
    """
    there = next((hook for hook in list_webhooks(session) if hook.get("url") == url), None)
    if there is not None:
        return f"The webhook {url} is registered already{_describe_signing(session, there)}."
    answer = _ask(session, "POST", _build_webhook(session, url, secret))
    made = answer if isinstance(answer, Mapping) else {}
    return f"Registered the webhook {url} for {len(EVENTS)} kinds of event{_describe_signing(session, made)}."


def is_signed(session: JiraSession, hook: Mapping[str, Any]) -> bool | None:
    """Say whether Jira signs a webhook; None where this Jira does not tell."""
    signed = hook.get("isSigned")
    if isinstance(signed, bool):
        return signed
    if session.is_cloud:
        return False
    configuration = hook.get("configuration")
    if not isinstance(configuration, Mapping):
        return None
    return bool(configuration.get("SECRET"))


def _describe_signing(session: JiraSession, hook: Mapping[str, Any]) -> str:
    signed = is_signed(session, hook)
    if signed:
        return ", signed"
    if signed is None:
        return "; Jira does not say whether it is signed, so watch the first delivery"
    return ", but Jira says it is not signed: set the secret on its page, or deliveries are refused"


def _build_webhook(session: JiraSession, url: str, secret: str) -> dict[str, Any]:
    hook: dict[str, Any] = {"name": _NAME, "url": url, "events": list(EVENTS)}
    if session.is_cloud:
        return hook | {
            "secret": secret,
            "filters": {"issue-related-events-section": ""},
            "excludeBody": False,
        }
    return hook | {"active": True, "configuration": {"SECRET": secret, "EXCLUDE_BODY": "false"}}


def _ask(session: JiraSession, method: str, body: Mapping[str, Any] | None) -> object:
    try:
        return session.ask(method, _CLOUD_PATH if session.is_cloud else _DATA_CENTER_PATH, body=body)
    except NotPermitted as error:
        raise NotPermitted(
            "Webhooks are kept by Jira's administrators: use an administrator's token for this command, "
            f"or register the webhook by hand ({error})"
        ) from error
    except IssueGone as error:
        raise TrackerRefused(
            "This Jira knows no signed webhooks (Data Center signs from version 10 on); "
            "upgrade it, or put a proxy before the service that signs"
        ) from error
