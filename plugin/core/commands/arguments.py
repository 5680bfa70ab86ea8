"""What follows the word of a command; None where it is missing or not understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.core.commands import model
from plugin.core.commands.amounts import read_hours, read_sum
from plugin.core.commands.calls import read_time, read_write_up, split_call
from plugin.core.commands.days import read_days
from plugin.core.commands.model import Command
from plugin.core.commands.vocabulary import Name

_STOPS = r"[\s.!,;)…]*"
_THANKS = rf"{_STOPS}(?:(?:спасибо|пожалуйста|благодарю|please|thanks|thank you){_STOPS})?"
_NOTHING = re.compile(_THANKS, re.IGNORECASE)
_ALL = re.compile(rf"(?:вс[её]|it(?:\s+all)?|all|everything){_THANKS}", re.IGNORECASE)
"""«Получили всё»: what `/got` alone says."""
# A dash counts as a separator where it touches the word or stands alone, else it is a minus.
_NUMBER = re.compile(rf"(?:[-_–—:=(]|\s*[:=–—-]\s+)?\s*[#№]?\s*(?P<number>\d{{1,3}}){_THANKS}", re.IGNORECASE)
_IN_ITEM = re.compile(r"(?:in|в|во|into)\s+(?P<item>\S.*)", re.IGNORECASE)
_BEYOND = re.compile(r"(?:beyond|сверх|вне)(?:\s+(?:scope|объ[её]ма))?", re.IGNORECASE)
_BY_RULES = re.compile(r"(?:(?:by\s+)?(?:the\s+)?rules|по\s+правилам)", re.IGNORECASE)
_WITH_REMARKS = re.compile(
    r"(?:with\s+(?:a\s+)?remarks?|с\s+замечани(?:ями|ем))\b\s*:?\s*(?P<remark>.*)", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:[*#]+|[-•]|\d{1,3}[.)])\s+(?P<remark>\S.*)")
# A mention of Jira holds a colon of its own.
_ASKED = re.compile(r"(?P<head>(?:\[~[^\]\n]{1,200}\]|[^:])*?)\s*:\s*(?P<text>\S.*)")
_NOT_URGENT = re.compile(r",?\s*(?:not\s+urgent|не\s*срочно)\s*,?", re.IGNORECASE)
_ASKED_DAY = re.compile(
    r"(?:^|,?\s+|,)(?:(?:by|until|till|до|к|ко)\s+(?P<day>\S.{0,40})|(?P<away>(?:in|через)\s+\S.{0,20}))",
    re.IGNORECASE,
)
_NOT_URGENT_AFTER = re.compile(
    r"(?<=\S)\s*(?:,|;|[–—-]\s|\()\s*(?:not\s+urgent|не\s*срочно)[\s.!)]*$", re.IGNORECASE
)
_MOVED = re.compile(r"(?:№|#)?(?P<number>\d{1,3})\s*[,:–—-]?\s+(?P<head>[^\s\d:].{0,140}?)[\s.!]*")
_MAX_DAY_CHARS = 60
_FROM = re.compile(r"^(?:у|from)\s+", re.IGNORECASE)
"""«Спросить у Анны»: it says no more than the command does."""
_PART = re.compile(
    r"(?:№|#)?(?P<number>\d{1,3})?\s*(?:part(?:ly|ial)?|не\s+вс[её]|част(?:ь|ично))(?:\s+(?:№|#)?(?P<after>\d{1,3}))?"
    r"\s*[:–—,-]\s*(?P<missing>\S.*)",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"(?:(?:№|#)?(?P<before>\d{1,3})\s+)?(?P<word>off|on|stop|start|нет|да|вы?ключить|отключить|выкл|вкл)(?:\s+(?:№|#)?(?P<number>\d{1,3}))?[\s.!]*",
    re.IGNORECASE,
)
_OFF = ("off", "stop", "нет", "выкл", "выключить", "отключить")
_PROMISED = re.compile(
    r"(?:(?:by|до|к|ко)\s+)?(?P<day>[^:]{1,40}?)\s*(?::|[–—-]\s)\s*(?P<text>\S.*)", re.IGNORECASE
)
_KEPT = re.compile(
    r"(?:done|kept|готово|выполнено|сделано)(?:\s+(?:№|#)?(?P<number>\d{1,3}))?[\s.!]*", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_ABSENT = re.compile(
    r"(?:(?:from|с|со)\s+)?(?P<first>\S.{0,40}?)(?:,?\s+(?:until|till|to|through|по|до)\s+|\s*[–—]\s*)(?P<last>\S.{0,40})",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?P<first>\d{1,2}(?:\.\d{1,2}(?:\.\d{2,4})?)?)\s*-\s*(?P<last>\d{1,2}(?:\.\d{1,2}(?:\.\d{2,4})?|\s+[^\W\d_]{3,9}))\.?"
)
"""«20-25 марта», «20.03-25.03»: a hyphen, where no other date has one."""
_MAX_ABSENCE = timedelta(days=183)
"""A day without a year belongs to an absence of half a year at most; a longer one names its years."""
_BEFORE = re.compile(r"(?:until|till|to|by|до|по|с|со|from)\s", re.IGNORECASE)
_DEPUTY = re.compile(r"(?P<who>\S.{0,100}?),?\s+(?:until|till|до|по)\s+(?P<day>\S.*)", re.IGNORECASE)
_FORECAST = re.compile(r"(?P<day>[^:]{1,40}?)\s*(?::|[–—-]\s)\s*(?P<reason>\S.*)")
_CONDITION = re.compile(
    r"\s*(?:(?:но|если|при\s+условии|только|лишь|после\s+того|как\s+только|кроме|but|if|only|provided|providing|once"
    r"|unless|as\s+(?:soon|long)\s+as|except|subject\s+to|on\s+condition)(?!\w))",
    re.IGNORECASE,
)
_MENTION = re.compile(r"\[~(?:accountid:)?(?P<wiki>[^\]]+)\]|@(?P<at>\S+)")


@dataclass(frozen=True)
class UnreadDay:
    """A day that no day is found for, or two; `written` is how it stands there."""

    written: str = ""
    days: tuple[date, ...] = ()


class _Unread(Exception):
    """A day is none, or can be meant in two ways."""

    def __init__(self, day: UnreadDay) -> None:
        super().__init__(day)
        self.day = day


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

    def read_day(self, written: str, *, past: bool = False) -> date:
        """Return the day that a part of the line names.

        Raises:
            _Unread: it names none, or two.
        """
        days = read_days(written, self.today, past=past)
        if len(days) != 1:
            raise _Unread(UnreadDay(written.strip(), days))
        return days[0]

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
    if number:
        return model.Done(number)
    return model.PromiseKept() if _NOTHING.fullmatch(said.plain) and not _goes_on(said) else None


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
    moved = _MOVED.fullmatch(said.plain)
    if moved:
        who, by = _split_day(said, moved["head"])
        return model.Ask(_person(who), by, number=int(moved["number"])) if who else None
    match = _ASKED.fullmatch(said.rest.strip().removeprefix("=").strip())
    if match is None:
        return None
    head, times = _NOT_URGENT.subn("", match["head"].strip())
    text, after = _NOT_URGENT_AFTER.subn("", match["text"])
    who, by = _split_day(said, head)
    return model.Ask(_person(who) if who else None, by, text, urgent=not times and not after)


def _split_day(said: Arguments, head: str) -> tuple[str, date | None]:
    """Return who is named, and by which day: after "by", or as in «Анну завтра».

    Raises:
        _Unread: the day cannot be read, or can be meant in two ways.
    """
    by: date | None
    marked = _find_asked_day(head)
    if marked is not None:
        who, by = head[: marked.start()], said.read_day(marked["day"] or marked["away"])
    else:
        earliest = len(head) - _MAX_DAY_CHARS
        starts = (each.start() for each in re.finditer(r"(?<!\S)\S", head) if each.start() >= earliest)
        days = (each for each in starts if not head[each:].isdigit() and read_days(head[each:], said.today))
        start = next(days, len(head))
        who, by = head[:start], (said.read_day(head[start:]) if head[start:] else None)
    return _FROM.sub("", who.strip(" ,"), count=1), by


def _find_asked_day(head: str) -> re.Match[str] | None:
    """Return where the last day is named: a name may hold the word, too."""
    found = None
    for start in range(len(head)):
        match = _ASKED_DAY.match(head, start)
        if match:
            found = match
    return found


def _got(said: Arguments) -> Command | None:
    if _NOTHING.fullmatch(said.plain) or _ALL.fullmatch(said.plain):
        return model.Got()
    number = _number(said)
    if number:
        return model.Got(number)
    match = _PART.fullmatch(said.plain)
    if match is None:
        return None
    written = match["number"] or match["after"]
    return model.Got(int(written) if written else None, match["missing"].strip())


def _numbered(make: Callable[[int | None], Command]) -> Callable[[Arguments], Command | None]:
    """Return a reader of a command that may name a number and nothing else."""

    def read(said: Arguments) -> Command | None:
        if _NOTHING.fullmatch(said.plain):
            return make(None)
        number = _number(said)
        return make(number) if number else None

    return read


def _remind(said: Arguments) -> Command | None:
    match = _SWITCH.fullmatch(said.plain)
    if match is None:
        return None
    number = match["number"] or match["before"]
    return model.Remind(match["word"].lower() not in _OFF, int(number) if number else None)


def _promise(said: Arguments) -> Command | None:
    kept = _KEPT.fullmatch(said.plain)
    if kept:
        return model.PromiseKept(int(kept["number"]) if kept["number"] else None)
    match = _PROMISED.fullmatch(said.plain)
    return model.Promise(said.read_day(match["day"]), match["text"].strip()) if match else None


def _log(said: Arguments) -> Command | None:
    match = _FORECAST.fullmatch(said.plain)
    return model.Log(said.read_day(match["day"], past=True), match["reason"].strip()) if match else None


def _call(said: Arguments) -> Command | None:
    for who, when in split_call(said.plain):
        at = read_time(when)
        if at is not None and read_days(when["day"], said.today):
            people = tuple(map(_person, who))
            return model.Call(people, said.read_day(when["day"]), at, when["topic"].strip())
    return None


def _called(said: Arguments) -> Command | None:
    return read_write_up(said.plain, said.following)


def _away(said: Arguments) -> Command | None:
    plain = said.plain.rstrip(" .!")
    match = _SPAN.fullmatch(plain) or _ABSENT.fullmatch(plain)
    if match is None:
        # «До пятницы»: from when on is not said, and whether with it.
        day = None if _BEFORE.match(said.plain) or not said.plain else said.read_day(said.plain)
        return model.Away(day, day) if day else None
    first, last = match["first"], match["last"]
    until = said.read_day(last)
    if re.fullmatch(r"\d{1,2}", first):
        # «С 10 по 20 декабря»: the month stands once.
        first = f"{until.year}-{until.month}-{first}"
    starts = said.read_day(first)
    if until < starts and not _YEAR.search(first):
        before = said.read_day(first, past=True)
        starts = before if until - before <= _MAX_ABSENCE else starts
    elif until - starts > _MAX_ABSENCE and not _YEAR.search(last):
        until = said.read_day(last, past=True)
    return model.Away(starts, until)


def _deputy(said: Arguments) -> Command | None:
    match = _DEPUTY.fullmatch(said.plain)
    return model.Deputy(_person(match["who"]), said.read_day(match["day"])) if match else None


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
    return model.Forecast(said.read_day(match["day"]), match["reason"].strip()) if match else None


def _alone(command: Command) -> Callable[[Arguments], Command | None]:
    """Return a reader that allows no words after the command.

    The command decides something, and words after it may be a condition.
    """
    return lambda said: command if _NOTHING.fullmatch(said.plain) and not _goes_on(said) else None


def _whatever(command: Command) -> Callable[[Arguments], Command | None]:
    """Return a reader that allows any words after the command, which only asks."""
    return lambda _said: command


_READERS: Mapping[Name, Callable[[Arguments], Command | None]] = {
    "choose": _choose,
    "scope": _scope,
    "bonus": _alone(model.Bonus()),
    "accept": _accept,
    "refuse": _refuse,
    "ask": _ask,
    "got": _got,
    "cancel": _numbered(model.Cancel),
    "remind": _remind,
    "promise": _promise,
    "log": _log,
    "ok": _numbered(model.Ok),
    "call": _call,
    "called": _called,
    "away": _away,
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


def read_arguments(name: Name, said: Arguments) -> Command | UnreadDay:
    """Return a command, or what its day may mean; else nothing.

    Args:
        name: the command.
        said: what follows its word.
    """
    try:
        return _READERS[name](said) or UnreadDay()
    except _Unread as unread:
        return unread.day
