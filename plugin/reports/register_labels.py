"""Labels of the register's table, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mappings.model import ContractMapping, Language
from plugin.texts import formats

FEE_COLUMN = 4
"""Where the sums stand among the heads."""


@dataclass(frozen=True)
class RegisterLabels:
    """The labels of one language.

    Attributes:
        heads: of the table's columns, where sums have no VAT.
        fee_with_vat: the head of the sums where they include VAT.
        vat_exempt: beside a sum to which the contract says that no VAT applies.
        values: a verdict, state or option as people say it.
        none: said instead of a table without rows.
        bonus: the line of what was given.
        agreed: the line of what was decided to be done.
        undecided: the line of what waits for a choice.
        put_aside: the line of what was parked or withdrawn.
        days: short for working days.
        title: what the register is called.
        summary: the head of the issues' titles.
        raised: the head of the days on which changes were raised.
        either: beside an open offer whose fee and days are alternatives.
    """

    heads: tuple[str, ...]
    fee_with_vat: str
    vat_exempt: str
    values: Mapping[str, str]
    none: str
    bonus: str
    agreed: str
    undecided: str
    put_aside: str
    days: str
    title: str
    summary: str
    raised: str
    either: str

    def heads_for(self, mapping: ContractMapping) -> tuple[str, ...]:
        """Return the heads; they name VAT only where the contract's sums include it."""
        if not charges_vat(mapping):
            return self.heads
        return (*self.heads[:FEE_COLUMN], self.fee_with_vat, *self.heads[FEE_COLUMN + 1 :])


def charges_vat(mapping: ContractMapping) -> bool:
    """Tell whether the contract ever puts VAT on a sum."""
    price = mapping.price
    found = (price.vat, *(change.vat for change in price.vat_changes)) if price else ()
    return any(vat != "none" and vat > 0 for vat in found)


REGISTER_LABELS: Mapping[Language, RegisterLabels] = {
    "ru": RegisterLabels(
        heads=(
            "Задача",
            "Что это",
            "Пункт",
            "Часы",
            "Сумма",
            "Раб. дни",
            "Состояние",
            "Решение",
            "Кто решил",
            "Когда",
            "Срок был",
            "Срок стал",
        ),
        fee_with_vat="Сумма с НДС",
        vat_exempt="НДС не облагается",
        values={
            "beyond_scope": "сверх договора",
            "bonus": "бонус",
            "raised": "оцениваем",
            "offered": "ждёт выбора",
            "decided": "решено",
            "withdrawn": "снято",
            "waiting": "ожидание",
            "moved": "срок сдвинут",
            "proposed": "предложено учесть",
            "reset": "не учитываем",
            "parked": "отложено",
            "move_deadline": "перенос срока",
            "extra_fee": "доплата",
            "fee_and_date": "доплата и перенос срока",
            "swap": "замена",
            "park": "отложить",
            "withdraw": "снять",
        },
        none="Изменений пока нет.",
        bonus="Бонусы",
        agreed="Согласовано",
        undecided="Ждёт решения",
        put_aside="Отложено или снято",
        days="раб. дн.",
        title="Реестр изменений",
        summary="О чём",
        raised="Появилось",
        either="или сумма, или дни",
    ),
    "en": RegisterLabels(
        heads=(
            "Issue",
            "What it is",
            "Clause",
            "Hours",
            "Fee",
            "Working days",
            "State",
            "Decision",
            "Decided by",
            "When",
            "Due before",
            "Due after",
        ),
        fee_with_vat="Fee with VAT",
        vat_exempt="no VAT applies",
        values={
            "beyond_scope": "beyond scope",
            "bonus": "bonus",
            "raised": "being estimated",
            "offered": "offered",
            "decided": "decided",
            "withdrawn": "withdrawn",
            "waiting": "waiting",
            "moved": "date moved",
            "proposed": "proposed",
            "reset": "not counted",
            "parked": "parked",
            "move_deadline": "move the deadline",
            "extra_fee": "extra fee",
            "fee_and_date": "fee and date",
            "swap": "swap",
            "park": "park",
            "withdraw": "withdraw",
        },
        none="No changes yet.",
        bonus="Bonuses",
        agreed="Agreed",
        undecided="Undecided",
        put_aside="Parked or withdrawn",
        days="working days",
        title="Change register",
        summary="Summary",
        raised="Raised",
        either="either the sum or the days",
    ),
}

_INPUTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "estimate": "оценка",
        "type": "тип",
        "project": "проект",
        "summary": "название",
        "parent": "родительская задача",
        "labels": "метки",
        "components": "компоненты",
        "versions": "версии",
    },
    "en": {
        "estimate": "estimate",
        "type": "type",
        "project": "project",
        "summary": "summary",
        "parent": "parent",
        "labels": "labels",
        "components": "components",
        "versions": "versions",
    },
}
_FIELD: Mapping[Language, str] = {"ru": "поле", "en": "field"}
_NOTES: Mapping[Language, str] = {
    "ru": "правка клиента не учтена: {what}",
    "en": "client's edit not counted: {what}",
}

_DIFFERENT: Mapping[Language, str] = {"ru": "выбрали разное", "en": "different choices"}


def name_input(what: str, language: Language) -> str:
    """Return an input of a verdict as people call it."""
    return _INPUTS[language].get(what, _FIELD[language])


def note_edits(whats: Iterable[str], language: Language) -> str | None:
    """Return the note about edits of the client's side that do not count, or None."""
    named = dict.fromkeys(name_input(what, language) for what in whats)
    return _NOTES[language].format(what=", ".join(named)) if named else None


def note_choices(chosen: Sequence[tuple[str, int]], words: int, needed: int, language: Language) -> str:
    """Return the note about choices that wait for the word of others.

    Args:
        chosen: who chose which number.
        words: how many of the words that are needed agree.
        needed: how many are needed.
        language: the contract's.
    """
    listed = ", ".join(f"{name} – {number}" for name, number in chosen)
    if len({number for _, number in chosen}) > 1:
        return f"{_DIFFERENT[language]}: {listed}"
    return f"{formats.one_of(words, language, needed)}: {listed}"
