"""The numbers that Word puts before paragraphs, out of `numbering.xml`.

A paragraph names a list (`numId`) and a level (`ilvl`), itself or by its style; the list points to an
abstract one, whose levels say how a number looks (ECMA-376, part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_LEVELS = 9
_MAX_DIGITS = 5
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
"""Word leaves out ё, й, ъ, ы and ь."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph."""

    text: str = ""
    is_bullet: bool = False


@dataclass
class DocxNumbering:
    """Counts the lists of one document; ask for the paragraphs in their order."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _styles: dict[str, tuple[str | None, int | None, str]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> DocxNumbering:
        """Read both parts, either of which may be missing."""
        made = cls()
        for abstract in _iter(numbering, "abstractNum"):
            levels = {_int(each.get(f"{W}ilvl")): _read_level(each) for each in abstract.iter(f"{W}lvl")}
            made._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in _iter(numbering, "num"):
            made._read_number(number)
        made._follow_links(numbering)
        for style in _iter(styles, "style"):
            id_, based = style.get(f"{W}styleId", ""), _value(style, "basedOn")
            list_, level = _read_reference(style.find(f"{W}pPr"))
            made._styles[id_] = (list_, level, based)
        return made

    def label(self, properties: Element | None) -> Label:
        """Return what Word shows before the next paragraph.

        Args:
            properties: the paragraph's `pPr`, or None.
        """
        list_, level = _read_reference(properties)
        style = _value(properties, "pStyle") if properties is not None else ""
        if list_ is None and style:
            list_, level = self._find_by_style(style)
        abstract = self._abstract_of.get(list_ or "")
        if list_ is None or abstract is None:
            return Label()
        return self._advance(list_, abstract, min(level or 0, _MAX_LEVELS - 1))

    def _follow_links(self, numbering: Element | None) -> None:
        """Give lists that name a style (`numStyleLink`) the levels behind it."""
        behind = {
            _value(each, "styleLink"): each.get(f"{W}abstractNumId", "")
            for each in _iter(numbering, "abstractNum")
        }
        for abstract in _iter(numbering, "abstractNum"):
            linked = behind.get(_value(abstract, "numStyleLink") or "-")
            if linked is not None:
                self._levels[abstract.get(f"{W}abstractNumId", "")] = self._levels[linked]

    def _read_number(self, number: Element) -> None:
        id_ = number.get(f"{W}numId", "")
        self._abstract_of[id_] = _value(number, "abstractNumId")
        for override in number.findall(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                level = _int(override.get(f"{W}ilvl"))
                self._restarts.setdefault(id_, {})[level] = _int(start.get(f"{W}val"))

    def _find_by_style(self, style: str) -> tuple[str | None, int | None]:
        """Return list and level of a style, or of what it is based on."""
        seen: set[str] = set()
        name = style
        while name in self._styles and name not in seen:
            seen.add(name)
            list_, level, based = self._styles[name]
            if list_ is not None:
                levels = self._levels.get(self._abstract_of.get(list_, ""), {})
                linked = next((number for number, each in levels.items() if each.style == style), None)
                return list_, level if level is not None else linked
            name = based
        return None, None

    def _advance(self, list_: str, abstract: str, level: int) -> Label:
        levels = self._levels.get(abstract, {})
        shape = levels.get(level, _Level(text=f"%{level + 1}."))
        if shape.form == "bullet":
            return Label(is_bullet=True)
        counts = self._counts.setdefault(abstract, [0] * _MAX_LEVELS)
        restart = self._restarts.get(list_, {}).get(level)
        if restart is not None and (list_, level) not in self._begun:
            counts[level] = restart
        elif counts[level] == 0:
            counts[level] = shape.start
        else:
            counts[level] += 1
        self._begun.add((list_, level))
        counts[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        if shape.form == "none":
            return Label()
        return Label(_fill(_with_parents(shape, level), counts, levels))


def _with_parents(shape: _Level, level: int) -> str:
    """Return how a level's number looks; a bare `1.` below `2.` is cited as 2.1.

    >>> _with_parents(_Level(text="%2."), 1), _with_parents(_Level(text="%1.%2."), 1)
    ('%1.%2.', '%1.%2.')
    """
    is_bare = level > 0 and shape.form == "decimal" and re.fullmatch(rf"%{level + 1}[.)]?", shape.text)
    return "".join(f"%{number}." for number in range(1, level + 1)) + shape.text if is_bare else shape.text


def _fill(text: str, counts: list[int], levels: dict[int, _Level]) -> str:
    def shown(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        shape = levels.get(level, _Level())
        # A level above that was never used counts as its first.
        return format_number(counts[level] or shape.start, shape.form)

    return re.sub(r"%([1-9])", shown, text)


def format_number(number: int, form: str) -> str:
    """Return a number in one of Word's formats.

    >>> [format_number(4, form) for form in ("decimal", "lowerLetter", "upperRoman", "russianLower")]
    ['4', 'd', 'IV', 'г']
    """
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("russianLower", "russianUpper"):
        letter = _RUSSIAN[(number - 1) % len(_RUSSIAN)]
        return letter.upper() if form == "russianUpper" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman, left = "", number
        for value, letters in (*_ROMAN, *_ROMAN_SMALL):
            roman += letters * (left // value)
            left %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _read_level(level: Element) -> _Level:
    return _Level(
        start=_int(_value(level, "start") or "1"),
        form=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText"),
        style=_value(level, "pStyle"),
    )


def _read_reference(properties: Element | None) -> tuple[str | None, int | None]:
    """Return the list and level that properties name; the list 0 stands for none."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, None
    list_, level = _value(found, "numId"), _value(found, "ilvl")
    return list_ or None, _int(level) if level else None


def _value(parent: Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _iter(root: Element | None, name: str) -> Iterator[Element]:
    yield from root.iter(f"{W}{name}") if root is not None else ()


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _MAX_DIGITS else 0
