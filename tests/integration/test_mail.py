"""Mails: to whom and when; and a director who uses mails and pages alone."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult
from mail_server import Post, post_office, said
from page_player import reader, words
from ports import free_port
from scene import Scene
from scenes import Scenes

from plugin.mail import smtp
from plugin.mail.smtp import Letter, Mailer, MailNotPermitted, MailRefused, MailUnreachable
from plugin.practice.tracker.state import PracticeIssue
from plugin.settings.model import MailSettings
from plugin.store import effect_recovery, record, stages
from plugin.store.tables import effects as effects_table

EPIC = {"customfield_10014": "ACME-3"}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTER = Letter("key.1", "director@acme.example", "Пётр Соколов", "Этап «Дизайн»", "Ждём подпись", "ru")


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as server:
        yield server


@pytest.fixture(name="scene")
def scene_with_a_mailbox(scenes: Scenes, post: Post) -> Scene:
    """A contract whose director has an address and no account; the kick-off is ACME-4."""
    made = scenes.opened(contract="director_by_mail.yaml", mail=post.settings)
    made.create("manager", "Старт проекта")
    made.settle()
    return made


def titles(post: Post) -> list[str]:
    """Return the titles of all letters, oldest first, with ordinary spaces."""
    return [str(letter["Subject"]).replace("\u00a0", " ") for letter in post.letters]


def stage_issue(scene: Scene) -> PracticeIssue:
    """Return the issue of the first stage."""
    return scene.site.issue("ACME-1")


def say(scene: Scene, who: str, what: str) -> None:
    """Comment on the first stage's issue as a person."""
    scene.comment(who, stage_issue(scene), what)
    scene.settle()
    scene.clock.move(minutes=1)


