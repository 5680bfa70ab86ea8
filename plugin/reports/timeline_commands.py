"""Commands of a comment as a sentence, for people who read the timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from mappings.model import ContractMapping, Language
from plugin.core.commands import (
    Accept,
    Agree,
    Away,
    Bonus,
    Call,
    Cancel,
    Choose,
    Command,
    Deputy,
    Done,
    Estimate,
    Fee,
    Forecast,
    Got,
    Handover,
    Help,
    Ok,
    Promise,
    PromiseKept,
    Publish,
    Recheck,
    Refuse,
    Remind,
    Reset,
    Scope,
    Undo,
    Why,
    read_commands,
)
from plugin.texts import formats

_NEXT_COMMAND = re.compile(r"\s+(?=/[^\W\d_])")
"""An excerpt is one line: where another command begins is where one began."""
_NUMBER_ALONE = re.compile(r"\d{1,2}")

_SENTENCES: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "accept": "Ответ «принято»",
        "accept_remarks": "Ответ «принято» с замечаниями: {text}",
        "agree": "Согласие с порядком работы с новыми запросами",
        "away": "Отсутствие: {first} – {day}",
        "beyond": "Считать сверх договора",
        "bonus": "Сделать бонусом, без доплаты",
        "by_rules": "Считать так, как выходит по правилам договора",
        "call": "Созвон: {who}, {day}, {time}: {text}",
        "cancel": "Снять вопрос",
        "choose": "Вариант {number}",
        "deputy": "Заместитель: {who}, до {day}",
        "done": "Пункт {number} готов",
        "estimate": "Оценка: {hours}",
        "fee": "Доплата: {money}",
        "forecast": "Прогноз {day}: {text}",
        "got": "Получили всё",
        "got_part": "Получили не всё: {text}",
        "handover": "Передать этап на приёмку",
        "help": "Просьба подсказать команды",
        "item": "Отнести к п. {item} договора",
        "kept": "Обещание выполнено",
        "number": "Ответ цифрой: {number}",
        "off": "Выключить напоминания",
        "ok": "Подтверждение",
        "on": "Включить напоминания",
        "promise": "Обещание {until}: {text}",
        "publish": "Показать варианты клиенту",
        "recheck": "Проверить задачу ещё раз",
        "refuse": "Ответ «не принято»: {text}",
        "reset": "Взять последнее решение назад",
        "undo": "Снять отметку с пункта {number}",
        "why": "Вопрос: почему так решено",
    },
    "en": {
        "accept": "Answer “accepted”",
        "accept_remarks": "Answer “accepted” with remarks: {text}",
        "agree": "Agreed to how new requests are handled",
        "away": "Away: {first} – {day}",
        "beyond": "Count as beyond the contract",
        "bonus": "Do it as a bonus, no charge",
        "by_rules": "Count as the contract’s rules say",
        "call": "Call: {who}, {day}, {time}: {text}",
        "cancel": "Take the request back",
        "choose": "Option {number}",
        "deputy": "Deputy: {who}, until {day}",
        "done": "Point {number} is done",
        "estimate": "Estimate: {hours}",
        "fee": "Fee: {money}",
        "forecast": "Forecast {day}: {text}",
        "got": "All received",
        "got_part": "A part received; still missing: {text}",
        "handover": "Hand the stage over for acceptance",
        "help": "Asked which commands there are",
        "item": "Count under item {item} of the contract",
        "kept": "The promise was kept",
        "number": "Answered with a number: {number}",
        "off": "Switch reminders off",
        "ok": "Confirmed",
        "on": "Switch reminders on",
        "promise": "A promise {until}: {text}",
        "publish": "Show the options to the client",
        "recheck": "Check the issue again",
        "refuse": "Answer “not accepted”: {text}",
        "reset": "Take the last decision back",
        "undo": "Untick point {number}",
        "why": "Asked why it was decided like this",
    },
}


def say_commands(text: str, mapping: ContractMapping, day: date, language: Language) -> str:
    """Return what a comment of commands says in words; empty where it is another text.

    Args:
        text: the comment's excerpt, one line.
        mapping: the contract, for its currency.
        day: on which it was written; "tomorrow" counts from it.
        language: the reader's.
    """
    words = _SENTENCES[language]
    if _NUMBER_ALONE.fullmatch(text):
        return words["number"].format(number=text)
    if not text.startswith("/"):
        return ""
    said = []
    for part in _NEXT_COMMAND.split(text):
        found = list(_say(read_commands(part, today=day).commands, mapping, day, language))
        if not found:
            # What is not understood shows as it was written, all of it.
            return ""
        said += found
    return "; ".join(dict.fromkeys(said))


def _say(
    commands: tuple[Command, ...], mapping: ContractMapping, day: date, language: Language
) -> Iterator[str]:
    for command in commands:
        found = _pick(command, mapping, day, language)
        if found is not None:
            key, values = found
            yield _SENTENCES[language][key].format_map(values).rstrip(": ")


def _pick(
    command: Command, mapping: ContractMapping, day: date, language: Language
) -> tuple[str, dict[str, object]] | None:
    """Return the key of a command's sentence, and what is filled in."""
    match command:
        case Choose(number=number):
            return "choose", {"number": number}
        case Scope(in_item=str(item)):
            return "item", {"item": item}
        case Scope(beyond=beyond):
            return "beyond" if beyond else "by_rules", {}
        case Accept(remarks=remarks):
            return "accept_remarks" if remarks else "accept", {"text": "; ".join(remarks)}
        case Refuse(reason=reason):
            return "refuse", {"text": reason}
        case Got(missing=missing):
            return "got_part" if missing else "got", {"text": missing}
        case Remind(on=on):
            return "on" if on else "off", {}
        case Promise(by=by, text=promised):
            return "promise", {"until": formats.until_day(by, language, day), "text": promised}
        case Call(who=who, on=on, at=at, topic=topic):
            shown = {"who": ", ".join(who), "day": formats.short_day(on, language, day), "text": topic}
            return "call", {**shown, "time": f"{at:%H:%M}"}
        case Away(starts=starts, until=until):
            first, last = (formats.short_day(each, language, day) for each in (starts, until))
            return "away", {"first": first, "day": last}
        case Deputy(person=person, until=until):
            return "deputy", {"who": person, "day": formats.short_day(until, language, day)}
        case Done(number=number):
            return "done", {"number": number}
        case Undo(number=number):
            return "undo", {"number": number}
        case Estimate(hours=hours):
            return "estimate", {"hours": formats.hours(hours, language)}
        case Fee(sum=fee, currency=currency):
            return "fee", {"money": formats.money(fee, language, currency or mapping.contract.currency)}
        case Forecast(due=due, reason=reason):
            return "forecast", {"day": formats.short_day(due, language, day), "text": reason}
    simple = _SIMPLE.get(type(command))
    return (simple, {}) if simple else None


_SIMPLE: Mapping[type[Command], str] = {
    Agree: "agree",
    Bonus: "bonus",
    Cancel: "cancel",
    Handover: "handover",
    Help: "help",
    Ok: "ok",
    PromiseKept: "kept",
    Publish: "publish",
    Recheck: "recheck",
    Reset: "reset",
    Why: "why",
}
