"""The record in words."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.model import ContractMapping
from plugin.core.model.outcome import EntryKind
from plugin.pages.entry_text import entry_sentence

DECISION = {"issue": "ACME-8", "decision": {"by": "director", "option": {"option": "move_deadline"}}}
OFFER = {"issue": "ACME-8", "offer": {"hours": "18", "answer_by": "2026-03-09"}}
VERDICT = {"issue": "ACME-8", "verdict": {"kind": "beyond_scope", "clause": "5.3", "over_hours": "18"}}
WORD = {
    "stage": "design",
    "by": "director",
    "name": "Пётр",
    "outcome": "accepted",
    "remarks": [],
    "version": 1,
}

WAIT = {"issue": "ACME-8", "number": 1, "what": "тексты", "owed_by": "contact", "due": "2026-04-10"}
COUNTED = {"issue": "ACME-8", "number": 1, "what": "тексты", "stage": "design", "working_days": 3}

ROWS: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "asked",
        WAIT,
        "ACME-8: спросили «тексты» у человека: Анна Белова, до пятницы, 10 апреля",
        "ACME-8: “тексты” is asked of Анна Белова, by Friday, 10 April",
    ),
    (
        "answered",
        {**WAIT, "by": "contact"},
        "ACME-8: ответ на «тексты», Анна Белова",
        "ACME-8: an answer to “тексты”, Анна Белова",
    ),
    (
        "got",
        {**WAIT, "by": "manager"},
        "ACME-8: получено, «тексты» (Мария Орлова)",
        "ACME-8: received, “тексты” (Мария Орлова)",
    ),
    ("got", {**WAIT, "by": ""}, "ACME-8: получено, «тексты»", "ACME-8: received, “тексты”"),
    (
        "got_part",
        {**WAIT, "by": "manager", "missing": "логотип"},
        "ACME-8: получена часть, не хватает «логотип», Мария Орлова",
        "ACME-8: a part is here, still missing is “логотип”, Мария Орлова",
    ),
    (
        "wait_moved",
        {**WAIT, "by": "manager", "to": "director"},
        "ACME-8: «тексты» теперь ждём от другого человека: Пётр Соколов (Мария Орлова)",
        "ACME-8: “тексты” is now asked of Пётр Соколов (Мария Орлова)",
    ),
    (
        "wait_moved",
        {**WAIT, "by": "", "to": "director"},
        "ACME-8: «тексты» теперь ждём от другого человека: Пётр Соколов",
        "ACME-8: “тексты” is now asked of Пётр Соколов",
    ),
    (
        "wait_moved",
        {**WAIT, "by": "gone", "to": "anna_2"},
        "ACME-8: «тексты» теперь ждём от другого человека: бывший участник (бывший участник)",
        "ACME-8: “тексты” is now asked of a former participant (a former participant)",
    ),
    (
        "wait_changed",
        {**WAIT, "by": "manager", "what_before": "текст", "due_before": "2026-04-08"},
        "ACME-8: исправлен вопрос «текст»: теперь «тексты», до пятницы, 10 апреля (Мария Орлова)",
        "ACME-8: “текст” was changed to “тексты”, by Friday, 10 April (Мария Орлова)",
    ),
    (
        "wait_cancelled",
        {**WAIT, "by": "manager"},
        "ACME-8: «тексты» больше не ждём (Мария Орлова)",
        "ACME-8: “тексты” is no longer needed (Мария Орлова)",
    ),
    (
        "waiting_counted",
        COUNTED,
        "ACME-8: ожидание «тексты», дней в сроке этапа «Дизайн»: 3",
        "ACME-8: waiting for “тексты”, working days for the stage “Дизайн”: 3",
    ),
    (
        "waiting_reset",
        COUNTED,
        "ACME-8: ожидание «тексты» в сроке этапа «Дизайн» не учитываем, дней: 3",
        "ACME-8: waiting for “тексты” counts no longer for the stage “Дизайн”: 3",
    ),
    (
        "promised",
        {**WAIT, "owed_by": "manager"},
        "ACME-8: обещание «тексты», до пятницы, 10 апреля, Мария Орлова",
        "ACME-8: a promise of Мария Орлова, “тексты”, by Friday, 10 April",
    ),
    (
        "reminders_switched",
        {**WAIT, "by": "manager", "on": False},
        "ACME-8: напоминания о «тексты»: выключены, Мария Орлова",
        "ACME-8: reminders of “тексты”: switched off, Мария Орлова",
    ),
    ("reminded", {**WAIT}, "ACME-8: напомнили, Анна Белова", "ACME-8: Анна Белова was reminded"),
    (
        "handed_over",
        {"stage": "design", "by": "manager"},
        "Этап «Дизайн»: передан на приёмку, Мария Орлова",
        "Stage “Дизайн”: handed over for review, Мария Орлова",
    ),
    ("baseline", {"version": 2}, "Договор загружен, версия 2", "The contract is loaded, version 2"),
    ("verdict", VERDICT, "ACME-8: сверх договора, п. 5.3, 18 ч", "ACME-8: beyond scope, clause 5.3, 18 h"),
    ("verdict", {"issue": "ACME-8", "verdict": None}, "ACME-8: —", "ACME-8: —"),
    (
        "offer",
        OFFER,
        "ACME-8: варианты на 18 ч предложены, ответ ждём до понедельника, 9 марта",
        "ACME-8: options for 18 h are offered, please answer by Monday, 9 March",
    ),
    (
        "decision",
        DECISION,
        "ACME-8: решение «перенос срока», Пётр Соколов",
        "ACME-8: decided, move the deadline, Пётр Соколов",
    ),
    (
        "choice_without_authority",
        {"issue": "ACME-8", "by": "contact", "option": "extra_fee"},
        "ACME-8: ответ «доплата» записан как мнение, Анна Белова",
        "ACME-8: the answer “extra fee” is kept as an opinion, Анна Белова",
    ),
    (
        "choice_kept",
        {"issue": "ACME-8", "by": "contact", "option": "extra_fee"},
        "ACME-8: выбор «доплата» записан, ждём остальных, Анна Белова",
        "ACME-8: the choice “extra fee” is kept until the others have chosen, Анна Белова",
    ),
    (
        "baseline_moved",
        {"due": {"design": ["2026-03-23", "2026-03-26"]}},
        "Сроки сдвинуты: Дизайн: 23 марта → 26 марта",
        "Due dates have moved: Дизайн: 23 March → 26 March",
    ),
    (
        "estimate",
        {"issue": "ACME-8", "by": "manager"},
        "ACME-8: оценка, Мария Орлова",
        "ACME-8: estimated, Мария Орлова",
    ),
    (
        "estimate",
        {"issue": "ACME-8", "by": "manager", "hours": "18"},
        "ACME-8: оценка 18 ч, Мария Орлова",
        "ACME-8: estimated 18 h, Мария Орлова",
    ),
    (
        "fee",
        {"issue": "ACME-8", "by": "manager", "sum": "30000", "currency": "None"},
        "ACME-8: названа сумма 30 000 ₽, Мария Орлова",
        "ACME-8: the sum is named, RUB 30,000, Мария Орлова",
    ),
    (
        "scope",
        {"issue": "ACME-8", "by": "manager", "in_item": "2.1", "beyond": "False", "by_rules": "False"},
        "ACME-8: отнесено к п. 2.1 договора, Мария Орлова",
        "ACME-8: ruled to be item 2.1 of the contract, Мария Орлова",
    ),
    (
        "scope",
        {"issue": "ACME-8", "by": "manager", "in_item": "None", "beyond": "True", "by_rules": "False"},
        "ACME-8: отнесено к работам сверх договора, Мария Орлова",
        "ACME-8: ruled to be beyond scope, Мария Орлова",
    ),
    (
        "scope",
        {"issue": "ACME-8", "by": "manager", "in_item": "None", "beyond": "False", "by_rules": "True"},
        "ACME-8: решение человека снято, снова по правилам, Мария Орлова",
        "ACME-8: the ruling is withdrawn, the rules decide again, Мария Орлова",
    ),
    (
        "bonus",
        {"issue": "ACME-8", "by": "manager"},
        "ACME-8: отнесено к бонусам, Мария Орлова",
        "ACME-8: ruled to be a bonus, Мария Орлова",
    ),
    (
        "publish",
        {"issue": "ACME-8", "by": "manager"},
        "ACME-8: варианты показаны клиенту, Мария Орлова",
        "ACME-8: the options are shown to the client, Мария Орлова",
    ),
    (
        "handed_over",
        {"stage": "design", "by": "manager", "last_day": "2026-04-14"},
        "Этап «Дизайн»: передан на приёмку до 14 апреля, Мария Орлова",
        "Stage “Дизайн”: handed over for review until 14 April, Мария Орлова",
    ),
    (
        "handed_over",
        {"stage": "design", "by": "", "last_day": "2026-04-14"},
        "Этап «Дизайн»: передан на приёмку до 14 апреля, всё сделано",
        "Stage “Дизайн”: handed over for review until 14 April, everything is done",
    ),
    (
        "review_reminded",
        {"stage": "design", "step": 1},
        "Этап «Дизайн»: о приёмке напомнили",
        "Stage “Дизайн”: a reminder of the review was sent",
    ),
    (
        "second_notice",
        {"stage": "design", "until": "2026-04-20", "clause": "7.3"},
        "Этап «Дизайн»: второе уведомление, возражения до 20 апреля",
        "Stage “Дизайн”: second notice, objections until 20 April",
    ),
    (
        "notice_not_delivered",
        {"stage": "design", "people": ["director"]},
        "Этап «Дизайн»: второе уведомление дошло не до всех (Пётр Соколов)",
        "Stage “Дизайн”: the second notice did not reach everybody (Пётр Соколов)",
    ),
    (
        "silence_taken_back",
        {"stage": "design", "by": "director"},
        "Этап «Дизайн»: приёмка без ответа отменена, Пётр Соколов",
        "Stage “Дизайн”: the acceptance without an answer is taken back, Пётр Соколов",
    ),
    (
        "reset",
        {"issue": "ACME-8", "by": "manager"},
        "ACME-8: решение отменено, Мария Орлова",
        "ACME-8: the decision is taken back, Мария Орлова",
    ),
    (
        "sign_off_reset",
        {"stage": "design", "by": "manager"},
        "Этап «Дизайн»: приёмка отменена, Мария Орлова",
        "Stage “Дизайн”: the sign-off is taken back, Мария Орлова",
    ),
    (
        "forecast",
        {"stage": "design", "due": "2026-04-20", "reason": "ещё один круг", "by": "manager"},
        "Этап «Дизайн»: прогноз 20 апреля («ещё один круг»), Мария Орлова",
        "Stage “Дизайн”: forecast 20 April (“ещё один круг”), Мария Орлова",
    ),
    (
        "label_touched",
        {"issue": "ACME-8", "by": "Олег", "label": "beyond-scope", "removed": True},
        "ACME-8: метка возвращена, её трогали вручную (Олег)",
        "ACME-8: the label is back, it was touched by hand (Олег)",
    ),
    (
        "begun_undecided",
        {"issue": "ACME-8", "by": "Олег", "status": "В работе"},
        "ACME-8: взято в работу до решения (Олег)",
        "ACME-8: begun before a decision (Олег)",
    ),
    (
        "due_drift",
        {"stage": "design", "by": "Олег", "shown": "2026-03-20", "computed": "2026-03-23"},
        "Этап «Дизайн»: срок в трекере правили вручную (Олег)",
        "Stage “Дизайн”: the due date was edited in the tracker by hand (Олег)",
    ),
    (
        "offer_reminded",
        {"issue": "ACME-8", "step": 1},
        "ACME-8: о выборе напомнили",
        "ACME-8: a reminder of the choice was sent",
    ),
    ("issue_deleted", {"issue": "ACME-8"}, "ACME-8: задача удалена", "ACME-8: the issue was deleted"),
    (
        "edited_by_another",
        {"issue": "ACME-8", "comment": "10", "editor": "Олег"},
        "ACME-8: чужой комментарий правили, он не засчитан",
        "ACME-8: somebody else's comment was edited and does not count",
    ),
    (
        "left_contract_decided",
        {"issue": "ACME-8", "by": "Мария Орлова"},
        "ACME-8: задачу перенесли, решение остаётся в этом договоре",
        "ACME-8: moved away, the decision stays with this contract",
    ),
    (
        "gate_closed",
        {"issue": "ACME-8", "stage": "design", "missing": "sign_off"},
        "ACME-8: взято в работу на этапе «Дизайн», хотя предыдущий этап ещё не подписан",
        "ACME-8: begun on the stage “Дизайн”, though the stage before it is not signed off",
    ),
    (
        "gate_closed",
        {"issue": "ACME-8", "stage": "design", "missing": "kick_off"},
        "ACME-8: взято в работу на этапе «Дизайн», хотя порядок работы ещё не подтверждён",
        "ACME-8: begun on the stage “Дизайн”, though the kick-off is not agreed to",
    ),
    (
        "kick_off_agreed",
        {"by": "director", "means": "command"},
        "Порядок работы подтверждён, Пётр Соколов",
        "The way of working is agreed to, Пётр Соколов",
    ),
    (
        "deputy_named",
        {"by": "director", "deputy": "contact", "until": "2026-03-09"},
        "Заместитель до понедельника, 9 марта: Анна Белова, назначено: Пётр Соколов",
        "Deputy until Monday, 9 March: Анна Белова, named by Пётр Соколов",
    ),
    (
        "deputy_ended",
        {"by": "director", "deputy": "contact"},
        "Заместителя больше нет: Анна Белова, решение: Пётр Соколов",
        "No longer a deputy: Анна Белова, ended by Пётр Соколов",
    ),
    (
        "older_words",
        {"stage": "design", "by": "director"},
        "Этап «Дизайн»: правка старого комментария подписью не стала, Пётр Соколов",
        "Stage “Дизайн”: the edit of an old comment is no signature, Пётр Соколов",
    ),
    (
        "call_arranged",
        {
            "issue": "ACME-7",
            "by": "contact",
            "at": "2026-04-10T15:00:00+03:00",
            "people": ["director", "contact"],
            "topic": "меню",
        },
        "ACME-7: созвон «меню» 10 апреля, 15:00, Пётр Соколов, Анна Белова",
        "ACME-7: call “меню” 10 April, 15:00, Пётр Соколов, Анна Белова",
    ),
    (
        "call_written_up",
        {
            "issue": "ACME-7",
            "by": "contact",
            "number": 3,
            "context": "меню",
            "problem": "",
            "options": "",
            "next_step": "макет к среде",
            "whose_ok": "Пётр",
        },
        "ACME-7: итог созвона под номером 3, «макет к среде», Анна Белова",
        "ACME-7: a call is written up as number 3, “макет к среде”, Анна Белова",
    ),
    (
        "away",
        {"issue": "ACME-7", "by": "contact", "from": "2026-04-10", "until": "2026-04-14"},
        "Отсутствует 10–14 апреля: Анна Белова",
        "Away 10–14 April: Анна Белова",
    ),
    (
        "logged",
        {"issue": "ACME-7", "by": "contact", "on": "2026-04-10", "text": "созвонились по меню", "number": 2},
        "ACME-7: записано под номером 2, 10 апреля: «созвонились по меню», Анна Белова",
        "ACME-7: written down as number 2, 10 April: “созвонились по меню”, Анна Белова",
    ),
    (
        "log_confirmed",
        {"issue": "ACME-7", "by": "director", "number": 2},
        "ACME-7: запись 2 подтверждена, Пётр Соколов",
        "ACME-7: number 2 is confirmed, Пётр Соколов",
    ),
    (
        "ticked",
        {"stage": "design", "number": 2, "by": "contact"},
        "Этап «Дизайн»: пункт 2 отмечен, Анна Белова",
        "Stage “Дизайн”: point 2 is ticked, Анна Белова",
    ),
    (
        "unticked",
        {"stage": "design", "number": 2, "by": "contact"},
        "Этап «Дизайн»: отметка с пункта 2 снята, Анна Белова",
        "Stage “Дизайн”: point 2 is no longer ticked, Анна Белова",
    ),
    (
        "signature",
        {**WORD, "by": "contact", "on_behalf_of": "director", "remarks": ["шрифт", "цвет"]},
        "Этап «Дизайн»: подписано, замечаний: 2, Анна Белова (вместо: Пётр Соколов)",
        "Stage “Дизайн”: signed, remarks: 2, Анна Белова (for Пётр Соколов)",
    ),
    (
        "preliminary",
        {**WORD, "by": "", "name": "Олег", "counts": False, "why_not": "not_in_contract"},
        "Этап «Дизайн»: «принято», записано как предварительный ответ, Олег",
        "Stage “Дизайн”: “accepted”, kept as an opinion, Олег",
    ),
    (
        "preliminary",
        {**WORD, "by": "contact", "outcome": "refused", "counts": False},
        "Этап «Дизайн»: «не принято», записано как предварительный ответ, Анна Белова",
        "Stage “Дизайн”: “not accepted”, kept as an opinion, Анна Белова",
    ),
    (
        "refusal",
        {**WORD, "outcome": "refused", "reason": "нет {мобильной} версии"},
        "Этап «Дизайн»: не принят («нет {мобильной} версии»), Пётр Соколов",
        "Stage “Дизайн”: refused (“нет {мобильной} версии”), Пётр Соколов",
    ),
    (
        "sign_off",
        {"stage": "design", "version": 1, "outcome": "accepted", "remarks": []},
        "Этап «Дизайн»: приёмка завершена, версия 1",
        "Stage “Дизайн”: the sign-off is complete, version 1",
    ),
    (
        "sign_off_outdated",
        {"stage": "design", "version": 2, "parts": []},
        "Этап «Дизайн»: подписанное изменилось, подписать нужно версию 2",
        "Stage “Дизайн”: what was signed has changed, please sign version 2",
    ),
    (
        "sign_off_holds_again",
        {"stage": "of last year"},
        "Этап «of last year»: всё снова как подписано, приёмка в силе",
        "Stage “of last year”: all is again as it was signed, the sign-off holds",
    ),
    (
        "erasure",
        {"as": "Person 1a2b3c", "entries": {"3": "…"}},
        "Имя человека удалено, в записях вместо него «Person 1a2b3c»",
        "A person’s name was erased; the entries say “Person 1a2b3c” instead",
    ),
    (
        "signature_outdated",
        {"stage": "design", "by": "director"},
        "Этап «Дизайн»: содержание изменилось, подпись нужна заново, Пётр Соколов",
        "Stage “Дизайн”: the content has changed, it has to be signed again, Пётр Соколов",
    ),
    (
        "content_changed",
        {"stage": "design", "by": "director"},
        "Этап «Дизайн»: содержание изменилось до подписи на странице, Пётр Соколов",
        "Stage “Дизайн”: the content changed before the signature on the page, Пётр Соколов",
    ),
    (
        "remarks",
        {"stage": "design", "by": "director", "remarks": ["отступы"]},
        "Этап «Дизайн»: замечания после приёмки, Пётр Соколов",
        "Stage “Дизайн”: remarks after the sign-off, Пётр Соколов",
    ),
    (
        "client_edit",
        {
            "issue": "ACME-8",
            "by": "Анна Белова",
            "changes": [
                {"what": "type", "before": "Task", "after": "Bug"},
                {"what": "field:customfield_10014", "before": "", "after": "ACME-3"},
                {"what": "estimate", "before": "", "after": "18"},
            ],
        },
        "ACME-8: правка клиента не учтена, тип Task → Bug; поле — → ACME-3; оценка — → 18 ч (Анна Белова)",
        (
            "ACME-8: an edit of the client's side does not count, type Task → Bug; field — → ACME-3; "
            "estimate — → 18 h (Анна Белова)"
        ),
    ),
    (
        "left_contract",
        {"issue": "OTHER-1", "was": "ACME-8", "by": "Мария Орлова", "project": "OTHER"},
        "OTHER-1: задача ушла из договора, выбор по ней больше не ждём (Мария Орлова)",
        "OTHER-1: left the contract, there is nothing to choose any more (Мария Орлова)",
    ),
    (
        "team_told",
        {"issue": "ACME-8", "text": "Подтвердить:\n\n/оценка 18ч"},
        "ACME-8: команде сказано письмом: «Подтвердить: /оценка 18ч»",
        "ACME-8: the team was told by mail: “Подтвердить: /оценка 18ч”",
    ),
    ("a kind of tomorrow", {"issue": "ACME-8"}, "ACME-8: a kind of tomorrow", "ACME-8: a kind of tomorrow"),
]


@pytest.mark.parametrize(("kind", "payload", "russian", "english"), ROWS)
def test_an_entry_is_written_as_a_sentence(
    mapping: ContractMapping, kind: str, payload: dict[str, Any], russian: str, english: str
) -> None:
    """Each kind has a sentence in both languages; one without words is named as it is."""
    said = [entry_sentence(kind, payload, mapping, language) for language in ("ru", "en")]
    assert [text.replace("\u00a0", " ") for text in said] == [russian, english]


def test_every_kind_of_entry_has_a_sentence() -> None:
    """Whatever a decision puts on record stands in the table above."""
    assert sorted({*EntryKind} - {row[0] for row in ROWS}) == []
