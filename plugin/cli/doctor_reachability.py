"""What `ugovor doctor` looks at of the ways to people.

The public address, mail, the identity provider.
"""

from __future__ import annotations

from collections.abc import Iterator

import requests

from plugin.cli.doctor_lines import DoctorLine
from plugin.mail.smtp import Mailer
from plugin.settings.model import MailSettings, Settings, SignInSettings
from plugin.trackers.base import TrackerError

_TIMEOUT_S = 5.0
_PROXY_HINT = " If a reverse proxy stands before it, service.proxies = 1 lets the log name who sends."


def check_reachability(settings: Settings) -> Iterator[DoctorLine]:
    """Look whether people can be reached and can reach the pages.

    No mail is sent and nobody is signed in.
    """
    yield _check_public_url(settings)
    if settings.mail is None:
        sentence = "[mail] is not set: people without an account get their links by `ugovor link` alone."
        yield DoctorLine("ok", "mail", sentence)
    else:
        yield _check_mail(settings.mail)
    if settings.sign_in is not None:
        yield _sign_in(settings.sign_in, f"{settings.service.public_url}/auth/callback")


def _check_public_url(settings: Settings) -> DoctorLine:
    url = settings.service.public_url
    if url.startswith("https://"):
        behind = "" if settings.service.proxies else _PROXY_HINT
        return DoctorLine("ok", "public_url", f"{url} is given to trackers and people.{behind}")
    remedy = "Put a reverse proxy with TLS before the service (deploy/nginx.conf) and name its https address."
    sentence = f"{url} is not https: links and cookies could be read on their way."
    return DoctorLine("warn", "public_url", sentence, remedy)


def _check_mail(settings: MailSettings) -> DoctorLine:
    try:
        Mailer(settings, _TIMEOUT_S).look()
    except TrackerError as error:
        return DoctorLine("no", "mail", f"{error}.", "Check [mail] in the settings.")
    return DoctorLine("ok", "mail", f"{settings.host}:{settings.port} answers and takes our user.")


def _sign_in(settings: SignInSettings, callback: str) -> DoctorLine:
    address = f"{settings.issuer}/.well-known/openid-configuration"
    remedy = f"Check [sign_in] issuer; the provider must know {callback}."
    try:
        answer = requests.get(address, timeout=_TIMEOUT_S, allow_redirects=False)
        said = answer.json() if answer.ok else {}
    except (requests.RequestException, ValueError) as error:
        return DoctorLine("no", "sign_in", f"{address} does not answer ({type(error).__name__}).", remedy)
    issuer = said.get("issuer") if isinstance(said, dict) else None
    if issuer is None or str(issuer).rstrip("/") != settings.issuer:
        return DoctorLine("no", "sign_in", f"{address} does not describe {settings.issuer}.", remedy)
    return DoctorLine("ok", "sign_in", f"{settings.issuer} answers; it must know {callback}.")
