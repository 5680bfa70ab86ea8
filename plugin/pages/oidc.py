"""Sign in by OpenID Connect, with Authlib (code flow with PKCE, state, nonce).

Only an address that the provider has verified counts. What its owner may see, the mappings say.
"""

from __future__ import annotations

from typing import Any

from authlib.integrations.flask_client import OAuth
from flask import Flask, url_for
from werkzeug.wrappers import Response

from plugin.pages.identity_provider import NotRecognised
from plugin.settings.model import SignInSettings

_TIMEOUT_S = 10


class OpenIdProvider:
    """The provider of the settings; it is asked nothing before somebody signs in."""

    def __init__(self, app: Flask, settings: SignInSettings, public_url: str) -> None:
        """Register with Authlib, which keeps the flow's state in the session cookie."""
        self._public_url = public_url
        self._client: Any = OAuth(app).register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value(),
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": _TIMEOUT_S},
        )

    def redirect_to_provider(self) -> Response:
        """Return the redirect to the provider.

        Raises:
            NotRecognised: the provider does not answer.
        """
        try:
            answer: Response = self._client.authorize_redirect(self._public_url + url_for(".callback"))
        except Exception as error:
            raise NotRecognised(f"the provider does not answer ({type(error).__name__})") from error
        return answer

    def verified_email(self) -> str:
        """Return the address that the provider vouches for, when it sends somebody back.

        Raises:
            NotRecognised: the answer does not fit what was asked, or no verified address is in it.
        """
        try:
            token = self._client.authorize_access_token()
        except Exception as error:
            raise NotRecognised(f"the provider's answer does not fit ({type(error).__name__})") from error
        claims = token.get("userinfo") or {}
        email = str(claims.get("email") or "")
        if not email or claims.get("email_verified") is not True:
            raise NotRecognised("the provider names no verified address")
        return email