def sign_off(scene: Scene) -> str:
    """Return the state of the first stage's sign-off."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")["design"].state.value


def test_director_without_an_account_decides_by_mail(scene: Scene, post: Post) -> None:
    """Kick-off, a stage, an extra and a changed part, by mails and pages."""
    director = reader(scene)
    assert ["«Сайт компании Acme»: перед стартом нужно ваше «да»"] == titles(post)
    director.answer(post.links()[-1], said="agree")
    scene.work()
    work = scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()
    say(scene, "contact", "/принято")
    assert "Этап «Дизайн»: ждём вашу подпись" == titles(post)[-1]
    assert "уже есть предварительное «да»: Анна Белова" in said(post.letters[-1])
    signed_by = post.links()[-1]
    director.answer(signed_by, said="remarks", remarks="поправить отступы")
    scene.work()
    assert "accepted_with_remarks" == sign_off(scene)
    assert "личная ссылка на страницу" in words(director.get(f"{signed_by}/certificate"))
    scene.clock.move(hours=1)
    scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    assert titles(post)[-1].startswith("«Калькулятор стоимости»: выбор за вами")
    director.answer(post.links()[-1], said="choose", number="2")
    scene.work()
    assert ["decided"] == [row["state"] for row in scene.register()]
    scene.edit("manager", work, hours=30)
    scene.settle()
    assert "после этого изменилось" in said(post.letters[-1])
    director.answer(post.links()[-1], said="accept")
    scene.work()
    assert "accepted_with_remarks" == sign_off(scene), "the remark of before is still open"
    assert 5 == len(post.letters), "the fifth confirms the decision"
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        signed = [each["payload"] for each in record.export(connection) if each["kind"] == "signature"]
    assert ["page", "page"] == [each["means"] for each in signed]


@pytest.mark.usefixtures("scene")
def test_letter_has_headers_for_machines(post: Post) -> None:
    """Sender, recipient, date, a stable Message-ID, and no automatic replies."""
    (letter,) = post.letters
    assert "ugovor@acme.example" in str(letter["From"])
    assert "Пётр Соколов <director@acme.example>" == str(letter["To"])
    assert "auto-generated" == letter["Auto-Submitted"]
    assert "Mon, 02 Mar 2026" in str(letter["Date"])
    assert str(letter["Message-ID"]).endswith("@acme.example>")
    assert "utf-8" == letter.get_content_charset()
    assert "\\" not in said(letter)


def test_long_title_keeps_its_spaces(post: Post) -> None:
    """Titles are folded into pieces on their way."""
    title = "Этап «Сборка, наполнение и запуск сайта на домене клиента»: ждём вашу подпись"
    Mailer(settings(post.port)).send(replace(LETTER, title=title), NOW)
    assert [title] == titles(post)


def test_each_version_is_mailed_once(scene: Scene, post: Post) -> None:
    """Repeated statements and rechecks send no second mail."""
    before = len(post.letters)
    say(scene, "contact", "/принято")
    say(scene, "manager", "/accept")
    say(scene, "contact", "/принято")
    subject = "stage/ACME-SITE/design"
    with scene.service.database.change() as connection:
        assert effect_recovery.retry_all(connection, "main", subject, scene.clock.now()) >= 1
    scene.work()
    assert 1 == len(post.letters) - before


def test_finished_stage_is_mailed_once(scene: Scene, post: Post) -> None:
    """Criteria ticked and issues closed, in whatever order: the director is told once."""
    work = scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()
    before = len(post.letters)
    say(scene, "manager", "/done 1")
    say(scene, "manager", "/done 2")
    assert 0 == len(post.letters) - before
    scene.move("manager", work, "Done")
    scene.settle()
    assert 1 == len(post.letters) - before
    assert "всё готово" in said(post.letters[-1])


def test_every_version_of_an_offer_is_mailed(scene: Scene, post: Post) -> None:
    """Other figures are another offer; other words of the issue are not."""
    extra = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    before = len(post.letters)
    scene.edit("contact", extra, description="Подробнее: нужен калькулятор на главной странице сайта")
    scene.settle()
    assert 0 == len(post.letters) - before
    scene.edit("manager", extra, hours=36)
    scene.settle()
    assert 1 == len(post.letters) - before
    assert "153 800 ₽" in said(post.letters[-1]).replace("\u00a0", " ")


def test_draft_is_not_mailed(scene: Scene, post: Post) -> None:
    """What our own side raised waits for `/publish`; then the letter goes out."""
    before = len(post.letters)
    extra = scene.create("manager", "Калькулятор стоимости", hours=18)
    scene.settle()
    assert 0 == len(post.letters) - before
    scene.comment("manager", extra, "/publish")
    scene.settle()
    assert 1 == len(post.letters) - before


def test_personal_link_is_never_posted_in_the_tracker(scene: Scene, post: Post) -> None:
    """Comments are read by everybody: a personal link goes by mail alone."""
    say(scene, "contact", "/принято")
    scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    assert 3 == len(post.links())
    comments = [str(note.body) for issue in scene.site.issues.values() for note in issue.notes]
    assert not any("/sign/" in each or "/choose/" in each for each in comments)
    with scene.service.database.look() as connection:
        waiting = [row.payload for row in connection.execute(effects_table.select())]
    assert not any(path.rpartition("/")[2] in each for path in post.links() for each in waiting)


@pytest.mark.parametrize("answer", ["451 try later", "421 too busy"])
def test_failed_mail_is_sent_later(scene: Scene, post: Post, answer: str) -> None:
    """The reason is kept, nothing is lost, and it goes out once."""
    before = len(post.letters)
    post.answers = [answer] * 3
    say(scene, "contact", "/принято")
    for _ in range(8):
        scene.clock.move(minutes=3)
        scene.work()
    assert 1 == len(post.letters) - before
    assert [] == parked(scene)


def test_refused_mail_is_parked_with_its_reason(scene: Scene, post: Post) -> None:
    """Three refusals park it; the server's reason shows no secret."""
    post.answers = ["550 no such person"] * 9
    say(scene, "contact", "/принято")
    for _ in range(8):
        scene.clock.move(minutes=3)
        scene.work()
    ((slot, reason),) = parked(scene)
    assert slot.startswith("mail:sign:1:director")
    assert "550 no such person" in reason


def test_unneeded_mail_is_not_sent(scene: Scene, post: Post) -> None:
    """The mail server was away; meanwhile the deputy's word settled it."""
    before = len(post.letters)
    extra = scene.create("contact", "Калькулятор стоимости")
    scene.settle()
    post.answers = ["451 try later"]
    scene.edit("manager", extra, hours=18)
    scene.settle()
    scene.edit("manager", extra, hours=1)
    scene.settle()
    scene.clock.move(minutes=5)
    scene.work()
    assert not any("76 900" in said(each).replace("\u00a0", " ") for each in post.letters[before:])


def test_missing_mail_settings_send_nothing(scenes: Scenes, post: Post) -> None:
    """The effect is done with a reason; setting `[mail]` and looking again sends it."""
    scene = scenes.opened(contract="director_by_mail.yaml")
    scene.create("manager", "Старт проекта")
    scene.settle()
    with scene.service.database.look() as connection:
        rows = connection.execute(effects_table.select().where(effects_table.c.slot.like("mail:%"))).all()
    assert [("done", "[mail] is not set: nothing is sent")] == [(row.state, row.reason) for row in rows]
    assert [] == post.letters


def parked(scene: Scene) -> list[tuple[str, str]]:
    """Return slot and reason of what was set aside."""
    with scene.service.database.look() as connection:
        return [(each.slot, each.reason) for each in effect_recovery.load_stuck(connection)]


