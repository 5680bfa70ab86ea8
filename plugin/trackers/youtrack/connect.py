"""What `ugovor connect` says for YouTrack; its webhooks are settings of an app."""

from __future__ import annotations


def describe_steps(name: str, url: str) -> str:
    """Return what to set where.

    Args:
        name: the tracker's name in the settings.
        url: where the service receives.
    """
    return "\n".join(
        [
            "Nothing was changed: YouTrack keeps webhooks in an app's settings, which an administrator sets.",
            "1. Ugovor's own app, which signs (make youtrack-app builds it): Administration, Apps, Add app.",
            f"   Address: {url}",
            f"   Signing secret: the first of webhook_secrets of [trackers.{name}].",
            "   Then attach it to the projects.",
            "2. Or JetBrains' Webhook Triggers: in each project set All events to the same address, and the",
            "   webhook token to the same secret (32 characters or more). It tells less, see its README.",
        ]
    )
