"""What the report of a backtest says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.model import Language
from plugin.core.model.verdict import VerdictKind


@dataclass(frozen=True)
class BacktestLabels:
    """The words of one language.

    Attributes:
        verdicts: each verdict as people say it.
        rules: what decided, by the keys of `plugin.core.backtest.results.RULES`.
        asks: what a comment asks or tells; an unknown kind is shown as it is called.
        texts: everything else, by a word for it.
    """

    verdicts: Mapping[VerdictKind, str]
    rules: Mapping[str, str]
    asks: Mapping[str, str]
    texts: Mapping[str, str]

    def ask(self, what: str) -> str:
        """Return what a comment asks or tells."""
        return self.asks.get(what, what)


_RU = BacktestLabels(
    verdicts={
        VerdictKind.IN_SCOPE: "в договоре",
        VerdictKind.BONUS: "бонусом",
        VerdictKind.BEYOND_SCOPE: "сверх договора",
        VerdictKind.UNCLEAR: "неясно",
        VerdictKind.DEFECT: "наша ошибка",
        VerdictKind.WARRANTY: "гарантия",
    },
    rules={
        "link": "связь с пунктом договора",
        "exclusion": "слова исключения",
        "type": "тип «ошибка» или гарантия",
        "ruling": "решение человека",
        "none": "ни одно правило",
    },
    asks={
        "offer": "выбор варианта",
        "purpose": "для чего это нужно",
        "bonus": "сообщение о бонусе",
        "ruling": "вопрос команде: в договоре ли это",
        "draft": "черновик предложения для команды",
        "estimate": "вопрос команде: верна ли оценка",
        "client-estimate": "оценка поставлена клиентом",
        "repeated": "похожий запрос в третий раз",
        "goodwill": "бонусы месяца на исходе",
        "exclusion-words": "слова исключения в договорной задаче",
        "over-quantity": "объём пункта исчерпан",
        "stage": "чек-лист этапа",
        "started": "работа началась до решения",
        "gate": "работа началась до приёмки",
        "reply": "ответ на комментарий",
        "decision": "сообщение о решении",
        "waits": "чего ждём и от кого",
        "waiting": "об ожидании",
        "forecast": "новый срок",
        "review": "о приёмке этапа",
    },
    texts={
        "title": "Что сделал бы Уговор",
        "period": "{since} — {until}",
        "from_export": (
            "По выгрузке {source}. В выгрузке нет истории: каждая задача взята в последнем состоянии."
        ),
        "from_tracker": "По истории задач в трекере {source}.",
        "writes": "В трекер ничего не записано (записей: {count}).",
        "extras": "сверх договора",
        "extras_more": "{hours} · {sum}",
        "by_rule": "решено правилом",
        "by_rule_more": "{count} из {all} задач без вопросов к людям",
        "comments": "обращений в неделю",
        "comments_more": ("больше всех: {person}, в среднем {count}, в самую насыщенную неделю {busiest}"),
        "nobody": "никого не пришлось бы спрашивать",
        "nobody_named": "некого спросить: authority никого не называет",
        "beyond_list": "Список сверх договора",
        "beyond_note": "Показаны самые крупные, всего {count}. Все строки — в файле XLSX.",
        "asked_all": "По датам, всего {count}. Те же строки — в файлах XLSX и JSON.",
        "unclear": "осталось неясным",
        "unclear_more": "слова ниже решили бы {count} из них",
        "unclear_none": "по каждой задаче есть вывод",
        "verdicts": "Что в договоре, а что сверх",
        "verdict": "вывод",
        "issues": "задач",
        "share": "доля",
        "hours": "часов",
        "no_estimate": "без оценки",
        "sum": "сумма",
        "days": "рабочих дней",
        "sum_note": "Сумма сверх договора: вариант с доплатой, с НДС. Сумма бонусов: сколько стоят подарки.",
        "rules": "Чем решено",
        "months": "По месяцам",
        "people": "Кого и как часто спрашивали бы",
        "people_note": (
            "Считаем новые комментарии, в которых ждут ответа этого человека. Напоминаний здесь нет: "
            "на незаданные вопросы никто и не отвечал."
        ),
        "person": "кто",
        "side": "сторона",
        "client": "клиент",
        "contractor": "мы",
        "a_week": "в неделю",
        "busiest": "максимум за неделю",
        "mails": "писем",
        "total": "всего",
        "asked": "О чём спросили бы",
        "asked_note": "Показаны самые крупные, всего {count}. Все строки — в файлах XLSX и JSON.",
        "asked_none": "Спрашивать было бы не о чем.",
        "on": "когда",
        "issue": "задача",
        "what": "что",
        "whom": "кого",
        "summary": "заголовок",
        "words": "Слова, которые решили бы больше всего",
        "words_note": (
            "Слово можно добавить в исключение или привязать к пункту договора. Столбец «в договоре» "
            "показывает, в скольких договорных задачах оно тоже есть: такое слово само по себе "
            "ничего не решает."
        ),
        "word": "слово",
        "settles": "решает",
        "in_scope_too": "в договоре",
        "examples": "например",
        "unclear_list": "Что осталось неясным",
        "unclear_list_note": "Показаны последние, всего {count}.",
        "counts": "Задачи",
        "counts_text": (
            "Всего задач: {issues}. С выводом: {judged}; не относятся к договору: {outside}; "
            "этапы и эпики: {named}; заведены до этого срока и учтены только в объёме: {older}."
        ),
        "writes_text": (
            "Уговор оставил бы {client} для клиента и {team} для команды, отправил бы {mails} и "
            "поставил бы метки "
            "на {labels}."
        ),
        "comment_forms": "комментарий|комментария|комментариев",
        "mail_forms": "письмо|письма|писем",
        "issue_forms": "задачу|задачи|задач",
        "observed": "Договор в режиме observe: прошлое показано так, как если бы сервис уже писал в трекер.",
        "export_limits": (
            "По последнему состоянию не видно, когда началась работа и кто что принял: приёмки, её сроков, "
            "ожиданий и напоминаний в отчёте нет. Кто поставил оценку, "
            "тоже не видно, поэтому учитываются все."
        ),
        "side_by_side": "Сравнение",
        "differ": "Где выводы расходятся",
        "differ_none": "По всем задачам выводы совпали.",
        "differ_note": "Показано {shown} из {count}.",
        "notes": "Как прочитано",
        "measure": "показатель",
        "month": "месяц",
        "week": "неделя с",
        "clause": "пункт",
        "created": "заведена",
        "rule": "чем решено",
    },
)

_EN = BacktestLabels(
    verdicts={
        VerdictKind.IN_SCOPE: "in scope",
        VerdictKind.BONUS: "bonus",
        VerdictKind.BEYOND_SCOPE: "beyond scope",
        VerdictKind.UNCLEAR: "unclear",
        VerdictKind.DEFECT: "our defect",
        VerdictKind.WARRANTY: "warranty",
    },
    rules={
        "link": "a link to a scope item",
        "exclusion": "words of an exclusion",
        "type": "a defect's type, or the warranty",
        "ruling": "a person's ruling",
        "none": "no rule",
    },
    asks={
        "offer": "which option",
        "purpose": "what it is for",
        "bonus": "told that it is a bonus",
        "ruling": "asks the team for a ruling",
        "draft": "a draft of an offer for the team",
        "estimate": "asks the team about the estimate",
        "client-estimate": "the client set the estimate",
        "repeated": "a similar request for the third time",
        "goodwill": "the month's goodwill runs out",
        "exclusion-words": "words of an exclusion in agreed work",
        "over-quantity": "an item's quantity is used up",
        "stage": "a stage's checklist",
        "started": "work began before the decision",
        "gate": "work began before the sign-off",
        "reply": "an answer to a comment",
        "decision": "told what was decided",
        "waits": "what we are waiting for, and from whom",
        "waiting": "about a wait",
        "forecast": "a later date",
        "review": "about a stage's review",
    },
    texts={
        "title": "What Ugovor would have done",
        "period": "{since} to {until}",
        "from_export": (
            "From the export {source}. An export has no history: each issue was judged by its last state."
        ),
        "from_tracker": "From the history of the issues in {source}.",
        "writes": "Nothing was written to the tracker (writes: {count}).",
        "extras": "beyond scope",
        "extras_more": "{hours} · {sum}",
        "by_rule": "decided by a rule",
        "by_rule_more": "{count} of {all} issues without a question to anybody",
        "comments": "comments a week",
        "comments_more": "{person} would get the most: {count} on average, {busiest} in the busiest week",
        "nobody": "nobody would have been asked",
        "nobody_named": "nobody to ask: authority names no one",
        "beyond_list": "All that is beyond scope",
        "beyond_note": "The largest are shown, of {count} in all. Every row is in the workbook.",
        "asked_all": "By date, {count} in all. The same rows are in the workbook and the JSON.",
        "unclear": "left unclear",
        "unclear_more": "the words below would settle {count} of them",
        "unclear_none": "every issue has an answer",
        "verdicts": "Verdicts",
        "verdict": "verdict",
        "issues": "issues",
        "share": "share",
        "hours": "hours",
        "no_estimate": "no estimate",
        "sum": "sum",
        "days": "working days",
        "sum_note": "Beyond scope: the option with a fee, VAT included. Bonus: what the gift is worth.",
        "rules": "What decided",
        "months": "By month",
        "people": "Who would have been asked, and how often",
        "people_note": (
            "New comments that wait for this person's answer. No reminders are counted: nobody "
            "answered what was never asked."
        ),
        "person": "who",
        "side": "side",
        "client": "client",
        "contractor": "us",
        "a_week": "a week",
        "busiest": "most in a week",
        "mails": "e-mails",
        "total": "total",
        "asked": "What we would have asked",
        "asked_note": "The largest are shown, of {count} in all. Every row is in the workbook and the JSON.",
        "asked_none": "There would have been nothing to ask.",
        "on": "when",
        "issue": "issue",
        "what": "what",
        "whom": "whom",
        "summary": "summary",
        "words": "Words that would settle most of it",
        "words_note": (
            "Add a word to an exclusion, or map it to a scope item. The “in scope” column shows "
            "how many issues within the contract have it, too: such a word settles nothing on its own."
        ),
        "word": "word",
        "settles": "settles",
        "in_scope_too": "in scope",
        "examples": "such as",
        "unclear_list": "What stayed unclear",
        "unclear_list_note": "The latest are shown, of {count} in all.",
        "counts": "Issues",
        "counts_text": (
            "Issues in all: {issues}. With a verdict: {judged}; outside the contract: {outside}; "
            "stages and epics: {named}; created before these days and counted in quantities only: {older}."
        ),
        "writes_text": (
            "Ugovor would have left {client} for the client and {team} for the team, sent "
            "{mails}, and put labels "
            "on {labels}."
        ),
        "comment_forms": "comment|comments",
        "mail_forms": "e-mail|e-mails",
        "issue_forms": "issue|issues",
        "observed": "The contract is in mode observe; the past is shown as if the service had acted.",
        "export_limits": (
            "A last state does not tell when work began or who accepted what: sign-offs, their dates, "
            "waits and reminders are left out. Nor does it tell who set an estimate, so all of them count."
        ),
        "side_by_side": "Side by side",
        "differ": "Where the verdicts differ",
        "differ_none": "Every issue got the same verdict.",
        "differ_note": "{shown} of {count} are shown.",
        "notes": "How it was read",
        "measure": "measure",
        "month": "month",
        "week": "week of",
        "clause": "clause",
        "created": "created",
        "rule": "decided by",
    },
)

BACKTEST_LABELS: Mapping[Language, BacktestLabels] = {"ru": _RU, "en": _EN}
"""The labels by language."""
