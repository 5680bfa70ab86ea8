"""Markdown parsed once, into blocks of lines of spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

# Without `text_join` an escaped character stays a token of its own and can be told from a bare one.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["html_inline", "html_block", "text_join"])

_CONTAINERS = {
    "blockquote": "quote",
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
}

_BOX = re.compile(r"\[([ x])\] ")


@dataclass(frozen=True)
class Span:
    """A piece of text with its marks.

    Attributes:
        marks: `strong`, `em`, `code`; each at most once.
        href: where a link leads.
        bare: False where it begins with an escaped slash, which a person wrote: it is no command to copy.
    """

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""
    bare: bool = True


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A leaf with lines, or a container with blocks.

    Attributes:
        kind: `paragraph`, `heading`, `code`, `rule`, `quote`, `bullets`, `numbers` or `item`; `tasks` for a
            list of boxes, and `task`, a leaf, for one.
        lines: of a leaf. A line break in the source is a line break here.
        inside: of a container.
        level: of a heading; of `numbers` the first one.
        ticked: of a `task`.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    inside: tuple[Block, ...] = ()
    level: int = 1
    ticked: bool = False


def parse_markdown(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text; HTML and images in it are text."""
    return tuple(_block(node) for node in SyntaxTreeNode(_PARSER.parse(markdown)).children)


def _block(node: SyntaxTreeNode) -> Block:
    if node.type == "bullet_list" and all(map(_has_box, node.children)):
        return Block("tasks", inside=tuple(_task(item) for item in node.children))
    if node.type in _CONTAINERS:
        inside = tuple(_block(child) for child in node.children)
        return Block(_CONTAINERS[node.type], inside=inside, level=int(node.attrs.get("start", 1)))
    match node.type:
        case "heading":
            return Block("heading", lines=_lines(node), level=int(node.tag[1:]))
        case "fence" | "code_block":
            code = node.content.rstrip("\n").split("\n")
            return Block("code", lines=tuple((Span(line),) for line in code))
        case "hr":
            return Block("rule")
        case _:
            return Block("paragraph", lines=_lines(node))


def _has_box(item: SyntaxTreeNode) -> bool:
    """Tell whether a list's item is a box; what people write is escaped."""
    if [child.type for child in item.children] != ["paragraph"]:
        return False
    first = next(iter(item.children[0].children[0].children), None)
    return first is not None and first.type == "text" and _BOX.match(first.content) is not None


def _task(item: SyntaxTreeNode) -> Block:
    (first, *others), *rest = _lines(item.children[0])
    text = replace(first, text=_BOX.sub("", first.text, count=1))
    lines = (tuple(_join_spans((text, *others))), *rest)
    return Block("task", lines=lines, ticked=first.text.startswith("[x]"))


def _lines(node: SyntaxTreeNode) -> tuple[Line, ...]:
    lines: list[list[Span]] = [[]]
    for child in node.children:
        for span in _spans(child, Span("")):
            if span is None:
                lines.append([])
            else:
                lines[-1].append(span)
    return tuple(tuple(_join_spans(line)) for line in lines)


def _spans(node: SyntaxTreeNode, outer: Span) -> Iterator[Span | None]:
    """Yield the spans of an inline node, and None for each line break.

    Args:
        node: the node.
        outer: a span whose marks and link hold for everything inside the node.
    """
    match node.type:
        case "inline":
            inner = outer
        case "strong" | "em":
            inner = _add_mark(outer, node.type)
        case "link":
            inner = replace(outer, href=str(node.attrs.get("href", "")))
        case "softbreak" | "hardbreak":
            yield None
            return
        case "code_inline":
            yield replace(_add_mark(outer, "code"), text=node.content)
            return
        case _:
            escaped_slash = node.type == "text_special" and node.content == "/"
            yield replace(outer, text=node.content, bare=not escaped_slash)
            return
    for child in node.children:
        yield from _spans(child, inner)


def _add_mark(span: Span, mark: str) -> Span:
    return replace(span, marks=tuple(dict.fromkeys((*span.marks, mark))))


def _join_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with neighbours of the same kind as one, and none that is empty."""
    last: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if last is not None and (last.marks, last.href) == (span.marks, span.href):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