def settings(port: int, **more: Any) -> MailSettings:
    """Return mail settings for a server on this machine."""
    given = {"host": "127.0.0.1", "port": port, "sender": "Уговор <ugovor@acme.example>", **more}
    return MailSettings.model_validate(given)


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 later", MailUnreachable), ("554 spam", MailRefused)],
    ids=["said later", "refused for good"],
)
def test_server_answer_decides_about_a_retry(post: Post, answer: str, error: type[Exception]) -> None:
    """4xx is worth another try, 5xx is not; the reason is quoted."""
    post.answers = [answer]
    with pytest.raises(error, match=answer.split()[1]):
        Mailer(settings(post.port)).send(LETTER, NOW)


def test_unreachable_server_is_retried() -> None:
    """A server that is not there is worth another try."""
    with pytest.raises(MailUnreachable, match="did not answer"):
        Mailer(settings(free_port())).send(LETTER, NOW)


def test_password_is_never_sent_unencrypted(post: Post) -> None:
    """The error sentence does not show the password either."""
    mailer = Mailer(settings(post.port, user="ugovor", password="very secret"))
    with pytest.raises(MailNotPermitted, match="offers no encryption") as refused:
        mailer.send(LETTER, NOW)
    assert "very secret" not in str(refused.value)


def test_line_break_in_an_address_is_refused(post: Post) -> None:
    """What the mapping accepts is refused here at the latest."""
    forged = Letter("key.2", "a@b.example\nBcc: c@d.example", "Пётр", "Этап", "Текст", "ru")
    with pytest.raises(MailRefused):
        Mailer(settings(post.port)).send(forged, NOW)
    assert not any(letter["Bcc"] for letter in post.letters)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """A certificate authority that this process trusts while the test runs."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def keyed(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    """Return what a server shows as its certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def knows_us(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
    """Take one user with one password, and say so to everybody else."""
    del server, session, envelope, mechanism
    return AuthResult(success=(data.login, data.password) == (b"ugovor", b"the password"), handled=False)


def hangs_up(server: SMTP, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
    """Close the connection without an answer when a password comes."""
    del session, envelope, mechanism, data
    assert server.transport is not None
    server.transport.abort()
    return AuthResult(success=False)


def falls_silent(*asked: object) -> AuthResult:
    """Give no answer when a password comes."""
    del asked
    return AuthResult(success=False, handled=True)


def strict_mail(post: Post, password: str) -> MailSettings:
    """Return settings for a server that wants encryption and a password."""
    return MailSettings.model_validate(
        {**post.settings, "host": "localhost", "user": "ugovor", "password": password}
    )


def strict_post(
    authority: trustme.CA, name: str = "localhost", authenticator: Callable[..., AuthResult] = knows_us
) -> Any:
    """Run a mail server that takes mail over TLS from known users only."""
    return post_office(
        tls_context=keyed(authority, name),
        require_starttls=True,
        auth_required=True,
        authenticator=authenticator,
    )


def test_starttls_comes_before_the_login(trusted: trustme.CA) -> None:
    """The connection is encrypted before user and password are sent."""
    with strict_post(trusted) as post:
        Mailer(strict_mail(post, "the password")).send(LETTER, NOW)
        assert 1 == len(post.letters)


@pytest.mark.parametrize(
    ("authenticator", "how"),
    [(knows_us, r"\(535\)"), (hangs_up, r"\(it closed the connection\)")],
    ids=["said", "hung up"],
)
def test_wrong_password_is_reported_to_the_operator(
    trusted: trustme.CA, authenticator: Callable[..., AuthResult], how: str
) -> None:
    """The sentence names the server and never the password."""
    with strict_post(trusted, authenticator=authenticator) as post:
        with pytest.raises(MailNotPermitted, match=rf"does not take the user and password .*{how}") as raised:
            Mailer(strict_mail(post, "another one")).send(LETTER, NOW)
        assert "another one" not in str(raised.value)
        assert [] == post.letters


def test_silent_server_is_retried(trusted: trustme.CA) -> None:
    """A slow server has not refused anybody: nobody is sent to look at the password."""
    with strict_post(trusted, authenticator=falls_silent) as post:
        mailer = Mailer(strict_mail(post, "the password"), timeout_s=1)
        with pytest.raises(MailUnreachable, match="did not answer"):
            mailer.send(LETTER, NOW)


def test_foreign_certificate_gets_no_password(trusted: trustme.CA) -> None:
    """It gets no mail either."""
    with strict_post(trusted, "mail.example") as post:
        with pytest.raises(MailNotPermitted, match=r"certificate of localhost:\d+ cannot be trusted"):
            Mailer(strict_mail(post, "the password")).send(LETTER, NOW)
        assert [] == post.letters


def test_smtps_encrypts_from_the_first_byte(trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the port for it the connection is encrypted from its first byte."""
    with post_office(ssl_context=keyed(trusted)) as post:
        monkeypatch.setattr(smtp, "SMTPS_PORT", post.port)
        settings = MailSettings.model_validate({**post.settings, "host": "localhost"})
        Mailer(settings).send(LETTER, NOW)
        assert 1 == len(post.letters)
