"""What follows the word of a command; None where it is missing or not understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from plugin.core.commands import model
from plugin.core.commands.amounts import read_day, read_hours, read_sum
from plugin.core.commands.model import Command
from plugin.core.commands.vocabulary import Name

_STOPS = r"[\s.!,;)…]*"
_THANKS = rf"{_STOPS}(?:(?:спасибо|пожалуйста|благодарю|please|thanks|thank you){_STOPS})?"
_NOTHING = re.compile(_THANKS, re.IGNORECASE)
# A dash counts as a separator where it touches the word or stands alone, else it is a minus.
_NUMBER = re.compile(rf"(?:[-_–—:=(]|\s*[:=–—-]\s+)?\s*[#№]?\s*(?P<number>\d{{1,3}}){_THANKS}", re.IGNORECASE)
_IN_ITEM = re.compile(r"(?:in|в|во|into)\s+(?P<item>\S.*)", re.IGNORECASE)
_BEYOND = re.compile(r"(?:beyond|сверх|вне)(?:\s+(?:scope|объ[её]ма))?", re.IGNORECASE)
_BY_RULES = re.compile(r"(?:(?:by\s+)?(?:the\s+)?rules|по\s+правилам)", re.IGNORECASE)
_WITH_REMARKS = re.compile(
    r"(?:with\s+(?:a\s+)?remarks?|с\s+замечани(?:ями|ем))\b\s*:?\s*(?P<remark>.*)", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:[*#]+|[-•]|\d{1,3}[.)])\s+(?P<remark>\S.*)")
_ASKED = re.compile(
    r"(?P<who>\S.{0,100}?),?\s+(?:by|до|к)\s+(?P<day>[^:]{1,40}?)\s*:\s*(?P<text>\S.*)", re.IGNORECASE
)
_DEPUTY = re.compile(r"(?P<who>\S.{0,100}?),?\s+(?:until|till|до|по)\s+(?P<day>\S.*)", re.IGNORECASE)
_FORECAST = re.compile(r"(?P<day>[^:]{1,40}?)\s*(?::|[–—-]\s)\s*(?P<reason>\S.*)")
_CONDITION = re.compile(
    r"\s*(?:(?:но|если|при\s+условии|только|лишь|после\s+того|как\s+только|кроме|but|if|only|provided|providing|once"
    r"|unless|as\s+(?:soon|long)\s+as|except|subject\s+to|on\s+condition)(?!\w))",
    re.IGNORECASE,
)
_MENTION = re.compile(r"\[~(?:accountid:)?(?P<wiki>[^\]]+)\]|@(?P<at>\S+)")


@dataclass(frozen=True)
class Arguments:
    """What a command's word is followed by.

    Attributes:
        rest: the rest of its line, not stripped.
        following: the spoken lines after it.
        today: the writer's day, for dates without a year; None where it is not known.
    """

    rest: str
    following: tuple[str, ...] = ()
    today: date | None = None

    @property
    def plain(self) -> str:
        """The rest of the line without the separators around it."""
        return self.rest.strip().removeprefix(":").removeprefix("=").strip()


def _goes_on(said: Arguments) -> bool:
    """Tell whether the next line goes on with a condition, as in a sentence."""
    return bool(said.following) and bool(_CONDITION.match(said.following[0]))


def _number(said: Arguments) -> int | None:
    match = _NUMBER.fullmatch(said.rest.rstrip())
    return int(match["number"]) or None if match else None


def _choose(said: Arguments) -> Command | None:
    number = _number(said)
    return model.Choose(number) if number and not _goes_on(said) else None


def _done(said: Arguments) -> Command | None:
    number = _number(said)
    return model.Done(number) if number else None


def _undo(said: Arguments) -> Command | None:
    number = _number(said)
    return model.Undo(number) if number else None


def _scope(said: Arguments) -> Command | None:
    where = said.plain.rstrip(" .!,;")
    if _BEYOND.fullmatch(where):
        return model.Scope(beyond=True)
    if _BY_RULES.fullmatch(where):
        return model.Scope(by_rules=True)
    match = _IN_ITEM.fullmatch(where)
    return model.Scope(in_item=match["item"].strip(" «»\"'")) if match else None


def _accept(said: Arguments) -> Command | None:
    listed = _listed(said.following)
    if _goes_on(said):
        return None
    if _NOTHING.fullmatch(said.plain):
        return model.Accept(listed)
    match = _WITH_REMARKS.match(said.plain.lstrip(" ,—–-"))
    if match is None:
        return None
    first = (match["remark"].strip(),) if match["remark"].strip(" .!…") else ()
    remarks = first + listed
    return model.Accept(remarks) if remarks else None


def _listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list that follows the command; empty lines may stand between."""
    entries: list[str] = []
    for line in filter(str.strip, lines):
        match = _LISTED.fullmatch(line.rstrip())
        if match is None:
            break
        entries.append(match["remark"])
    return tuple(entries)


def _refuse(said: Arguments) -> Command | None:
    reason = said.plain.lstrip(" ,—–-")
    return model.Refuse(reason) if re.search(r"\w", reason) else None


def _ask(said: Arguments) -> Command | None:
    match = _ASKED.fullmatch(said.plain)
    by = read_day(match["day"], said.today) if match else None
    return model.Ask(_person(match["who"]), by, match["text"]) if match and by else None


def _deputy(said: Arguments) -> Command | None:
    match = _DEPUTY.fullmatch(said.plain)
    until = read_day(match["day"], said.today) if match else None
    return model.Deputy(_person(match["who"]), until) if match and until else None


def _person(written: str) -> str:
    """Return who is meant, without the marks of a mention in wiki markup or Markdown."""
    match = _MENTION.fullmatch(written)
    return (match["wiki"] or match["at"]) if match else written


def _estimate(said: Arguments) -> Command | None:
    hours = read_hours(said.plain)
    return model.Estimate(hours) if hours is not None else None


def _fee(said: Arguments) -> Command | None:
    read = read_sum(said.plain)
    return model.Fee(*read) if read else None


def _forecast(said: Arguments) -> Command | None:
    match = _FORECAST.fullmatch(said.plain)
    due = read_day(match["day"], said.today) if match else None
    return model.Forecast(due, match["reason"].strip()) if match and due else None


def _alone(command: Command) -> Callable[[Arguments], Command | None]:
    """Return a reader that allows no words after the command.

    The command decides something, and words after it may be a condition.
    """
    return lambda said: command if _NOTHING.fullmatch(said.plain) and not _goes_on(said) else None


def _whatever(command: Command) -> Callable[[Arguments], Command | None]:
    """Return a reader that allows any words after the command, which only asks."""
    return lambda _said: command


ARGUMENTS: Mapping[Name, Callable[[Arguments], Command | None]] = {
    "choose": _choose,
    "scope": _scope,
    "bonus": _alone(model.Bonus()),
    "accept": _accept,
    "refuse": _refuse,
    "ask": _ask,
    "deputy": _deputy,
    "done": _done,
    "undo": _undo,
    "estimate": _estimate,
    "fee": _fee,
    "publish": _alone(model.Publish()),
    "forecast": _forecast,
    "handover": _alone(model.Handover()),
    "reset": _alone(model.Reset()),
    "why": _whatever(model.Why()),
    "agree": _alone(model.Agree()),
    "recheck": _whatever(model.Recheck()),
    "help": _whatever(model.Help()),
}
