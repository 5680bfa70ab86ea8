"""Words of the timeline, in both languages: neutral, the same for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.model import Language


@dataclass(frozen=True)
class TimelineLabels:
    """The words of one language.

    Attributes:
        title: of page and export.
        heads: of the table's columns.
        kinds: what was sent, as people say it.
        sides: the two sides.
        service: who wrote what no person wrote.
        none: said instead of an empty timeline.
        edited: beside a text that was changed later.
        deleted: in the place of a text that was deleted.
        reported: what somebody wrote down and the other side has not confirmed.
        confirmed: the same once it was confirmed.
        answered: how one side answered the other.
        answered_nothing: the same where it answered nothing yet.
    """

    title: str
    heads: tuple[str, ...]
    kinds: Mapping[str, str]
    sides: Mapping[str, str]
    service: str
    none: str
    edited: str
    deleted: str
    reported: str
    confirmed: str
    answered: Mapping[str, str]
    answered_nothing: Mapping[str, str]
    sentences: Mapping[str, str]


TIMELINE_LABELS: Mapping[Language, TimelineLabels] = {
    "ru": TimelineLabels(
        title="Хронология",
        heads=("Когда", "Задача", "Что", "От кого", "Кому", "Содержание", "Ответ", "Рабочих часов до ответа"),
        kinds={
            "comment": "сообщение",
            "file": "файл",
            "question": "вопрос",
            "answer": "ответ",
            "offer": "варианты",
            "decision": "решение",
            "signature": "приёмка",
            "call": "разговор",
            "mail": "письмо",
        },
        sides={"client": "клиент", "contractor": "исполнитель", "": "вне договора"},
        service="Уговор",
        none="Переписки пока нет.",
        edited="изменено",
        deleted="Текст удалён автором или администратором",
        reported="со слов: {name}",
        confirmed="подтверждает: {name}",
        answered={
            "contractor": "Исполнитель отвечал обычно за {median}, дольше всего — за {longest} ({issue})",
            "client": "Клиент отвечал обычно за {median}, дольше всего — за {longest} ({issue})",
        },
        answered_nothing={
            "contractor": "Исполнитель пока ни на что не отвечал",
            "client": "Клиент пока ни на что не отвечал",
        },
        sentences={
            "offer": "Варианты: {options}. Ответ ждём {until}",
            "decision": "Выбрано: {option}",
            "choice_kept": "Выбрано: {option}; ждём остальных",
            "choice_without_authority": "Мнение: {option}",
            "signature": "Подпись по этапу {stage}{remarks}",
            "refusal": "Этап {stage} не принят{reason}",
            "preliminary": "Мнение об этапе {stage}{reason}",
            "remarks": "Замечания к этапу {stage}",
            "kick_off_agreed": "Порядок работы подтверждён",
            "forecast": "Прогноз по этапу {stage}: {due}{reason}",
            "handed_over": "Этап {stage} передан на приёмку, ответ ждём {last_day}",
            "bonus": "Бонус: делаем без доплаты",
            "reminded": "Напомнили: {what}",
            "second_notice": "Второе уведомление о приёмке этапа {stage}, возражения {until}",
            "with_remarks": " с замечаниями: {count}",
            "with_reason": ": {reason}",
        },
    ),
    "en": TimelineLabels(
        title="Timeline",
        heads=("When", "Issue", "What", "From", "To", "Content", "Answer", "Working hours until answered"),
        kinds={
            "comment": "message",
            "file": "file",
            "question": "question",
            "answer": "answer",
            "offer": "options",
            "decision": "decision",
            "signature": "sign-off",
            "call": "call",
            "mail": "letter",
        },
        sides={"client": "client", "contractor": "contractor", "": "not in the contract"},
        service="Ugovor",
        none="Nothing has been written yet.",
        edited="edited",
        deleted="The text was deleted by its author or an administrator",
        reported="as told by {name}",
        confirmed="confirmed by {name}",
        answered={
            "contractor": "The contractor usually answered after {median}, at most after {longest} ({issue})",
            "client": "The client usually answered after {median}, at most after {longest} ({issue})",
        },
        answered_nothing={
            "contractor": "The contractor has not had anything to answer yet",
            "client": "The client has not had anything to answer yet",
        },
        sentences={
            "offer": "Options: {options}. Answer asked for {until}",
            "decision": "Chosen: {option}",
            "choice_kept": "Chosen: {option}; waiting for the others",
            "choice_without_authority": "Opinion: {option}",
            "signature": "Signature on the stage {stage}{remarks}",
            "refusal": "Stage {stage} not accepted{reason}",
            "preliminary": "An opinion about stage {stage}{reason}",
            "remarks": "Remarks on stage {stage}",
            "kick_off_agreed": "How we work was agreed",
            "forecast": "Forecast for stage {stage}: {due}{reason}",
            "handed_over": "Stage {stage} handed over for review, {last_day}",
            "bonus": "A bonus: done without charge",
            "reminded": "Reminded of {what}",
            "second_notice": "Second notice about stage {stage}, objections {until}",
            "with_remarks": " with {count} remarks",
            "with_reason": ": {reason}",
        },
    ),
}
