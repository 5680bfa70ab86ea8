"""Words of the list of waits, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.model import Language


@dataclass(frozen=True)
class WaitsLabels:
    """The words of one language.

    Attributes:
        title: of page and export.
        heads: of the table's columns.
        kinds: what is owed.
        states: how far it has come.
        steps: of the ladder.
        sides: the two sides.
        none: said instead of an empty list.
        stage: how long one side was waited for in a stage.
        overlapping: the same with overlaps counted for each wait.
        at_risk: which date an answer still keeps, and until when.
    """

    title: str
    heads: tuple[str, ...]
    kinds: Mapping[str, str]
    states: Mapping[str, str]
    steps: Mapping[str, str]
    sides: Mapping[str, str]
    none: str
    stage: Mapping[str, str]
    overlapping: str
    at_risk: str


WAITS_LABELS: Mapping[Language, WaitsLabels] = {
    "ru": WaitsLabels(
        title="Кто кого ждёт",
        heads=(
            "Задача",
            "№",
            "Что",
            "От кого",
            "Кому",
            "К какому дню",
            "Состояние",
            "У кого сейчас",
            "Дней у клиента",
            "Дней у исполнителя",
            "Следующий шаг",
            "Когда",
        ),
        kinds={
            "input": "нужно",
            "decision": "выбор",
            "signature": "приёмка",
            "promise": "обещание",
            "confirmation": "подтверждение",
        },
        states={
            "open": "ждём",
            "answered": "ответ пришёл",
            "got": "получено",
            "moved": "спросили другого",
            "cancelled": "снято",
        },
        steps={
            "heads_up": "предупредить заранее",
            "remind": "напомнить",
            "offer_call": "предложить звонок",
            "ask_for_another_contact": "спросить, кто ещё",
            "tell_manager": "сказать менеджеру исполнителя",
            "tell_decider": "сказать тому, кто решает",
        },
        sides={"client": "клиент", "contractor": "исполнитель"},
        none="Никто никого не ждёт.",
        stage={
            "client": "Этап {stage}: ответ был за клиентом {days}, считая с дня вопроса",
            "contractor": "Этап {stage}: ответ был за исполнителем {days}, считая с дня вопроса",
        },
        overlapping="если сложить все ожидания, {days}",
        at_risk="чтобы сдать этап {stage} {due}, нужно {last_day}",
    ),
    "en": WaitsLabels(
        title="Who waits for whom",
        heads=(
            "Issue",
            "No.",
            "What",
            "From",
            "For",
            "By",
            "State",
            "Ball with",
            "Client days",
            "Contractor days",
            "Next step",
            "On",
        ),
        kinds={
            "input": "needed",
            "decision": "choice",
            "signature": "sign-off",
            "promise": "promise",
            "confirmation": "confirmation",
        },
        states={
            "open": "waiting",
            "answered": "answered",
            "got": "received",
            "moved": "asked of another",
            "cancelled": "taken back",
        },
        steps={
            "heads_up": "a word ahead of time",
            "remind": "remind",
            "offer_call": "offer a call",
            "ask_for_another_contact": "ask who else",
            "tell_manager": "tell the contractor’s manager",
            "tell_decider": "tell the client's decider",
        },
        sides={"client": "client", "contractor": "contractor"},
        none="Nobody is waiting for anybody.",
        stage={
            "client": "Stage {stage}: {days} with the client, counted from the question",
            "contractor": "Stage {stage}: {days} with the contractor, counted from the question",
        },
        overlapping="{days} if all waits are added up",
        at_risk="to deliver the {stage} stage on {due}, needed {last_day}",
    ),
}
