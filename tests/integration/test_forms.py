"""Every form and every page of the service, as the URL map lists them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from page_player import PageReader, held, hidden, link, operator, reader, signed_in
from scene import Scene, opened
from scenes import Scenes
from werkzeug.test import TestResponse

from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.signed_links import SignedLink
from plugin.core.model.slots import Slot, SlotKind
from plugin.store import notices
from plugin.store.inbox import Arrival

FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "/auth/sign-in": ("nobody", {"email": "director@acme.example"}),
    "/auth/link/<token>": ("nobody", {}),
    "/auth/leave": ("director", {}),
    "/sign/<token>": ("director", {"said": "accept"}),
    "/choose/<token>": ("director", {"said": "choose", "number": "1"}),
    "/answer/<token>": ("director", {"said": "answer", "text": "Тексты в папке"}),
    "/contracts/<contract>": ("contact", {}),
    "/contracts/<contract>/waits": ("manager", {"switch": "off"}),
    "/contracts/<contract>/brief": ("contact", {}),
    "/mine": ("contact", {}),
    "/operator": ("operator", {"tracker": "main", "subject": "10001"}),
}
"""Who sends each form, and what: a form that is not here fails the test that walks the map."""

NO_FORMS = ("/webhooks/<tracker>", "/webhooks/<tracker>/")
"""Posted to by programs that sign what they send; no browser's cookie counts there."""

STAGE = "/contracts/ACME-SITE/stages/design"

PAGES = {
    "/": "/",
    "/contracts/<contract>": "/contracts/ACME-SITE",
    "/contracts/<contract>/register": "/contracts/ACME-SITE/register",
    "/contracts/<contract>/register.<form>": "/contracts/ACME-SITE/register.csv",
    "/contracts/<contract>/timeline": "/contracts/ACME-SITE/timeline",
    "/contracts/<contract>/timeline.<form>": "/contracts/ACME-SITE/timeline.csv",
    "/contracts/<contract>/waits": "/contracts/ACME-SITE/waits",
    "/contracts/<contract>/waits.<form>": "/contracts/ACME-SITE/waits.csv",
    "/contracts/<contract>/brief": "/contracts/ACME-SITE/brief",
    "/mine": "/mine",
    "/mine/answer": "/mine/answer",
    "/answer/<token>": "",
    "/brief/<token>": "/brief/abc",
    "/calendar/<token>.ics": "/calendar/abc.ics",
    "/contracts/<contract>/mine": "/contracts/ACME-SITE/mine",
    "/contracts/<contract>/stages/<stage>": "/contracts/ACME-SITE/stages/design",
    "/contracts/<contract>/stages/<stage>/mine": "/contracts/ACME-SITE/stages/design/mine",
    "/sign/<token>": "",
    "/sign/<token>/certificate": "",
    "/sign/<token>/certificate.pdf": "",
    "/contracts/<contract>/stages/<stage>/certificate": f"{STAGE}/certificate",
    "/contracts/<contract>/stages/<stage>/certificate.pdf": f"{STAGE}/certificate.pdf",
    "/choose/<token>": "",
    "/auth/sign-in": "/auth/sign-in",
    "/auth/provider": "/auth/provider",
    "/auth/callback": "/auth/callback",
    "/auth/link/<token>": "",
    "/auth/leave": "/auth/leave",
    "/operator": "/operator",
}
"""An address of each page; those with a token are made by `address_of`."""

NO_PAGES = ("/healthz", "/readyz", "/metrics")


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of OpenID Connect."""
    with oidc_provider() as served:
        yield served


@pytest.fixture(name="scene")
def scene_with_an_offer(scenes: Scenes, provider: Provider) -> Scene:
    """A contract with something to sign and to choose, and every way in."""
    section = {"issuer": provider.url, "client_id": CLIENT, "client_secret": SECRET}
    mail = {"host": "localhost", "port": 1, "sender": "ugovor@example.com"}
    return scenes.after(opened_and_offered, contract="director_by_mail.yaml", sign_in=section, mail=mail)


def opened_and_offered(scene: Scene) -> None:
    """Write the kick-off (ACME-4), ask for an extra, and make a write fail."""
    opened(scene)
    kick_off = scene.create("manager", "Старт проекта")
    scene.settle()
    assert kick_off.key == "ACME-4"
    scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    # Something has to be waited for, and reminded of, so that there is something to answer and to switch off.
    asked = scene.create("manager", "Главная страница", hours=4)
    scene.settle()
    scene.comment("manager", asked, "/спросить director через 3 дня: тексты")
    scene.settle()
    # The contract's page has a button only where something was not acknowledged.
    slot = Slot(SlotKind.DECISION, "made")
    told = NoticeGiven(NoticeKind.DECISION, "contact", "contact", "10005", slot, "10005")
    with scene.service.database.change() as connection:
        notices.add_notices(connection, "ACME-SITE", "main", [told], scene.clock.now())
        notices.mark_sent(connection, "main", "10005", str(slot), scene.clock.now())
    # The operator's page has a button only where something is stuck.
    odd = Arrival("main", "odd", scene.clock.now(), {}, b"{}", "unknown", "jira:odd", reason="not known")
    scene.service.inbox.accept(odd)


def address_of(scene: Scene, rule: str) -> str:
    """Return an address of a page that shows a form or is read."""
    if rule.startswith("/sign/"):
        return link(scene, "director") + rule.removeprefix("/sign/<token>")
    if rule == "/choose/<token>":
        return link(scene, "director", "choose", scene.site.issue("ACME-5").id)
    if rule == "/answer/<token>":
        return link(scene, "director", "answer", scene.site.issue("ACME-5").id)
    if rule == "/auth/link/<token>":
        made = SignedLink("", "", "enter", "", 0)
        return scene.service.links.address(made).removeprefix("http://localhost")
    return PAGES[rule]


def rules(scene: Scene, method: str) -> set[str]:
    """Return the map's rules for a method, without pictures and style sheets."""
    found = scene.web.application.url_map.iter_rules()
    return {each.rule for each in found if method in (each.methods or ()) and "/static/" not in each.rule}


