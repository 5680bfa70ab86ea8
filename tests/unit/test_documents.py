"""What documents point at exists, and nothing points outside."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.ru.md"]
DOCUMENTS = [
    *READMES,
    *sorted((ROOT / "docs").rglob("*.md")),
    *(path for path in sorted((ROOT / "deploy").rglob("*.md")) if "node_modules" not in path.parts),
]
FLOORS = ("webhooks/", "plugin/", "mappings/", "tests/", "docs/", "deploy/")

_CODE = re.compile(r"^([ \t]*)(```|~~~).*?^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s#]*)(?:#([^()\s]*))?(?:\s+\"[^\"]*\")?\)")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _links(document: Path) -> list[tuple[str, str]]:
    """Return path and anchor of each link to a project file or a heading."""
    text = _CODE.sub("", document.read_text(encoding="utf-8"))
    return [(path, anchor) for path, anchor in _LINK.findall(text) if "://" not in path]


@cache
def _anchors(document: Path) -> frozenset[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    text = _CODE.sub("", document.read_text(encoding="utf-8"))
    counted: Counter[str] = Counter()
    anchors: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)#*$", text, re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        anchors.add(f"{slug}-{counted[slug]}" if counted[slug] else slug)
        counted[slug] += 1
    return frozenset(anchors)


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to a file of the project leads to one."""
    targets = [path for path, _ in _links(document) if path]
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_anchors_lead_to_a_heading(document: Path) -> None:
    """Every anchor of a link is that of a heading."""
    dead = [
        f"{path}#{anchor}"
        for path, anchor in _links(document)
        if anchor
        and anchor not in _anchors((document.parent / path).resolve() if path else document.resolve())
    ]
    assert dead == []


def test_the_two_readmes_are_equals() -> None:
    """Each leads to the other, and both to the same documents, each in its language."""
    english, russian = ({path for path, _ in _links(readme)} for readme in READMES)
    assert "README.ru.md" in english
    assert "README.md" in russian
    translated = {path.replace(".ru.md", ".md") for path in russian}
    assert english - {"README.ru.md"} == translated - {"README.md"}
    assert [path for path in english - {"README.ru.md"} if path.endswith(".ru.md")] == []


def test_the_readme_fits_ten_minutes() -> None:
    """What takes longer to read stands in docs/."""
    assert [_name(readme) for readme in READMES if len(readme.read_text("utf-8").splitlines()) > 160] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_the_tests_that_are_named_are_there(document: Path) -> None:
    """A claim that names the test that shows it does not outlive the test."""
    named = re.findall(r"\btest_\w+\.py\b", document.read_text(encoding="utf-8"))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in named if name not in there] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_the_places_that_are_named_are_there(document: Path) -> None:
    """Every path that a document names in full is there, written as it is."""
    named = re.findall(r"`([\w/.-]+)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if path.startswith(FLOORS) and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ["architecture.md", "glossary.md"])
def test_the_map_of_the_code_names_places(name: str) -> None:
    """A newcomer finds the files by these two pages."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert len({path for path in re.findall(r"`([\w/.]+)`", text) if path.startswith(FLOORS)}) > 20


def test_every_decision_is_listed() -> None:
    """Numbers run without gaps; the list has each decision once, by its title."""
    folder = ROOT / "docs" / "adr"
    files = sorted(path.name for path in folder.glob("0*.md"))
    titles = [(folder / name).read_text(encoding="utf-8").splitlines()[0][2:] for name in files]
    listed = re.findall(
        r"^\| \[(\d{4})\]\((0[^)]+)\) \| (.+) \|$", (folder / "README.md").read_text("utf-8"), re.M
    )
    assert [name for _, name, _ in listed] == files
    assert [f"{number} {title}" for number, _, title in listed] == titles
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))


SEARCHED = ("plugin", "webhooks", "mappings", "tests", "docs", "deploy")
NOT_TEXT = {".png", ".ttf", ".woff2", ".ico", ".pdf", ".zip", ".pyc"}
INSTALLED = {"node_modules", "__pycache__", "dist"}
OUTSIDE = re.compile(
    r"""
      \b(?:TRACKERS|DESIGN|FEATURES|HOUSE)\b(?!\s*=|\.(?!md\b)\w)  # a document of that name
    | \b(?:WORDS|STYLE)(?:-\w+)?\.md\b
    | \.\./shared\b | "shared"\s*/ | /work/
    | (?<!\w)\((?!A4\b)[A-G]\d{1,2}(?:(?:,\s|\sto\s|[–-])[A-G]\d{1,2})*\)  # (C9), (C10, A7)
    | \b(?:of|row|rows|see)\s(?!A4\b)[A-G]\d{1,2}\b
    """,
    re.VERBOSE,
)


def _searched() -> Iterator[Path]:
    yield from READMES
    for folder in SEARCHED:
        for path in sorted((ROOT / folder).rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.is_file() and path.suffix not in NOT_TEXT and not INSTALLED & set(inside):
                yield path


def _words_of(path: Path) -> str:
    """Return a file's text; of Python only what is said in it.

    Names of the code may look alike.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".py" or not OUTSIDE.search(text):
        return text
    said = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return "\n".join(token.string for token in tokens if token.type in said)


def test_nothing_points_outside() -> None:
    """No file names a document that this repository does not hold."""
    found = {
        _name(path): sorted({match[0] for match in OUTSIDE.finditer(_words_of(path))})
        for path in _searched()
        if path != Path(__file__).resolve()
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_references_in_code_lead_to_a_heading() -> None:
    """A comment that names a page of docs/, or a heading on it, stays right."""
    dead = [
        f"{_name(path)}: {page}#{anchor}"
        for path in _searched()
        if path.suffix != ".md" and path != Path(__file__).resolve()
        for page, anchor in re.findall(
            r"\b(docs/[\w/-]+\.md)(?:#([\w-]+))?", path.read_text("utf-8", "replace")
        )
        if not (ROOT / page).exists() or (anchor and anchor not in _anchors(ROOT / page))
    ]
    assert dead == []


@pytest.mark.parametrize(
    ("text", "is_outside"),
    [
        ("answers INVALID_INPUT to a wrong node (TRACKERS 1.4).", True),
        ("never a 5xx (DESIGN: promise 2)", True),
        ("see DESIGN-2.md", True),
        ("judged by WORDS.md", True),
        ("adds the question of C9", True),
        ("and what would change the verdict (C10, A7).", True),
        ("UGOVOR_TRACKERS__MAIN__TOKEN=…", False),
        ("TRACKERS = %w[Task Stage]; TRACKERS.each", False),
        ("fits on two sheets of A4", False),
        ("@SUM(A1)", False),
        ("link: {field: {Contract item: A1}}", False),
    ],
)
def test_what_points_outside(text: str, is_outside: bool) -> None:
    """Documents and ids of features do; names of settings and of items do not."""
    assert is_outside == bool(OUTSIDE.search(text))
