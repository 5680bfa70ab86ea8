"""The sentences of the record, by the kind of entry, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from mappings.model import Language

SENTENCES: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "baseline": "Договор загружен, версия {version}",
        "verdict": "{issue}: {verdict}",
        "offer": "{issue}: варианты на {hours} предложены, ответ ждём {answer_by}",
        "decision": "{issue}: решение «{option}», {by}",
        "choice_without_authority": "{issue}: ответ «{option}» записан как мнение, {by}",
        "baseline_moved": "Сроки сдвинуты: {due}",
        "estimate": "{issue}: оценка{hours}, {by}",
        "fee": "{issue}: названа сумма {sum}, {by}",
        "scope": "{issue}: {ruling}, {by}",
        "bonus": "{issue}: отнесено к бонусам, {by}",
        "publish": "{issue}: варианты показаны клиенту, {by}",
        "label_touched": "{issue}: метка возвращена, её трогали вручную ({by})",
        "begun_undecided": "{issue}: взято в работу до решения ({by})",
        "due_drift": "Этап «{stage}»: срок в трекере правили вручную ({by})",
        "offer_reminded": "{issue}: о выборе напомнили",
        "issue_deleted": "{issue}: задача удалена",
        "edited_by_another": "{issue}: чужой комментарий правили, он не засчитан",
        "gate_closed": "{issue}: взято в работу на этапе «{stage}», хотя {missing}",
        "kick_off_agreed": "Порядок работы подтверждён, {by}",
        "deputy_named": "Заместитель {until}: {deputy}, назначено: {by}",
        "ticked": "Этап «{stage}»: пункт {number} отмечен, {by}",
        "unticked": "Этап «{stage}»: отметка с пункта {number} снята, {by}",
        "signature": "Этап «{stage}»: подписано{remarks}, {by}",
        "preliminary": "Этап «{stage}»: {answer}, записано как мнение, {by}",
        "refusal": "Этап «{stage}»: не принят{reason}, {by}",
        "sign_off": "Этап «{stage}»: приёмка завершена{remarks}, версия {version}",
        "sign_off_outdated": "Этап «{stage}»: подписанное изменилось, подписать нужно версию {version}",
        "sign_off_holds_again": "Этап «{stage}»: всё снова как подписано, приёмка в силе",
    },
    "en": {
        "baseline": "The contract is loaded, version {version}",
        "verdict": "{issue}: {verdict}",
        "offer": "{issue}: options for {hours} are offered, an answer is awaited {answer_by}",
        "decision": "{issue}: decided, {option}, {by}",
        "choice_without_authority": "{issue}: the answer “{option}” is kept as an opinion, {by}",
        "baseline_moved": "Due dates have moved: {due}",
        "estimate": "{issue}: estimated{hours}, {by}",
        "fee": "{issue}: the sum is named, {sum}, {by}",
        "scope": "{issue}: {ruling}, {by}",
        "bonus": "{issue}: ruled to be a bonus, {by}",
        "publish": "{issue}: the options are shown to the client, {by}",
        "label_touched": "{issue}: the label is back, it was touched by hand ({by})",
        "begun_undecided": "{issue}: begun before a decision ({by})",
        "due_drift": "Stage “{stage}”: the due date was edited in the tracker by hand ({by})",
        "offer_reminded": "{issue}: the choice was brought to mind",
        "issue_deleted": "{issue}: the issue was deleted",
        "edited_by_another": "{issue}: somebody else's comment was edited and does not count",
        "gate_closed": "{issue}: begun on the stage “{stage}”, though {missing}",
        "kick_off_agreed": "The way of working is agreed to, {by}",
        "deputy_named": "Deputy until {until}: {deputy}, named by {by}",
        "ticked": "Stage “{stage}”: point {number} is ticked, {by}",
        "unticked": "Stage “{stage}”: point {number} is no longer ticked, {by}",
        "signature": "Stage “{stage}”: signed{remarks}, {by}",
        "preliminary": "Stage “{stage}”: {answer}, kept as an opinion, {by}",
        "refusal": "Stage “{stage}”: refused{reason}, {by}",
        "sign_off": "Stage “{stage}”: the sign-off is complete{remarks}, version {version}",
        "sign_off_outdated": "Stage “{stage}”: what was signed has changed, version {version} is awaited",
        "sign_off_holds_again": "Stage “{stage}”: all is again as it was signed, the sign-off holds",
    },
}
OTHERWISE = "{issue}: {kind}"

VERDICTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "in_scope": "в договоре",
        "bonus": "бонус",
        "beyond_scope": "сверх договора",
        "unclear": "пока не определено",
        "defect": "наш дефект",
        "warranty": "гарантия",
    },
    "en": {
        "in_scope": "in scope",
        "bonus": "bonus",
        "beyond_scope": "beyond scope",
        "unclear": "not settled yet",
        "defect": "our defect",
        "warranty": "warranty",
    },
}

PARTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "in_item": "отнесено к {item} договора",
        "beyond": "отнесено к работам сверх договора",
        "by_rules": "решение человека снято, снова по правилам",
        "sign_off": "предыдущий этап ещё не подписан",
        "kick_off": "порядок работы ещё не подтверждён",
        "accepted": "«принято»",
        "refused": "«не принято»",
        "remarks": ", замечаний: {count}",
        "reason": " («{reason}»)",
        "on_behalf_of": "{by} (вместо: {principal})",
    },
    "en": {
        "in_item": "ruled to be {item} of the contract",
        "beyond": "ruled to be beyond scope",
        "by_rules": "the ruling is withdrawn, the rules decide again",
        "sign_off": "the stage before it is not signed off",
        "kick_off": "the kick-off is not agreed to",
        "accepted": "“accepted”",
        "refused": "“not accepted”",
        "remarks": ", remarks: {count}",
        "reason": " (“{reason}”)",
        "on_behalf_of": "{by} (for {principal})",
    },
}
