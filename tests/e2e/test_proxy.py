"""The reverse proxy of `deploy/nginx.conf` as it stands, with TLS."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import trustme
from ports import free_port
from story import until
from test_serve import Serving, folder, serving
from time_limits import scaled

__all__ = ["folder", "serving"]

CONFIG = Path(__file__).parents[2] / "deploy" / "nginx.conf"
BODY = b'{"webhookEvent":"jira:issue_updated","issue":{"id":"1","key":"ACME-9","fields":{}}}'
AROUND = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/ugovor.conf;
}}
"""


@dataclass
class Proxy:
    """A running nginx before a running service."""

    url: str
    trusted: str
    access: Path
    behind: Serving

    def get(self, path: str) -> int:
        """Return the status of a page."""
        return requests.get(self.url + path, verify=self.trusted, timeout=scaled(10)).status_code

    def deliver(self, body: bytes, secret: bytes = b"s", **headers: str) -> int:
        """Send a signed webhook and return the status."""
        signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {
            "X-Hub-Signature": f"sha256={signature}",
            "X-Atlassian-Webhook-Identifier": "one",
            **headers,
        }
        url = f"{self.url}/webhooks/main"
        return requests.post(url, body, headers=headers, verify=self.trusted, timeout=scaled(10)).status_code


@pytest.fixture
def proxy(serving: Serving, tmp_path: Path) -> Iterator[Proxy]:
    """The configuration that operators copy, with this test's certificate."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx here: the proxy's configuration was not run (apt-get install nginx-light)")
    authority, port = trustme.CA(), free_port()
    here = tmp_path / "nginx"
    here.mkdir()
    authority.cert_pem.write_to_path(here / "authority.pem")
    certificate = authority.issue_cert("localhost")
    certificate.cert_chain_pems[0].write_to_path(here / "fullchain.pem")
    certificate.private_key_pem.write_to_path(here / "privkey.pem")
    text = CONFIG.read_text(encoding="utf-8")
    for given, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("    listen [::]:443 ssl;\n", ""),
        ("/etc/letsencrypt/live/ugovor.example.com", str(here)),
        ("ugovor.example.com", "localhost"),
        ("http://127.0.0.1:8080", serving.url),
    ):
        assert given in text
        text = text.replace(given, ours)
    (here / "ugovor.conf").write_text(text, encoding="utf-8")
    # Its processes have to reach this test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (here / "nginx.conf").write_text(AROUND.format(folder=here, user=user), encoding="utf-8")
    with _running([nginx, "-p", str(here), "-e", str(here / "error.log"), "-c", str(here / "nginx.conf")]):
        proxy = Proxy(f"https://localhost:{port}", str(here / "authority.pem"), here / "access.log", serving)
        until(lambda: _answers(proxy), "the proxy")
        yield proxy


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    with subprocess.Popen(command) as process:  # noqa: S603 -- the installed nginx with our configuration
        try:
            yield
        finally:
            process.terminate()


def _answers(proxy: Proxy) -> bool:
    try:
        return proxy.get("/healthz") == 200
    except (requests.ConnectionError, requests.Timeout):
        return False


def test_a_signed_delivery_comes_through_unchanged(proxy: Proxy) -> None:
    """The signature covers the raw bytes, so nothing on the way may touch them."""
    assert proxy.deliver(BODY) == 204
    assert proxy.deliver(BODY + b"\n" + "й".encode() * 700_000) == 204
    assert proxy.deliver(BODY, secret=b"another") == 401


def test_too_large_is_the_services_own_answer(proxy: Proxy) -> None:
    """The proxy passes on a little more than the service takes."""
    assert proxy.deliver(b"x" * (5 * 1024 * 1024 + 1)) == 413
    assert proxy.behind.said("over 5 MB") == 1


def test_personal_links_stand_in_no_log_of_the_proxy(proxy: Proxy) -> None:
    """Who reads the log cannot sign in somebody's name."""
    for page in ("sign", "choose", "auth/link", "contracts", "calendar"):
        proxy.get(f"/{page}/personal-and-secret")
    proxy.get("/healthz?seen")
    until(lambda: "/healthz?seen" in proxy.access.read_text(encoding="utf-8"), "the log")
    assert "personal-and-secret" not in proxy.access.read_text(encoding="utf-8")


def test_who_guesses_fast_is_slowed_down(proxy: Proxy) -> None:
    """Pages, not webhooks: a storm of deliveries is taken at once."""
    with ThreadPoolExecutor(16) as guessers:
        answers = list(guessers.map(proxy.get, ["/sign/guess"] * 160))
    assert set(answers) == {404, 429}
    assert proxy.deliver(BODY) == 204


def test_what_is_for_monitoring_is_shut(proxy: Proxy) -> None:
    """From this machine it is open; the configuration refuses everybody else."""
    assert (proxy.get("/metrics"), proxy.get("/readyz")) == (200, 200)
    assert CONFIG.read_text(encoding="utf-8").count("deny all;") == 1
