"""The charts of a backtest, as SVG that stands inside the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from plugin.core.model.verdict import VerdictKind

ORDER = (
    VerdictKind.IN_SCOPE,
    VerdictKind.DEFECT,
    VerdictKind.WARRANTY,
    VerdictKind.BONUS,
    VerdictKind.BEYOND_SCOPE,
    VerdictKind.UNCLEAR,
)
"""From what was sold to what is open, in the order in which charts show it."""
_WIDTH, _HEIGHT = 360, 150
_AXIS = 30
_LABEL_ROOM = 16
_MAX_BARS = 60


@dataclass(frozen=True)
class Bar:
    """A bar of parts, one on the other.

    Attributes:
        label: what stands below it.
        parts: the class of each part, with its size.
        told: what is read out for it.
    """

    label: str
    parts: tuple[tuple[str, int], ...]
    told: str


def draw_share(counts: Mapping[VerdictKind, int], labels: Mapping[VerdictKind, str], told: str) -> Markup:
    """Return one bar that shows the verdicts' shares of the whole."""
    whole = sum(counts.values()) or 1
    parts, left = [], 0.0
    for kind in ORDER:
        width = counts.get(kind, 0) * _WIDTH / whole
        if width:
            name = escape(f"{labels[kind]}: {counts[kind]}")
            parts.append(
                f'<rect class="{kind.value}" x="{left:.2f}" y="0" width="{width:.2f}" height="28">'
                f"<title>{name}</title></rect>"
            )
        left += width
    return _svg(told, _WIDTH, 28, "".join(parts), ' class="share" preserveAspectRatio="none"')


def draw_bars(bars: Sequence[Bar], told: str) -> Markup:
    """Return columns of parts, with a scale at the left and labels below."""
    shown = list(bars)[-_MAX_BARS:]
    highest = max((sum(size for _, size in bar.parts) for bar in shown), default=0) or 1
    room = _WIDTH - _AXIS
    step = room / max(1, len(shown))
    every = max(1, -(-len(shown) // 8))
    drawn = [_draw_scale(highest)]
    for number, bar in enumerate(shown):
        left, bottom = _AXIS + number * step, float(_HEIGHT)
        for style, size in bar.parts:
            height = size * (_HEIGHT - 8) / highest
            bottom -= height
            if height:
                drawn.append(
                    f'<rect class="{style}" x="{left + step * 0.1:.2f}" y="{bottom:.2f}" '
                    f'width="{step * 0.8:.2f}" height="{height:.2f}"><title>{escape(bar.told)}</title></rect>'
                )
        if number % every == 0:
            is_last = left + step > _WIDTH - _LABEL_ROOM
            anchor = "start" if number == 0 else "end" if is_last else "middle"
            at = left if number == 0 else _WIDTH if is_last else left + step / 2
            drawn.append(
                f'<text x="{at:.2f}" y="{_HEIGHT + 14}" text-anchor="{anchor}">{escape(bar.label)}</text>'
            )
    return _svg(told, _WIDTH, _HEIGHT + 20, "".join(drawn))


def draw_weeks(weeks: Sequence[int], highest: int, told: str) -> Markup:
    """Return a row of thin columns, a week each, on a scale that people share."""
    width, height = 180, 28
    step = width / max(1, len(weeks))
    drawn = [
        f'<rect class="weeks" x="{number * step:.2f}" y="{height - count * height / max(1, highest):.2f}" '
        f'width="{max(step * 0.8, 0.5):.2f}" height="{count * height / max(1, highest):.2f}"/>'
        for number, count in enumerate(weeks)
        if count
    ]
    line = f'<line x1="0" y1="{height - 0.5}" x2="{width}" y2="{height - 0.5}"/>'
    return _svg(told, width, height, line + "".join(drawn), ' class="row" preserveAspectRatio="none"')


def _draw_scale(highest: int) -> str:
    top = (
        f'<text x="{_AXIS - 4}" y="12" text-anchor="end">{highest}</text>'
        f'<line x1="{_AXIS}" y1="8" x2="{_WIDTH}" y2="8"/>'
    )
    return (
        f'{top}<text x="{_AXIS - 4}" y="{_HEIGHT}" text-anchor="end">0</text>'
        f'<line x1="{_AXIS}" y1="{_HEIGHT - 0.5}" x2="{_WIDTH}" y2="{_HEIGHT - 0.5}"/>'
    )


def _svg(told: str, width: int, height: int, inside: str, more: str = "") -> Markup:
    # Everything inside is made of numbers and of texts that are escaped above.
    return Markup(  # noqa: S704
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(told)}"{more}>{inside}</svg>'
    )
