"""Plain text for mails, made from the templates' Markdown."""

from __future__ import annotations

from plugin.texts.blocks import Block, Line, parse_markdown


def to_plain(markdown: str) -> str:
    """Return the text without any markup; blocks are set apart by empty lines."""
    return "\n\n".join(_block(block) for block in parse_markdown(markdown))


def _block(block: Block) -> str:
    match block.kind:
        case "bullets" | "tasks":
            return "\n".join(_item("- ", item) for item in block.inside)
        case "numbers":
            return "\n".join(_item(f"{n}. ", item) for n, item in enumerate(block.inside, block.level))
        case "quote" | "item":
            return "\n".join(_block(inner) for inner in block.inside)
        case "rule":
            return ""
        case _:
            return "\n".join(_line(line) for line in block.lines)


def _item(sign: str, item: Block) -> str:
    return sign + _block(item).replace("\n", "\n" + " " * len(sign))


def _line(line: Line) -> str:
    return "".join(span.text for span in line)