def sent_by(scene: Scene, who: str) -> PageReader:
    """Return a new reader of this kind."""
    if who in ("contact", "manager"):
        return signed_in(scene, who)
    return {"nobody": reader, "director": signed_in, "operator": operator}[who](scene)


def test_foreign_form_is_refused(scene: Scene) -> None:
    """A form with a missing, wrong or foreign field, or from another site."""
    assert set(FORMS) | set(NO_FORMS) == rules(scene, "POST"), "say in FORMS how a new form is reached"
    assert set() == rules(scene, "PUT") | rules(scene, "DELETE") | rules(scene, "PATCH")
    for rule, (who, fields) in FORMS.items():
        address = address_of(scene, rule)
        own, other = sent_by(scene, who), sent_by(scene, who)
        mine, theirs = hidden(own.get(address)), hidden(other.get(address))
        assert mine["form"] != theirs["form"], rule
        good = {**mine, **fields}
        attempts = {
            "without the field": ({**good, "form": ""}, {}),
            "with a made-up field": ({**good, "form": "IjEi.aaVRnA.AAAA"}, {}),
            "with another reader's field": ({**theirs, **fields}, {}),
            "from another site": (good, {"Origin": "https://evil.example"}),
            "from another port": (good, {"Origin": "http://localhost:8081"}),
            "from another scheme": (good, {"Origin": "https://localhost"}),
            "from a site beside ours": (good, {"Sec-Fetch-Site": "same-site"}),
            "from nowhere, across sites": (good, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}),
        }
        for sentence, (data, headers) in attempts.items():
            before = held(scene)
            answer = own.client.post(address, data=data, headers=headers)
            assert 400 == answer.status_code, f"{rule} {sentence}"
            assert before == held(scene), f"{rule} {sentence}"
        without = reader(scene).client.post(address, data=good)
        assert without.status_code in (400, 403), rule
        ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        assert own.client.post(address, data=good, headers=ours).status_code in (200, 303), rule


def test_every_page_has_its_security_headers(scene: Scene) -> None:
    """No page is stored, framed or scripted; cookies are secure."""
    assert set(PAGES) | set(NO_PAGES) == rules(scene, "GET"), "say in PAGES how a new page is reached"
    for scheme in ("http", "https"):
        service = scene.settings.service.model_copy(update={"public_url": f"{scheme}://localhost"})
        scene.settings = scene.settings.model_copy(update={"service": service})
        scene.web = scene._web()
        cookies = set()
        for rule in [*PAGES, "/nothing/here"]:
            who = reader(scene)
            answers = [
                who.client.get(
                    address_of(scene, rule) if rule in PAGES else rule, base_url=f"{scheme}://localhost"
                )
            ]
            answers.append(
                who.client.post(rule.replace("<token>", "x"), data={}, base_url=f"{scheme}://localhost")
            )
            for answer in answers:
                _is_sealed(answer, rule, https=scheme == "https")
                cookies |= {
                    _cookie(each, https=scheme == "https") for each in answer.headers.getlist("Set-Cookie")
                }
        assert {"ugovor_form", "ugovor_sign_in"} == cookies


def _is_sealed(answer: TestResponse, rule: str, *, https: bool) -> None:
    told = answer.headers
    policy = dict(each.strip().split(" ", 1) for each in told["Content-Security-Policy"].split(";"))
    assert "'none'" == policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"], rule
    assert "unsafe" not in told["Content-Security-Policy"], rule
    assert "no-referrer" == told["Referrer-Policy"], rule
    assert "no-store" == told["Cache-Control"], rule
    assert "nosniff" == told["X-Content-Type-Options"], rule
    assert https == ("max-age=31536000" == told.get("Strict-Transport-Security")), rule
    assert not {"<script", " style=", " onclick="} & set(answer.text.split()), rule


def _cookie(header: str, *, https: bool) -> str:
    """Return a cookie's name without its prefix; its flags have to be there."""
    pair, *flags = (each.strip() for each in header.split(";"))
    name = pair.partition("=")[0]
    assert "HttpOnly" in flags
    assert {"SameSite=Lax", "SameSite=Strict"} & set(flags)
    assert https == ("Secure" in flags) == name.startswith(("__Host-", "__Secure-"))
    assert not name.startswith("__Host-") or ("Path=/" in flags and "Domain" not in header)
    return name.removeprefix("__Host-").removeprefix("__Secure-")
