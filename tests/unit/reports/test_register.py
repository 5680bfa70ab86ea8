"""The change register: rows, totals, JSON, CSV and the table."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from mappings.model import ContractMapping, Language
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState, OfferVersion
from plugin.core.model.options import OfferOption
from plugin.core.model.placement import Evidence
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.reports.register import RegisterRow, filter_rows, register_rows, register_totals
from plugin.reports.register_formats import REGISTER_FORMATS, csv_text, json_rows, render_register, table_text

RAISED_ON = date(2026, 4, 1)
DECIDED_AT = datetime(2026, 4, 2, 21, 30, 15, 999, tzinfo=UTC)

MOVE = OfferOption(
    number=1, option="move_deadline", working_days=3, before=date(2026, 4, 10), after=date(2026, 4, 15)
)
FEE = OfferOption(
    number=2, option="extra_fee", fee=Decimal("75600.00"), vat=Decimal(12600), before=date(2026, 4, 10)
)
BOTH = OfferOption(
    number=1,
    option="fee_and_date",
    working_days=3,
    fee=Decimal(75600),
    before=date(2026, 4, 10),
    after=date(2026, 4, 15),
)
FREE = OfferOption(number=2, option="extra_fee", before=date(2026, 4, 10))
SWAP = OfferOption(number=3, option="swap", swap_issue="10007", swap_key="ACME-7")
PARK = OfferOption(number=4, option="park")
WITHDRAW = OfferOption(number=5, option="withdraw")
EVERY = (MOVE, FEE, SWAP, PARK, WITHDRAW)


def _mapping(language: str = "ru", vat: object = 20) -> ContractMapping:
    return ContractMapping.model_validate(
        {
            "contract": {
                "id": "ACME",
                "title": "Site",
                "language": language,
                "currency": "RUB" if language == "ru" else "EUR",
                "timezone": "Europe/Moscow",
            },
            "tracker": {"name": "main", "projects": ["ACME"]},
            "people": {"director": {"name": "Пётр Соколов", "side": "client"}},
            "price": {"hour": 3500, "vat": vat},
            "stages": [{"id": "design", "title": "Design"}],
        }
    )


def _verdict(
    kind: VerdictKind = VerdictKind.BEYOND_SCOPE, hours: str | None = "18", clause: str = "5.3"
) -> Verdict:
    over = Decimal(hours) if hours else None
    return Verdict(kind=kind, clause=clause, over_hours=over, reasons=(Reason(word="unmatched"),))


def _change(
    state: ChangeState, options: tuple[OfferOption, ...] = (), *chosen: OfferOption, by: str = "director"
) -> Change:
    """Return a change; it has an offer where options are given, and decisions."""
    offer = OfferVersion(
        version=1, made_on=RAISED_ON, answer_by=date(2026, 4, 8), hours=Decimal(18), options=options
    )
    decisions = tuple(
        Decision(
            id=f"10015/{number}", option=option, hours=Decimal(18), by=by, at=DECIDED_AT, on=date(2026, 4, 3)
        )
        for number, option in enumerate(chosen)
    )
    versions = (offer,) if options else ()
    return Change(state=state, raised_on=RAISED_ON, versions=versions, decisions=decisions)


def _issue(summary: str) -> IssueSnapshot:
    return IssueSnapshot(id="10015", key="ACME-15", project="ACME", summary=summary)


def _state(change: Change | None, verdict: Verdict | None = None, **values: object) -> IssueState:
    given: dict[str, Any] = {
        "tracker": "main",
        "contract": "ACME",
        "issue": IssueSnapshot(id="10015", key="ACME-15", project="ACME", summary="Калькулятор"),
        "evidence": Evidence.EXCLUSION,
        "verdict": verdict or _verdict(),
        "change": change,
    }
    return IssueState(**(given | values))


UNDECIDED = {"option": None, "decided_by": None, "decided_at": None}
BY_DIRECTOR = {"decided_by": "Пётр Соколов", "decided_at": "2026-04-03T00:30:15+03:00"}
NO_COST = {"fee": None, "working_days": None, "due_before": None, "due_after": None}
MOVES = {"working_days": 3, "due_before": "2026-04-10", "due_after": "2026-04-15"}
DECIDED, OFFERED, RAISED = ChangeState.DECIDED, ChangeState.OFFERED, ChangeState.RAISED


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(
            _state(_change(OFFERED, EVERY)),
            {"state": "offered", "hours": 18, "fee": 75600, **MOVES, **UNDECIDED},
            id="offered: what the fee and the move would cost",
        ),
        pytest.param(
            _state(_change(OFFERED, (FEE, PARK))),
            {"fee": 75600, "working_days": None, "due_before": None, "due_after": None},
            id="offered without a move: no days and no dates",
        ),
        pytest.param(
            _state(_change(OFFERED, (MOVE, PARK))),
            {"fee": None, **MOVES},
            id="offered without a fee: no sum",
        ),
        pytest.param(
            _state(_change(RAISED), _verdict(hours=None)),
            {"state": "raised", "hours": None, **NO_COST, **UNDECIDED},
            id="raised without an estimate: nothing to tell yet",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, MOVE)),
            {"state": "decided", "option": "move_deadline", "fee": None, **MOVES, **BY_DIRECTOR},
            id="decided by a move: days and dates, no fee",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, FEE)),
            {**NO_COST, "state": "decided", "option": "extra_fee", "fee": 75600, **BY_DIRECTOR},
            id="decided by a fee: the sum, no days and no dates",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, FREE)),
            {"fee": 0, "option": "extra_fee"},
            id="decided for nothing: the fee is 0, not missing",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, SWAP)),
            {**NO_COST, "option": "swap", **BY_DIRECTOR},
            id="decided by a swap: it costs nothing",
        ),
        pytest.param(
            _state(_change(ChangeState.PARKED, EVERY, PARK)),
            {**NO_COST, "state": "parked", "option": "park", **BY_DIRECTOR},
            id="parked",
        ),
        pytest.param(
            _state(_change(ChangeState.WITHDRAWN, EVERY, WITHDRAW)),
            {**NO_COST, "state": "withdrawn", "option": "withdraw", **BY_DIRECTOR},
            id="withdrawn",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, MOVE, FEE)),
            {**NO_COST, "option": "extra_fee", "fee": 75600},
            id="decided twice: the later decision counts",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, FEE, by="former")),
            {"decided_by": "former"},
            id="the decider has left the mapping: the key is left",
        ),
        pytest.param(
            _state(None, _verdict(VerdictKind.BONUS, "0.75"), bonus_hours=Decimal("0.75")),
            {**NO_COST, **UNDECIDED, "verdict": "bonus", "state": "decided", "hours": 0.75},
            id="a bonus: decided by nobody, no option, no cost",
        ),
        pytest.param(
            _state(_change(OFFERED, EVERY), _verdict(clause="")),
            {"clause": None},
            id="no clause decided",
        ),
        pytest.param(
            _state(_change(DECIDED, EVERY, FEE)).model_copy(update={"verdict": None}),
            {"verdict": "beyond_scope", "clause": None, "hours": 18, "fee": 75600},
            id="moved out of the contract after its decision: the decision stays",
        ),
    ],
)
def test_a_change_becomes_a_row(state: IssueState, expected: dict[str, object]) -> None:
    """Before a decision what the ways out would cost; afterwards the chosen one."""
    [row] = json_rows(register_rows(_mapping(), [state]))
    assert {key: row[key] for key in expected} == expected


@pytest.mark.parametrize(
    "verdict",
    [_verdict(VerdictKind.IN_SCOPE), _verdict(VerdictKind.UNCLEAR), _verdict(VerdictKind.DEFECT)],
    ids=["in scope", "unclear", "a defect"],
)
def test_an_issue_in_scope_is_not_listed(verdict: Verdict) -> None:
    """Agreed work and open questions are no changes."""
    assert register_rows(_mapping(), [_state(None, verdict)]) == ()


def test_json_has_exactly_the_settled_keys() -> None:
    """Other programs rely on them; numbers are numbers."""
    [row] = json.loads(json.dumps(json_rows(register_rows(_mapping(), [_state(_change(OFFERED, EVERY))]))))
    assert row == {
        "issue": "ACME-15",
        "verdict": "beyond_scope",
        "clause": "5.3",
        "hours": 18,
        "fee": 75600,
        "currency": "RUB",
        "working_days": 3,
        "state": "offered",
        "option": None,
        "decided_by": None,
        "decided_at": None,
        "due_before": "2026-04-10",
        "due_after": "2026-04-15",
        "kind": "extra",
    }


@pytest.mark.parametrize(
    ("language", "vat", "head", "beside"),
    [
        ("ru", 22, "Сумма с НДС", ""),
        ("ru", "none", "Сумма", "НДС не облагается"),
        ("ru", 0, "Сумма", ""),
        ("en", 20, "Fee with VAT", ""),
        ("en", "none", "Fee", "no VAT applies"),
    ],
)
def test_only_a_contract_with_vat_has_a_column_that_says_so(
    language: str, vat: object, head: str, beside: str
) -> None:
    """`vat: none` is said beside the sum; no column says VAT, in table and files."""
    mapping = _mapping(language, vat)
    fee = FEE.model_copy(update={"vat_exempt": vat == "none"})
    rows = register_rows(mapping, [_state(_change(OFFERED, (MOVE, fee)))])
    table = table_text(rows, mapping)
    assert head in table
    assert ("НДС" in table or "VAT" in table) is (vat != 0)
    assert (beside in table, beside in csv_text(rows)) == (True, True)
    assert json_rows(rows)[0].get("fee_note", "") == beside
    assert "vat" not in csv_text(rows).splitlines()[0].lower()
    book = load_workbook(io.BytesIO(render_register("xlsx", rows, mapping, mapping.contract.language, HEAD)))
    assert beside in book.worksheets[0]["I2"].value


def test_people_read_minutes_and_files_have_no_rounded_hours() -> None:
    """6 h 40 min are read as such; files give the exact minutes beside the hours."""
    rows = register_rows(_mapping(), [_state(_change(OFFERED, EVERY), _verdict(hours="6.6666666666"))])
    assert "6 ч 40 мин" in table_text(rows, _mapping()).replace("\xa0", " ")
    assert (json_rows(rows)[0]["hours"], json_rows(rows)[0]["minutes"]) == (6.67, 400)
    assert csv_text(rows).splitlines()[0].endswith(",minutes")
    assert "6.666" not in csv_text(rows) + table_text(rows, _mapping())


def _row(**values: object) -> RegisterRow:
    given: dict[str, Any] = {
        "issue": "ACME-15",
        "verdict": "beyond_scope",
        "clause": "5.3",
        "hours": Decimal(18),
        "fee": Decimal("75600.00"),
        "currency": "RUB",
        "working_days": 3,
        "state": "offered",
    }
    return RegisterRow(**(given | values))


BONUS = _row(verdict="bonus", state="decided", hours=Decimal("0.5"), fee=None, working_days=None)
LISTED = (
    _row(),
    _row(state="raised", hours=None, fee=None, working_days=None),
    _row(state="decided", option="extra_fee", working_days=None),
    _row(state="decided", option="extra_fee", fee=Decimal("0.10"), working_days=None, hours=Decimal(1)),
    _row(state="decided", option="move_deadline", fee=None, hours=Decimal(6)),
    _row(state="parked", fee=None, working_days=None, hours=Decimal(2)),
    BONUS,
)


def test_totals_add_up_by_outcome() -> None:
    """Only what was agreed has money and days; alternatives are not added up."""
    sums = register_totals(LISTED)
    assert (sums.agreed.changes, sums.agreed.hours, sums.agreed.fee, sums.agreed.working_days) == (
        3,
        Decimal(25),
        Decimal("75600.10"),
        3,
    )
    assert (sums.undecided.changes, sums.undecided.hours, sums.undecided.fee) == (2, Decimal(18), Decimal(0))
    assert (sums.put_aside.changes, sums.put_aside.hours) == (1, Decimal(2))
    assert (sums.bonus.changes, sums.bonus.hours) == (1, Decimal("0.5"))


@pytest.mark.parametrize(
    ("state", "verdict", "count"),
    [
        pytest.param(None, None, 7, id="no filter takes all"),
        pytest.param("decided", None, 4, id="a state"),
        pytest.param(None, "bonus", 1, id="a verdict"),
        pytest.param("decided", "beyond_scope", 3, id="both must hold"),
        pytest.param("parked", "bonus", 0, id="nothing is both"),
    ],
)
def test_rows_are_filtered_by_state_and_verdict(state: str | None, verdict: str | None, count: int) -> None:
    """State and verdict choose rows."""
    assert len(filter_rows(LISTED, state=state, verdict=verdict)) == count


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("5.3", "5.3", id="an ordinary clause"),
        pytest.param("5; 3", "5; 3", id="a semicolon"),
        pytest.param('5 "three"', '5 "three"', id="quotes"),
        pytest.param('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")', id="a formula"),
        pytest.param("+7", "'+7", id="a plus"),
        pytest.param("-7", "'-7", id="a minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an at sign"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_a_text_in_csv(value: str | None, cell: str) -> None:
    """It is read back as it was, and no spreadsheet takes it for a formula."""
    [row] = csv.DictReader(io.StringIO(csv_text([_row(clause=value)])))
    assert row["clause"] == cell


def test_csv_keeps_its_columns_whatever_separator_is_expected() -> None:
    """Texts are quoted, so a reader that splits at semicolons does not split them."""
    line = csv_text([_row(clause="5;3")]).splitlines()[1]
    assert '"5;3",18,75600,' in line


def test_csv_of_nothing_is_a_header() -> None:
    """Programs find their columns."""
    assert csv_text([]).startswith("issue,verdict,clause,hours,fee,currency,working_days,state,")


@pytest.mark.parametrize(
    ("language", "head", "row", "agreed"),
    [
        pytest.param(
            "ru",
            ("Задача", "Сумма с НДС"),
            ("сверх договора", "75\xa0600\xa0₽", "доплата"),
            ("Согласовано", "25 ч", "75\xa0600,10\xa0₽", "3 раб. дн."),
            id="in Russian",
        ),
        pytest.param(
            "en",
            ("Issue", "Fee with VAT"),
            ("beyond scope", "75,600\xa0€", "extra fee"),
            ("Agreed", "25 h", "75,600.10\xa0€", "3 working days"),
            id="in English",
        ),
    ],
)
def test_the_table_speaks_the_contracts_language(
    language: str, head: tuple[str, ...], row: tuple[str, ...], agreed: tuple[str, ...]
) -> None:
    """Words, sums and totals are in the language of the contract."""
    mapping = _mapping(language)
    listed = tuple(_row(**{**vars(each), "currency": mapping.contract.currency}) for each in LISTED)
    lines = table_text(listed, mapping).splitlines()
    assert all(word in lines[0] for word in head)
    assert all(word in lines[3] for word in row)
    [total] = [line for line in lines if line.startswith(agreed[0])]
    assert all(word in total for word in agreed)


def test_the_columns_of_the_table_are_aligned() -> None:
    """Numbers end under the end of their head, texts begin under its beginning."""
    head, first = table_text(LISTED[:1], _mapping("en")).splitlines()[:2]
    assert head.index("Hours") + len("Hours") == first.index("18") + len("18")
    assert head.index("State") == first.index("offered")


def test_dates_are_written_out_in_the_table() -> None:
    """No reader wonders whether the day or the month comes first."""
    row = _row(due_before=date(2026, 4, 10), due_after=date(2026, 4, 15), decided_at=DECIDED_AT)
    line = table_text([row], _mapping("en")).splitlines()[1]
    assert line.endswith("2 Apr 2026  10 Apr 2026  15 Apr 2026")


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Изменений пока нет."), ("en", "No changes yet.")], ids=["ru", "en"]
)
def test_an_empty_register_is_said(language: str, said: str) -> None:
    """A sentence instead of an empty table."""
    assert table_text([], _mapping(language)) == said


def test_totals_of_nothing_are_left_out() -> None:
    """A contract without bonuses shows no line about them."""
    assert "Bonuses" not in table_text(LISTED[:1], _mapping("en"))


EXPORTED = (
    _state(_change(DECIDED, EVERY, FEE), issue=_issue("=SUM(A1)")),
    _state(_change(OFFERED, EVERY), issue=_issue("Вторая лента")),
)
HEAD = (7, "ab" * 32)


def test_workbook_holds_numbers_dates_and_texts_as_they_are() -> None:
    """Sums can be added up, dates sorted; nobody's words become a formula."""
    rows = register_rows(_mapping(), EXPORTED)
    book = load_workbook(io.BytesIO(render_register("xlsx", rows, _mapping(), "ru", HEAD)))
    sheet = book.worksheets[0]
    head, first, second, blank, foot = list(sheet.iter_rows(values_only=True))[:5]
    assert ("Задача", "О чём", "Сумма с НДС, RUB") == (head[0], head[1], head[6])
    assert ("ACME-15", "=SUM(A1)", 18, 75600) == (first[0], first[1], first[5], first[6])
    assert "s" == sheet["B2"].data_type
    assert datetime(2026, 4, 3) == first[11]  # noqa: DTZ001 -- a spreadsheet knows no time zone
    assert (3, datetime(2026, 4, 15)) == (second[7], second[13])  # noqa: DTZ001 -- likewise
    assert ("решено", "ждёт выбора (или сумма, или дни)") == (first[8], second[8])
    assert {None} == set(blank)
    assert ("Согласовано", 18, 75600) == (foot[1], foot[5], foot[6])
    assert "A2" == sheet.freeze_panes
    assert "#,##0" == sheet["G2"].number_format
    about = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert "Запись 7 · abababababab · Europe/Moscow" == about[1]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "ru",
            ("Реестр изменений: Site", "Вторая лента", "сверх договора", "Согласовано", "Страница 1 из 1"),
        ),
        ("en", ("Change register: Site", "Вторая лента", "beyond scope", "Agreed", "Page 1 of 1")),
    ],
)
def test_pdf_reads_in_the_readers_language(language: Language, shown: tuple[str, ...]) -> None:
    """Cyrillic letters, sums, the record's head and page numbers."""
    rows = register_rows(_mapping(), EXPORTED)
    written = render_register("pdf", rows, _mapping(), language, HEAD)
    text = " ".join(PdfReader(io.BytesIO(written)).pages[0].extract_text().replace("\xa0", " ").split())
    for each in (*shown, "75 600" if language == "ru" else "75,600", "abababababab"):
        assert each in text, text


@pytest.mark.parametrize(
    ("change", "either"),
    [
        (_change(OFFERED, EVERY), True),
        (_change(OFFERED, (MOVE, PARK)), False),
        (_change(OFFERED, (FEE, PARK)), False),
        (_change(OFFERED, (BOTH, PARK)), False),
        (_change(DECIDED, EVERY, FEE), False),
    ],
)
def test_an_open_offer_costs_either_or(change: Change, either: bool) -> None:
    """Both ways out are named until one is chosen; a single one stands alone."""
    (row,) = register_rows(_mapping(), (_state(change),))
    assert row.is_either == either


def test_empty_register_is_said_in_each_format() -> None:
    """A file without rows says so, or has its head alone."""
    for form in REGISTER_FORMATS:
        written = render_register(form, (), _mapping(), "ru", HEAD)
        if form == "pdf":
            assert "Изменений пока нет" in PdfReader(io.BytesIO(written)).pages[0].extract_text()
        elif form == "xlsx":
            assert 1 == load_workbook(io.BytesIO(written)).worksheets[0].max_row
        else:
            assert written
