"""What was found in a contract; nothing stands here without a quotation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

Value = TypeVar("Value")
Language = Literal["ru", "en"]

MAX_QUOTATION_CHARS = 90


@dataclass(frozen=True)
class Quotation:
    """The words of a contract that say something.

    Attributes:
        part: the annex in which they stand, such as `Приложение № 1`; empty for the contract itself.
        number: of the clause; empty where it has none.
    """

    part: str
    number: str
    text: str

    @property
    def clause(self) -> str:
        """The clause as a mapping names it.

        >>> Quotation("Schedule 1", "2.4", "Excluded: hosting").clause
        'Schedule 1, 2.4'
        """
        return ", ".join(filter(None, (self.part, self.number)))

    def show(self, language: Language, *, is_whole: bool = False) -> str:
        """Return the quotation as a comment of a draft shows it, cut to one line.

        Args:
            language: of the comment.
            is_whole: whether nothing is cut, however long the line gets.

        >>> Quotation("", "5.3", "Тексты  готовит Заказчик.").show("ru")
        'п. 5.3 «Тексты готовит Заказчик.»'
        """
        text = " ".join(self.text.split())
        if len(text) > MAX_QUOTATION_CHARS and not is_whole:
            text = text[: MAX_QUOTATION_CHARS - 1].rstrip() + "…"
        if language == "ru":
            place = f"п. {self.number}" if self.number else ""
            shown = f"«{text.replace('«', '„').replace('»', '“')}»"
        else:
            place = f"cl. {self.number}" if self.number else ""
            shown = f"“{text.replace('“', '‘').replace('”', '’')}”"
        return " ".join(filter(None, (", ".join(filter(None, (self.part, place))), shown)))


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A value and the words that say it."""

    value: Value
    quotation: Quotation


@dataclass(frozen=True)
class ContractStage:
    """A stage of the contract.

    Attributes:
        due: the day on which it ends; None where the contract names none.
        term: a term that depends on something else, in the contract's words: `15 рабочих дней с …`.
        price: with the currency of the stage.
    """

    title: str
    quotation: Quotation
    due: date | None = None
    term: str = ""
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class MonthlyTerms:
    """Hours of each month.

    Attributes:
        roll_over: the percent that the next month may use; a value of None: some may, without a number.
    """

    hours: Decimal
    roll_over: Found[Decimal | None] | None = None


@dataclass(frozen=True)
class ContractItem:
    """A piece of work that the contract lists.

    Attributes:
        clause: its own number, as a mapping names it; empty where only a list or a table names it.
        hours: that were sold; None where the contract says none.
        rounds: of revision that its own words include.
        due: the day that its row of a table names.
        pieces: how many templates, pages or the like it includes.
        month: the hours of each month, for a service without an end.
    """

    title: str
    quotation: Quotation
    clause: str = ""
    hours: Decimal | None = None
    rounds: int | None = None
    due: date | None = None
    pieces: int | None = None
    month: MonthlyTerms | None = None


@dataclass(frozen=True)
class ContractExclusion:
    """A clause that says what is not part of the contract, and the words that name it."""

    text: str
    words: tuple[str, ...]
    quotation: Quotation


@dataclass(frozen=True)
class ContractPower:
    """Who decides or signs for the client by a clause of the contract.

    Attributes:
        name: as the clause has it, with initials where it has them.
        may: as a mapping calls it: `decide`, `sign_off`.
        fee: the most that the person may decide; None without a limit.
    """

    name: str
    may: tuple[str, ...]
    fee: Decimal | None
    quotation: Quotation


@dataclass(frozen=True)
class Unclear:
    """Something that the contract says in a way that a mapping cannot hold.

    Attributes:
        key: of the mapping, such as `warranty_days`.
        value: what would stand there, as well as it is known.
        why: the reason, a key of `plugin.drafting.sentences`.
    """

    key: str
    value: str
    why: str
    quotation: Quotation


@dataclass(frozen=True)
class ContractTerms:
    """All that was found in a contract."""

    language: Language
    title: Found[str] | None = None
    client: Found[str] | None = None
    signatory: Found[str] | None = None
    signed_on: Found[date] | None = None
    currency: Found[str] | None = None
    price: Found[Decimal] | None = None
    vat: Found[Decimal | None] | None = None
    """The percent; a value of None means that there is no VAT."""
    vat_included: Found[bool] | None = None
    is_rate_vat_known: bool = False
    """Whether `vat_included` is said of more than single sums."""
    hour: Found[Decimal] | None = None
    stages: tuple[ContractStage, ...] = ()
    items: tuple[ContractItem, ...] = ()
    exclusions: tuple[ContractExclusion, ...] = ()
    rounds: Found[int] | None = None
    review_days: Found[int] | None = None
    """Working days in which the client looks at a result."""
    silence: Found[bool] | None = None
    """The clause by which silence counts as acceptance."""
    warranty_days: Found[int] | None = None
    goodwill: Found[Decimal] | None = None
    """Hours a month that are done without charge."""
    powers: tuple[ContractPower, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    unused: tuple[Quotation, ...] = ()
    """Clauses of which nothing was used."""
    picture_pages: tuple[int, ...] = ()
    """Pages of which nothing was read."""
    currencies: tuple[str, ...] = ()
    """All that the contract names sums in."""
