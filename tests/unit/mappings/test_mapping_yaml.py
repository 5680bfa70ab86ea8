"""Files that are hardly YAML: each is a fault with its place, no exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mappings.loader import LoadedMapping, load_file
from mappings.yaml_parser import parse_yaml

EXAMPLE = Path(__file__).parents[3] / "mappings" / "examples" / "acme-site.yaml"

GOOD = (
    b"contract: {id: A-1, title: Site}\n"
    b"tracker: {name: main, projects: [ACME]}\n"
    b"stages: [{id: s, title: Stage, due: 2026-09-18}]\n"
)
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [" % (name, name) + b",".join([b"*%c" % (name - 1)] * 10) + b"]\n" for name in b"bcdefg"
)
TOWER = b"a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n" + b"".join(
    b"a%d: &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n" % (floor, floor, floor - 1) for floor in range(1, 3)
)

FILES = [
    # what the file is, its bytes, line:column, the sentence, the reason
    ("nothing", b"", "1:1", "the file is empty", "empty"),
    ("a comment only", b"# later\n", "1:1", "the file is empty", "empty"),
    ("a list", b"- contract\n", "1:1", "made of keys, not of a list", "top_level"),
    ("a text", b"hello", "1:1", "made of keys, not of a list or a text", "top_level"),
    ("two documents", GOOD + b"---\na: b\n", "4:1", "several documents", "documents"),
    ("a tab", b"contract:\n\tid: A\n", "2:1", "a tab stands where YAML wants spaces", "tab"),
    ("a bracket left open", b"a: [b\n", "1:4", "a bracket is opened and never closed", "syntax"),
    ("a comma left out", b"a: {b: [c d: e}\n", "1:15", "not closed, or a comma is missing", "syntax"),
    ("a quote left open", b"a: 'b\nc: d\n", "1:4", "a quotation mark is opened", "syntax"),
    ("two colons", b"a: b: c\n", "1:5", "a colon stands where no key can begin", "syntax"),
    ("a line without a colon", b"a: b\nc\nd: e\n", "2:1", "a line without a colon", "syntax"),
    ("a dash too deep", b"a:\n  - b\n - c\n", "3:2", "the indentation does not fit", "syntax"),
    ("an at sign", b"a: @b\n", "1:4", 'cannot begin with "@"', "syntax"),
    ("a backslash", b'a: "C:\\dir"\n', "1:8", "an escape that YAML does not know", "syntax"),
    (
        "an escape beyond Unicode",
        b'a: "\\UFFFFFFFF"\n',
        "1:7",
        "a character that does not exist",
        "character",
    ),
    ("half a character", b'a: "\\ud800"\n', "1:4", "control character", "character"),
    ("a control character in a key", b'"\\0": b\n', "1:1", "a key holds a control character", "character"),
    ("a null byte", b"a: b\n\0", "2:1", "the invisible character U+0000", "character"),
    ("Windows-1251", "a: b\nимя: Анна\n".encode("cp1251"), "2:1", "the byte 0xE8 is not UTF-8", "encoding"),
    ("UTF-16", "a: b\n".encode("utf-16"), "1:1", "saved as UTF-16", "encoding"),
    ("too large", b"# " + b"x" * 1_000_000, "1:1", "larger than 1,000,000 bytes", "too_large"),
    ("a duplicate key", GOOD + b"stages: []\n", "4:1", "stands twice, first on line 3", "duplicate_key"),
    ("a merge key", GOOD + b"<<: {a: b}\n", "4:1", "merge keys (<<) are not read", "merge_key"),
    ("a list as a key", GOOD + b"[a]: b\n", "4:1", "a key must be a word", "key"),
    ("a template", GOOD + b"price: {hour: {{ rate }}}\n", "4:16", "a key must be a word", "key"),
    ("an alias of nothing", b"a: *b\n", "1:4", "an anchor that stands nowhere above", "alias"),
    ("an anchor given twice", b"a: &x b\nc: &x d\n", "2:4", "one anchor is given twice", "anchor"),
    ("an alias in itself", GOOD + b"people: &p {a: *p}\n", "4:9", "an alias holds itself", "alias"),
    ("an alias bomb", BOMB, "1:24", "has more than 50,000 values", "too_large"),
    ("a tower of aliases", TOWER, "1:18", "aliases nest the file too deeply", "depth"),
    ("brackets without end", b"a: " + b"[" * 5000, "1:33", "nested too deeply", "depth"),
    ("a Python object", GOOD + b"price: !!python/name:os.system x\n", "4:8", "has no meaning", "tag"),
    ("a tag that lies", GOOD + b"offer_valid: !!int five\n", "4:14", "cannot be read as a value", "value"),
    ("another version of YAML", b"%YAML 3.0\n---\na: b\n", "1:1", "this is not valid YAML", "syntax"),
]


@pytest.mark.parametrize(
    ("name", "content", "place", "sentence", "reason"), FILES, ids=[row[0] for row in FILES]
)
def test_a_file_that_is_hardly_yaml(
    name: str, content: bytes, place: str, sentence: str, reason: str, tmp_path: Path
) -> None:
    """The fault says where and why, and no mapping comes of it."""
    del name
    path = tmp_path / "contract.yaml"
    path.write_bytes(content)

    loaded = load_file(path)

    found = [fault for fault in loaded.errors if fault.reason == reason]
    assert [f"{fault.line}:{fault.column}" for fault in found] == [place], [str(f) for f in loaded.faults]
    assert sentence in found[0].sentence
    assert loaded.mapping is None


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b"%YAML 1.2\n---\n" + GOOD, GOOD + b"...\n"],
    ids=["a byte order mark", "Windows line ends", "a YAML header", "a document's end"],
)
def test_what_editors_add_is_no_fault(content: bytes, tmp_path: Path) -> None:
    """What an editor writes around the text changes nothing."""
    path = tmp_path / "contract.yaml"
    path.write_bytes(content)

    assert load_file(path).errors == ()


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    """The mark in front of the first line is not counted as a character."""
    path = tmp_path / "contract.yaml"
    path.write_bytes(b"\xef\xbb\xbfzzz: 1\n" + GOOD)

    fault = load_file(path).errors[0]

    assert (fault.line, fault.column, fault.where) == (1, 1, "zzz")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """An absent file, a folder, and an impossible name are faults too."""
    found = [load_file(path) for path in (tmp_path / "absent.yaml", tmp_path, Path("a\0b"))]

    assert [[fault.reason for fault in loaded.faults] for loaded in found] == [["unreadable"]] * 3
    assert "no such file" in found[0].faults[0].sentence


def test_a_value_that_cannot_be_read_is_reported_once(load: Callable[[str], LoadedMapping]) -> None:
    """A refused value brings no second complaint that it is empty."""
    loaded = load(GOOD.decode() + "price: {hour: !!python/none x}\n")

    assert [fault.reason for fault in loaded.errors] == ["tag"]


def test_positions_of_keys_and_values() -> None:
    """Every key and value knows its line and column, and a scalar its raw text."""
    source, faults = parse_yaml("a: 2.10\nb:\n  - c\n", "x.yaml")

    assert faults == []
    assert source is not None
    assert source.data == {"a": 2.1, "b": ["c"]}
    spots = [source.keys["a",], source.values["a",], source.values["b", 0]]
    assert [(spot.line, spot.column, spot.raw) for spot in spots] == [
        (1, 1, "a"),
        (1, 4, "2.10"),
        (3, 5, "c"),
    ]


_WORDS = """
contract tracker people stages items link hours id title due after may for << yes no 2.10 10:00 2026-02-30
0x1F .nan 1e400 &a *a !!int --- : - [ ] { } , # & * ! | > ' " % @ ` ? ~ é
"""
_TOKENS = st.sampled_from([*_WORDS.split(), "\n", "\n  ", "\t", "\\"])
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_TOKENS, max_size=40).map(" ".join))


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS)
@example(text="\ud7a4:")  # no character is assigned to it
def test_no_text_whatever_raises(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any text gives faults with places, each a printable line."""
    path = tmp_path_factory.mktemp("any") / "contract.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    loaded = load_file(path)

    assert loaded.mapping is None
    assert all(fault.line >= 1 and fault.column >= 1 and str(fault).isprintable() for fault in loaded.errors)
    assert loaded.errors


