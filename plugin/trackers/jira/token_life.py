"""When the token runs out, as far as Jira tells.

Data Center lists an account's personal access tokens with their end, not which of them is used; Cloud tells
nothing of API tokens, so there `token_expires` in the settings says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from plugin.trackers.base import Check, TrackerError
from plugin.trackers.http.json_values import read_moment
from plugin.trackers.jira.session import JiraSession

SOON = timedelta(days=30)
_PATH = "/rest/pat/latest/tokens"


def check_token_life(session: JiraSession, now: datetime) -> Iterator[Check]:
    """Say when a token of the account runs out within thirty days."""
    if session.is_cloud:
        return
    try:
        answer = session.ask("GET", _PATH)
    except TrackerError:
        # Before 8.14, or behind an add-on: the token itself was accepted.
        return
    for token in answer if isinstance(answer, list) else []:
        ends = read_moment(token.get("expiringAt")) if isinstance(token, Mapping) else None
        if ends is not None and now < ends < now + SOON:
            days = (ends - now).days
            sentence = (
                f'The account\'s token "{token.get("name")}" runs out on {ends:%Y-%m-%d}, in {days} days.'
            )
            remedy = (
                "If the service works with it, make a new one in the account's profile and write it as token."
            )
            yield Check("token life", ok=True, sentence=sentence, remedy=remedy)
