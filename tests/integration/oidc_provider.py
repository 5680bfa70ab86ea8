"""An OpenID Connect provider over HTTP: discovery, keys, authorization, token."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as AnyResponse

CLIENT, SECRET = "ugovor", "the client's own secret"


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- named by the library
        """Say nothing."""


@dataclass
class Provider:
    """What the provider says about the person who comes.

    Attributes:
        url: its address.
        claims: put into the id token beside what the protocol asks for.
        audience: whom the token is for.
        broken: whether the token endpoint fails.
    """

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    audience: str = CLIENT
    broken: bool = False
    nonces: dict[str, str] = field(default_factory=dict)


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    """Serve a provider on a free port until the block ends."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, _app(provider), handler_class=_Quiet)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _app(provider: Provider) -> Flask:
    app = Flask("provider")
    key = RSAKey.generate_key(2048, {"kid": "one"})

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(
            issuer=provider.url,
            authorization_endpoint=f"{provider.url}/authorize",
            token_endpoint=f"{provider.url}/token",
            jwks_uri=f"{provider.url}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> AnyResponse:
        assert request.args["code_challenge_method"] == "S256"
        provider.nonces["code"] = request.args["nonce"]
        sent = urlencode({"code": "code", "state": request.args["state"]})
        return redirect(f"{request.args['redirect_uri']}?{sent}")

    @app.post("/token")
    def token() -> Response | tuple[Response, int]:
        if provider.broken or not request.form.get("code_verifier"):
            return jsonify(error="server_error"), 500
        now = int(time.time())
        claims = {"iss": provider.url, "sub": "1", "aud": provider.audience, "iat": now, "exp": now + 300}
        claims |= {"nonce": provider.nonces["code"], **provider.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return jsonify(access_token="opaque", token_type="Bearer", id_token=signed)

    return app
