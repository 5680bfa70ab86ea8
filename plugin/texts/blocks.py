"""Markdown parsed once: blocks of lines of spans, which is all that the service's own texts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["html_inline", "html_block"])


@dataclass(frozen=True)
class Span:
    """A piece of text with its marks (`strong`, `em`, `code`); `href` is where a link leads."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A block: a leaf with lines, or a container with blocks.

    Attributes:
        kind: `paragraph`, `heading`, `code`, `rule`, `quote`, `bullets`, `numbers` or `item`.
        lines: of a leaf. A line break in the source is a line break here.
        inside: of a container.
        level: of a heading; the first number of `numbers`.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    inside: tuple[Block, ...] = ()
    level: int = 1


def parse(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text; HTML in it is text."""
    return tuple(_blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children))


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        block = _block(node)
        if block is not None:
            yield block


def _block(node: SyntaxTreeNode) -> Block | None:
    match node.type:
        case "paragraph":
            return Block("paragraph", lines=_lines(node))
        case "heading":
            return Block("heading", lines=_lines(node), level=int(node.tag[1:]))
        case "fence" | "code_block":
            code = node.content.rstrip("\n").split("\n")
            return Block("code", lines=tuple((Span(line),) for line in code))
        case "hr":
            return Block("rule")
        case "blockquote":
            return Block("quote", inside=tuple(_blocks(node.children)))
        case "bullet_list":
            return Block("bullets", inside=tuple(_blocks(node.children)))
        case "ordered_list":
            return Block(
                "numbers", inside=tuple(_blocks(node.children)), level=int(node.attrs.get("start", 1))
            )
        case "list_item":
            return Block("item", inside=tuple(_blocks(node.children)))
        case _:
            return None


def _lines(node: SyntaxTreeNode) -> tuple[Line, ...]:
    lines: list[list[Span]] = [[]]
    for child in node.children:
        for span in _spans(child, (), ""):
            if span is None:
                lines.append([])
            else:
                lines[-1].append(span)
    return tuple(tuple(_joined(line)) for line in lines)


def _spans(node: SyntaxTreeNode, marks: tuple[str, ...], href: str) -> Iterator[Span | None]:
    """Yield the spans of an inline node, and None for each line break."""
    match node.type:
        case "inline":
            for child in node.children:
                yield from _spans(child, marks, href)
        case "text" | "text_special":
            yield Span(node.content, marks, href)
        case "softbreak" | "hardbreak":
            yield None
        case "code_inline":
            yield Span(node.content, (*marks, "code"), href)
        case "strong" | "em":
            for child in node.children:
                yield from _spans(child, (*marks, node.type), href)
        case "link":
            for child in node.children:
                yield from _spans(child, marks, str(node.attrs.get("href", "")))
        case _:
            yield Span(node.content, marks, href)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with neighbours of the same kind as one, and none that is empty."""
    last: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if last is not None and (last.marks, last.href) == (span.marks, span.href):
            last = Span(last.text + span.text, span.marks, span.href)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
