"""What vouches for an address when somebody signs in from elsewhere."""

from __future__ import annotations

from typing import Protocol

from werkzeug.wrappers import Response


class NotRecognised(Exception):
    """The provider did not vouch for an address; the reason is for the log, the page says it kindly."""


class IdentityProvider(Protocol):
    """Where people are sent to be recognised."""

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
