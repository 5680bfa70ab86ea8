"""The interface of an identity provider, which vouches for an address."""

from __future__ import annotations

from typing import Protocol

from werkzeug.wrappers import Response


class NotRecognised(Exception):
    """The provider did not vouch for an address; the log says why."""


class IdentityProvider(Protocol):
    """A service that recognises people, such as OpenID Connect."""

    def redirect_to_provider(self) -> Response:
        """Return the redirect to the provider.

        Raises:
            NotRecognised: the provider does not answer.
        """

    def verified_email(self) -> str:
        """Return the address that the provider vouches for, when it sends somebody back.

        Raises:
            NotRecognised: the answer does not fit what was asked, or no verified address is in it.
        """
