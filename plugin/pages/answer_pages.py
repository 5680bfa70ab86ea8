"""The page behind a reminder's link: what waits for its reader.

It takes the same two steps as signing, and a stored answer is handled like a comment of its writer. The link
stays good for other answers; the same text about the same wait counts once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.core.model.events import GivenFile, PageAnswered
from plugin.core.model.signed_links import SignedLink
from plugin.core.signoff.fingerprint import content_hash
from plugin.pages.answer_view import AnswerView, WaitToAnswer, read_answer_view
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.form_answers import MAX_ANSWER_CHARS, FormAnswer, read_answer
from plugin.pages.form_files import MAX_FILE_BYTES, MAX_FILES, keep_files, read_files
from plugin.pages.link_visit import LinkVisit, RecordedAnswer, find_answer, open_visit
from plugin.pages.signed_pages import MAX_FORM_BYTES, REFRESH_INTERVAL_S
from plugin.runtime.clock import machine_clock, shift_of
from plugin.store import uploads
from plugin.store.inbox import Arrival, StoreUnavailable
from plugin.texts import formats
from plugin.texts.escaping import quoted

_ASK = "ask"
MAX_ANSWER_BYTES = MAX_FILES * MAX_FILE_BYTES + 2 * MAX_FORM_BYTES
"""A whole form: what its files may have, its words and what stands between them."""
_GIVEN_CHARS = 16
"""The length of the name by which an answer differs from the others of its link."""


def answer_pages(context: PagesContext) -> Blueprint:
    """Return the routes of the pages where people answer what they are asked for."""
    pages = _AnswerPages(context)
    routes = page_blueprint("answers")
    routes.add_url_rule("/answer/<token>", "answer", pages.show)
    routes.add_url_rule("/answer/<token>", "send", pages.take, methods=["POST"])
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    # A large file is read from a file of its own, which is to be closed.
    routes.teardown_request(lambda _: request.close())
    return routes


@dataclass(frozen=True)
class _Visit:
    """A reader with a valid link, what waits for them, and the answer just given."""

    link: LinkVisit
    view: AnswerView
    given: RecordedAnswer | None


@dataclass(frozen=True)
class _AnswerPages:
    context: PagesContext

    def show(self, token: str) -> Response:
        """Show what waits for the reader; opening it changes nothing."""
        return self._render_page(self._open(token, request.args.get("given", "")))

    def take(self, token: str) -> AnyResponse:
        """Take a step of an answer: ask to confirm, go back, or store it."""
        if request.content_length is None or request.content_length > MAX_ANSWER_BYTES:
            raise PageClosed("too_large")
        request.max_content_length = MAX_ANSWER_BYTES
        visit = self._open(token)
        people = visit.link.baseline.mapping.people.values()
        answer = read_answer(request.form, ("answer", "confirm"), tuple(each.name for each in people))
        step = request.form.get("step", _ASK)
        is_second = step in ("confirm", "back")
        if is_second and (stored := self._find_sent_before(visit.link, answer)) is not None:
            return self._redirect(token, stored)
        answer = answer.with_files(self._find_kept(visit.link), None)
        action = f"confirm:{answer.digest}" if is_second else _ASK
        if not self.context.forms.is_valid(token, action):
            raise PageClosed("form")
        if step == _ASK:
            answer = self._keep_files(visit.link, answer)
        wait, given = visit.view.find(answer.wait), _name(answer)
        if _find_stored(self.context, visit.link, given) is not None:
            # A second click, or a reload: it is stored already.
            return self._redirect(token, given)
        if answer.said == "confirm" and (wait is None or not wait.takes_yes):
            answer = replace(answer, faults={"said": "unknown"})
        if wait is None:
            return self._render_page(visit, answer, status=409, changed_meanwhile=True)
        if step == "back":
            return self._render_page(visit, answer)
        if answer.faults:
            return self._render_page(visit, answer, status=422)
        if answer.seen != wait.seen:
            return self._render_page(visit, answer, status=409, changed_meanwhile=True)
        if step != "confirm":
            return self._render_confirmation(visit, wait, answer)
        self._store(visit.link, wait, answer)
        return self._redirect(token, given)

    def _find_kept(self, visit: LinkVisit) -> tuple[GivenFile, ...]:
        """Return the files that an earlier step of this reader has kept."""
        with self.context.database.look() as connection:
            return uploads.load_of_link(connection, visit.link.nonce, _read_kept())

    def _find_sent_before(self, visit: LinkVisit, answer: FormAnswer) -> str | None:
        """Return the name of an answer that is stored already.

        Its files are gone once the tracker has them: they are known by what the form calls them.
        """
        named = tuple(GivenFile(id=each, name="", size=0) for each in _read_kept())
        sent = answer.with_files(named, None)
        if not named or not self.context.forms.is_valid(visit.token, f"confirm:{sent.digest}"):
            return None
        return _name(sent) if _find_stored(self.context, visit, _name(sent)) is not None else None

    def _keep_files(self, visit: LinkVisit, answer: FormAnswer) -> FormAnswer:
        """Keep the files of a form until the answer is confirmed."""
        files, fault = read_files(request.files.getlist("files"), answer.files)
        if fault is not None or not files:
            return answer.with_files(answer.files, fault)
        now = machine_clock(self.context.clock).now()
        with self.context.database.change() as connection:
            kept = keep_files(
                connection,
                files,
                link=visit.link.nonce,
                contract=visit.link.contract,
                person=visit.link.person,
                now=now,
            )
        return answer.with_files((*answer.files, *kept), None)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = _render("pages/closed.html", self.context.language, why=error.why)
        response.status_code = error.status
        if error.why in ("not_kept", "away"):
            response.headers["Retry-After"] = "5"
        return response

    def _open(self, token: str, given: str = "") -> _Visit:
        with self.context.database.look() as connection:
            visit = open_visit(self.context, connection, token, ("answer",))
            view = read_answer_view(connection, visit.baseline, visit.link.person)
            delivery = _delivery_id(visit, given)
            found = find_answer(connection, visit.baseline.tracker, delivery) if given else None
        return _Visit(visit, view, found)

    def _redirect(self, token: str, given: str) -> AnyResponse:
        return redirect(url_for(".answer", token=token, lang=request.args.get("lang"), given=given), code=303)

    def _render_page(
        self,
        visit: _Visit,
        answer: FormAnswer | None = None,
        *,
        status: int = 200,
        changed_meanwhile: bool = False,
    ) -> Response:
        cookie, token = self.context.forms.cookie(), visit.link.token
        waits = visit.given is not None and visit.given.state == "waiting"
        response = _render(
            "pages/answer.html",
            visit.link.language,
            query={"given": given} if (given := request.args.get("given")) else {},
            view=visit.view,
            person=visit.link.person,
            given=visit.given,
            recorded=not waits,
            answer=answer or FormAnswer(),
            changed_meanwhile=changed_meanwhile,
            form=self.context.forms.field(cookie, token, _ASK),
            limit=MAX_ANSWER_CHARS,
            max_files=MAX_FILES,
            address=self._address,
        )
        response.status_code = status
        if waits:
            # Only until the answer is on record; nothing on the page is filled in meanwhile.
            response.headers["Refresh"] = str(REFRESH_INTERVAL_S)
        elif visit.view.waiting or visit.view.answered:
            self.context.forms.set_cookie(response, cookie)
        return response

    def _render_confirmation(self, visit: _Visit, wait: WaitToAnswer, answer: FormAnswer) -> Response:
        cookie = self.context.forms.cookie()
        return _render(
            "pages/confirm_answer.html",
            visit.link.language,
            wait=wait,
            person=visit.link.person,
            answer=answer,
            form=self.context.forms.field(cookie, visit.link.token, f"confirm:{answer.digest}"),
        )

    def _address(self, link: SignedLink) -> str:
        """Return where an offer or a sign-off is answered."""
        endpoint = "signed.choose" if link.purpose == "choose" else "signed.sign"
        return url_for(endpoint, token=self.context.links.token(link), lang=request.args.get("lang"))

    def _store(self, visit: LinkVisit, wait: WaitToAnswer, answer: FormAnswer) -> None:
        """Put the answer into the inbox; the same one again is not stored."""
        now, given = self.context.clock.now(), _name(answer)
        event = PageAnswered(
            issue_id=wait.wait.issue,
            contract=visit.link.contract,
            person=visit.link.person,
            word="confirm" if answer.said == "confirm" else "answer",
            number=wait.wait.number,
            text="\n".join(answer.paragraphs),
            files=answer.files,
            version=visit.link.version,
            link=f"{visit.link.nonce}.{given}",
            at=visit.baseline.now,
        )
        arrival = Arrival(
            tracker=visit.baseline.tracker,
            delivery_id=_delivery_id(visit, given),
            received_at=now,
            queued_at=now - shift_of(self.context.clock),
            headers={},
            body=b"",
            kind="handled",
            event_name="page",
            subject=wait.wait.issue,
            happened_at=now,
            events=(event,),
        )
        if answer.files:
            with self.context.database.change() as connection:
                uploads.mark_given(connection, [file.id for file in answer.files])
        try:
            self.context.inbox.accept(arrival)
        except StoreUnavailable as error:
            raise PageClosed("not_kept") from error


def _read_kept() -> list[str]:
    """Return the ids of files that the form names, each once."""
    found = dict.fromkeys(request.form.get("kept", "").split(","))
    return [each for each in found if each.isprintable() and each][:MAX_FILES]


def _find_stored(context: PagesContext, visit: LinkVisit, given: str) -> RecordedAnswer | None:
    """Return the answer of a link that has this name, or None."""
    with context.database.look() as connection:
        return find_answer(connection, visit.baseline.tracker, _delivery_id(visit, given))


def _name(answer: FormAnswer) -> str:
    """Return what tells an answer from the others of its link."""
    return content_hash(answer.wait, *answer.given)[:_GIVEN_CHARS]


def _delivery_id(visit: LinkVisit, given: str) -> str:
    """Return the delivery id of an answer: the same text about a wait counts once."""
    return f"page:{visit.link.nonce}:{given}"


def _render(template: str, default: Language, **values: Any) -> Response:  # noqa: ANN401 -- values of a template
    shown = cast(Language, reader_language(default))
    return make_response(
        render_template(
            template,
            lang=shown,
            other=other_language(shown),
            formats=formats,
            quoted=quoted,
            **values,
        )
    )
