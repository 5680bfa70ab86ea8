"""Compiles SQLAlchemy statements once, into the form that the driver takes.

SQLAlchemy finds a compiled statement again by walking through it, and wraps every value, row and cursor. That
takes twenty times as long as the query itself. Here a statement that a module holds is compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Parameters = Mapping[str, Any]

_PARAMSTYLE = {"sqlite": "qmark", "postgresql": "format"}
_WRITING: dict[str, Dialect] = {}


class Row(tuple[Any, ...]):
    """A row: a tuple whose values also have the names of their columns."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401 -- whatever the column holds

    @property
    def _mapping(self) -> dict[str, Any]:
        """The values by column name; SQLAlchemy's own rows use the same name."""
        return dict(zip(self._fields, self, strict=True))


class CompiledStatement:
    """The text of a statement in one dialect, with its value converters."""

    def __init__(self, compiled: SQLCompiler, parameters: Parameters, statement: Executable) -> None:
        """Take what SQLAlchemy compiled.

        A list gets as many places as these parameters have values in it.
        """
        known = {name: bind for bind, name in compiled.bind_names.items()}
        self._given = {name: bind.effective_value for name, bind in known.items() if not bind.required}
        whole = {name: parameters.get(name, self._given.get(name)) for name in known}
        expanded = compiled.construct_expanded_state(whole)
        self.text = expanded.statement
        self._dialect = compiled.dialect
        self._types = [column.type for column in getattr(statement, "exported_columns", ())]
        self._read: tuple[type[Row], tuple[tuple[int, Convert], ...]] | None = None
        listed = {
            place: (name, nth)
            for name, places in expanded.parameter_expansion.items()
            for nth, place in enumerate(places)
        }
        self._places: list[tuple[str, int | None, Convert | None]] = []
        for place in expanded.positiontup or ():
            name, nth = listed.get(place, (place, None))
            self._places.append((name, nth, _write(known[name].type, compiled.dialect)))
        self._is_plain = not self._given and not listed

    def values(self, parameters: Parameters) -> list[Any]:
        """Return the values in the order of their places, as the driver takes them."""
        if self._is_plain:
            return [
                parameters[name] if write is None else write(parameters[name])
                for name, _, write in self._places
            ]
        values = []
        for name, nth, write in self._places:
            value: Any = parameters[name] if name in parameters else self._given[name]
            if nth is not None:
                value = value[nth]
            values.append(value if write is None else write(value))
        return values

    def rows(self, fetched: Iterable[Sequence[Any]], description: Sequence[Sequence[Any]]) -> list[Row]:
        """Return the driver's rows with values as the column types define them."""
        if self._read is None:
            self._read = self._reader(description)
        row, reads = self._read
        if not reads:
            return [row(values) for values in fetched]
        found = []
        for values in fetched:
            converted = list(values)
            for place, read in reads:
                converted[place] = read(converted[place])
            found.append(row(converted))
        return found

    def _reader(
        self, description: Sequence[Sequence[Any]]
    ) -> tuple[type[Row], tuple[tuple[int, Convert], ...]]:
        reads = []
        for place, (type_, column) in enumerate(zip(self._types, description, strict=False)):
            read = type_.dialect_impl(self._dialect).result_processor(self._dialect, column[1])
            if read is not None:
                reads.append((place, read))
        return row_of(tuple(column[0] for column in description)), tuple(reads)


@cache
def row_of(names: tuple[str, ...]) -> type[Row]:
    """Return the class of rows with these columns."""
    fields = {name: property(itemgetter(place)) for place, name in enumerate(names)}
    return type("Row", (Row,), {"__slots__": (), "_fields": names, **fields})


class _Known:
    """What is known about a statement: lists, streaming, compiled forms."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        self.streams = "yield_per" in statement.get_execution_options()
        self.forms: dict[Any, CompiledStatement] = {}
        self.lists: tuple[str, ...] = ()
        if isinstance(statement, ClauseElement):
            compiled = statement.compile(dialect=dialect, for_executemany=True)
            binds = compiled.bind_names if isinstance(compiled, SQLCompiler) else {}
            self.lists = tuple(name for bind, name in binds.items() if bind.expanding and bind.required)


_KNOWN: WeakKeyDictionary[Executable, dict[str, _Known]] = WeakKeyDictionary()
"""By the statement itself: one that a function makes anew is forgotten with it."""


def compiled_for(
    statement: Executable, dialect: Dialect, parameters: Parameters
) -> tuple[CompiledStatement, bool]:
    """Return a compiled statement, and whether its rows are streamed."""
    by_driver = _KNOWN.get(statement)
    if by_driver is None:
        by_driver = _KNOWN[statement] = {}
    known = by_driver.get(dialect.name)
    if known is None:
        known = by_driver[dialect.name] = _Known(statement, _writing(dialect))
    key: Any = tuple(parameters)
    if known.lists:
        key = (key, tuple(len(parameters[name]) for name in known.lists))
    form = known.forms.get(key)
    if form is None:
        form = known.forms[key] = _compile(statement, _writing(dialect), parameters)
    return form, known.streams


def _writing(dialect: Dialect) -> Dialect:
    """Return the dialect that writes placeholders the way the driver does."""
    found = _WRITING.get(dialect.name)
    if found is None:
        # The interface names no arguments; every dialect takes this one.
        written = type(dialect)(paramstyle=_PARAMSTYLE[dialect.name])  # type: ignore[call-arg]
        found = _WRITING.setdefault(dialect.name, written)
    return found


def _compile(statement: Executable, dialect: Dialect, parameters: Parameters) -> CompiledStatement:
    # As for many rows: nothing is added that would return a new row's key.
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=dialect, column_keys=list(parameters), for_executemany=True
    )
    return CompiledStatement(compiled, parameters, statement)


def _write(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)
