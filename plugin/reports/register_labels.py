"""Labels of the register's table, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.model import Language


@dataclass(frozen=True)
class RegisterLabels:
    """The labels of one language.

    Attributes:
        heads: of the table's columns.
        values: a verdict, state or option as people say it.
        none: said instead of a table without rows.
        bonus: the line of what was given.
        agreed: the line of what was decided to be done.
        undecided: the line of what waits for a choice.
        put_aside: the line of what was parked or withdrawn.
        days: short for working days.
        hours: short for hours.
    """

    heads: tuple[str, ...]
    values: Mapping[str, str]
    none: str
    bonus: str
    agreed: str
    undecided: str
    put_aside: str
    days: str
    hours: str


REGISTER_LABELS: Mapping[Language, RegisterLabels] = {
    "ru": RegisterLabels(
        heads=(
            "Задача",
            "Что это",
            "Пункт",
            "Часы",
            "Сумма с НДС",
            "Раб. дни",
            "Состояние",
            "Решение",
            "Кто решил",
            "Когда",
            "Срок был",
            "Срок стал",
        ),
        values={
            "beyond_scope": "сверх договора",
            "bonus": "бонус",
            "raised": "замечено",
            "offered": "ждёт выбора",
            "decided": "решено",
            "withdrawn": "снято",
            "parked": "отложено",
            "move_deadline": "сдвиг срока",
            "extra_fee": "доплата",
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
        hours="ч",
    ),
    "en": RegisterLabels(
        heads=(
            "Issue",
            "What it is",
            "Clause",
            "Hours",
            "Fee with VAT",
            "Working days",
            "State",
            "Decision",
            "Decided by",
            "When",
            "Due before",
            "Due after",
        ),
        values={
            "beyond_scope": "beyond scope",
            "bonus": "bonus",
            "raised": "raised",
            "offered": "offered",
            "decided": "decided",
            "withdrawn": "withdrawn",
            "parked": "parked",
            "move_deadline": "move the deadline",
            "extra_fee": "extra fee",
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
        hours="h",
    ),
}
