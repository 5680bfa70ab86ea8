r"""Jira's wiki markup (docs/trackers/jira.md#markup): text stays text.

Jira's renderer takes a backslash before ``- # * _ + ? ^ ~ | % { } [ ] ( ) ! @`` (its
`BackslashEscapeRendererComponent`) and turns the two into an HTML entity; entities that are written out are
kept. A literal backslash, a colon and a letter have no such escape and are written as entities.
"""

from __future__ import annotations

import re

from plugin.texts.blocks import Block, Line, Span, parse_markdown
from plugin.texts.mentions import find_mentioned
from plugin.texts.reference_line import is_reference_line

# An entity ends with `;`, so a bracket right after an escaped character would make the smiley `;)`.
_MARKUP = re.compile(
    r"[{}\[\]*_+^~!|#@]"
    r"|(?<![^\W_])-|-(?![^\W_])"
    r"|\?(?=\?)|(?<=\?)\?"
    r"|\((?=[A-Za-z!?/*+\-]{1,8}\))|(?<![^\W_])\)"
)
# A scheme makes a link (`mailto:`, `http://`), two dots with a mouth a smiley, and `&#123;` a brace.
_ENTITY = re.compile(r"\\|(?<=[A-Za-z]):(?=\S)|[:;](?=-?[()PpDdoO|\\/])|&(?=#?\w+;)")
_ESCAPED = re.compile(f"({_MARKUP.pattern})|{_ENTITY.pattern}")
_LINE_START = re.compile(r"^(?:h[1-6]|bq)\.")
_MARKS = {"strong": "*", "em": "_"}
_NO_ACCOUNT = re.compile(r"[\[\]|\s]")
_CLOUD_ACCOUNT = re.compile(r"\d{1,12}:[\w-]+|[0-9a-f]{24}")
"""What Jira Cloud calls a person; on Data Center it is the user name."""
_GREY = "#6b778c"


def to_wiki(markdown: str) -> str:
    """Return wiki markup: empty lines between blocks, line breaks within them."""
    return "\n\n".join(_block(block) for block in parse_markdown(markdown))


def escape_wiki(text: str) -> str:
    r"""Return a text that Jira shows as it is, wherever in a line it stands.

    No macro, mention, link, image, table, list, heading, smiley or emphasis comes of it. The key of an issue
    stays as it is: Jira links it, as people expect.

    >>> print(escape_wiki("{color} [~anna] !a.png! ACME-31 :)"))
    \{color\} \[\~anna\] \!a.png\! ACME-31 &#58;\)
    """
    return _ESCAPED.sub(lambda found: f"\\{found[0]}" if found[1] else f"&#{ord(found[0])};", text)


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"h{block.level}. " + " ".join(_line(line) for line in block.lines)
        case "code":
            text = "\n".join(span.text for line in block.lines for span in line)
            return "{noformat}\n" + text.replace("{noformat}", "{ noformat }") + "\n{noformat}"
        case "rule":
            return "----"
        case "quote":
            return "{quote}\n" + "\n\n".join(_block(inner) for inner in block.inside) + "\n{quote}"
        case "bullets" | "numbers":
            sign = "*" if block.kind == "bullets" else "#"
            return "\n".join(f"{sign} {_block(item)}" for item in block.inside)
        case "tasks":
            return "\n".join(_block(task) for task in block.inside)
        case "task":
            sign = "(/)" if block.ticked else "(x)"
            return f"{sign} " + "\n".join(_line(line) for line in block.lines if line)
        case "item":
            return "\n".join(_block(inner) for inner in block.inside)
        case _:
            return "\n".join(_line(line) for line in block.lines if line)


def _line(line: Line) -> str:
    text = "".join(_span(span) for span in line)
    if is_reference_line("".join(span.text for span in line)):
        return f"{{color:{_GREY}}}{text}{{color}}"
    if line and not line[0].bare:
        return text.replace("/", "&#47;", 1)
    return _LINE_START.sub(lambda start: start[0][:-1] + "&#46;", text)


def _span(span: Span) -> str:
    account = find_mentioned(span.href)
    if account and not _NO_ACCOUNT.search(account):
        return f"[~accountid:{account}]" if _CLOUD_ACCOUNT.fullmatch(account) else f"[~{account}]"
    text = escape_wiki(span.text)
    if "code" in span.marks:
        text = "{{" + text + "}}"
    for mark in span.marks:
        sign = _MARKS.get(mark, "")
        text = f"{sign}{text}{sign}"
    return f"[{text}|{span.href.replace(']', '%5D')}]" if span.href and account is None else text