UNPRINTABLE = [
    # what the key holds, the character, how a sentence quotes it
    ("a character that is not assigned", "\ud7a4", "\\ud7a4"),
    ("a mark that turns the line around", "\u202e", "\\u202e"),
    ("a character of no width", "\u200b", "\\u200b"),
    ("a space that does not break", "\u00a0", "\\xa0"),
    ("a line separator, given by YAML's escape", "\\u2028", "\\u2028"),
    ("a character of private use", "\ue000", "\\ue000"),
    ("a tag character", "\U000e0041", "\\U000e0041"),
]


@pytest.mark.parametrize(("name", "character", "escaped"), UNPRINTABLE, ids=[row[0] for row in UNPRINTABLE])
def test_what_nobody_can_see_is_quoted_as_an_escape(
    name: str, character: str, escaped: str, load: Callable[[str], LoadedMapping]
) -> None:
    """A fault's sentence, place and remedy are printable whatever they quote."""
    del name
    loaded = load(GOOD.decode() + f'"a{character}b": x\noffer_valid: "1{character}2"\n')

    unknown, shape = loaded.errors
    assert (f'unknown key "a{escaped}b"', f"a{escaped}b") == (unknown.sentence, unknown.where)
    assert f"1{escaped}2" in shape.sentence
    assert all(str(fault).isprintable() for fault in loaded.errors)


def test_a_file_name_that_nobody_can_see_is_escaped_in_the_line_only(tmp_path: Path) -> None:
    """Programs get the file's own name, people a line that can be printed."""
    path = tmp_path / "a\u202eb.yaml"

    (fault,) = load_file(path).errors

    assert fault.file == str(path)
    assert str(fault).isprintable()


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=12), st.datetimes()
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_value_at_any_place_raises(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any value put anywhere into a whole example gives faults at most."""
    mapping = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    place = mapping
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans())):
            break
        place = place[key]
    place[key] = data.draw(_VALUES)
    path = tmp_path_factory.mktemp("any") / "contract.yaml"
    path.write_text(yaml.safe_dump(mapping), encoding="utf-8")

    loaded = load_file(path)

    assert (loaded.mapping is None) == bool(loaded.errors)
