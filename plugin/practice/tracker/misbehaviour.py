"""Carrying out the faults that a test asked for, around a request."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g, jsonify, request

from plugin.practice.tracker.faults import AFTER_APPLYING, Faults, InjectedFault
from plugin.practice.tracker.state import PracticeSite

_LONGEST_HANG_S = 30
_LOGIN_PAGE = "<!doctype html><title>Log in - Jira</title><form action='/login.jsp'></form>"


def install(app: Flask, state: PracticeSite) -> None:
    """Let the requests of a Jira site go wrong where `state.faults` says so."""
    go_wrong(app, state.faults, _answer, _refusal)


def go_wrong(
    app: Flask,
    faults: Faults,
    answer: Callable[[InjectedFault], Response],
    refusal: Callable[[int], Response],
) -> None:
    """Let the requests of an app go wrong.

    Args:
        app: the stand-in.
        faults: what is to go wrong.
        answer: gives the answer of a fault that applies nothing, as this tracker words it.
        refusal: gives this tracker's answer with a status.
    """

    @app.before_request
    def before() -> Response | None:
        fault = faults.take(request.method, request.path)
        if fault is None:
            return None
        if fault.kind in AFTER_APPLYING:
            g.fault = fault
            return None
        if fault.kind == "drop_before":
            _hang_up()
        return answer(fault)

    @app.after_request
    def after(response: Response) -> Response:
        fault: InjectedFault | None = g.pop("fault", None)
        if fault is None:
            return response
        if fault.kind == "hang":
            faults.released.wait(_LONGEST_HANG_S)
        elif fault.kind == "drop":
            _hang_up()
        return refusal(500)


def _answer(fault: InjectedFault) -> Response:
    if fault.kind == "lie":
        return Response(status=204)
    if fault.kind == "login_page":
        return Response(_LOGIN_PAGE, content_type="text/html")
    if not fault.kind.isdigit():
        return _refusal(500)
    response = _refusal(int(fault.kind))
    if fault.kind == "429":
        response.headers["RateLimit-Reason"] = "jira-burst-based"
    if fault.retry_after is not None:
        response.headers["Retry-After"] = fault.retry_after
    return response


def _refusal(status: int) -> Response:
    response = jsonify(errorMessages=[f"Asked to answer {status}."], errors={})
    response.status_code = status
    return response


def _hang_up() -> None:
    # Only the development server gives the socket; there the caller sees a closed connection.
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(2)
