"""How often a suggested item is right, on public issues.

`UGOVOR_SUGGESTION_SETS` is the folder with them. Each issue is compared as it comes, with what was linked
before it, and then linked. What confidence is worth was learned from every other Jira project; all figures
are of the others, and of the sets that are not Jira.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugin.core.suggestions.calibration import INTERCEPT, WEIGHTS, Evidence, compute_confidence
from plugin.core.suggestions.index import LinkedIssue, SuggestionIndex
from plugin.core.suggestions.suggest import THRESHOLD, find_likeliest

from .figures import Figure
from .suggestion_sets import (
    PublicContract,
    read_help_desk,
    read_jira_projects,
    read_working_group,
)

FOLDER = "UGOVOR_SUGGESTION_SETS"
PAGE = Path(__file__).parents[2] / "docs" / "suggestions.md"
BEGIN, END = "<!-- figures: written by make bench BENCH=suggesting -->", "<!-- end of the figures -->"
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_ROUNDS = 30
_TOLERANCE = 0.02


@dataclass(frozen=True)
class Guess:
    """What was found for an issue, beside what is right (None: nothing that was sold)."""

    right: str | None
    found: str | None
    evidence: Evidence | None
    last: str | None
    most: str | None

    @property
    def is_right(self) -> bool:
        """Whether the first suggestion is right."""
        return self.found is not None and self.found == self.right

    @property
    def confidence(self) -> float:
        """How likely it is said to be right."""
        return compute_confidence(self.evidence) if self.evidence is not None else 0.0


def play(contract: PublicContract) -> list[Guess]:
    """Return what is found for each issue of a contract, one after the other."""
    index, last, guesses = SuggestionIndex.build(contract.clauses), None, []
    counts: Counter[str] = Counter()
    for number, issue in enumerate(contract.issues):
        found = find_likeliest(index, issue.summary, issue.description)
        right = contract.item_of(issue)
        most = counts.most_common(1)[0][0] if counts else None
        guesses.append(
            Guess(right, found.item if found else None, found.evidence if found else None, last, most)
        )
        if right is not None:
            moment = _FIRST + timedelta(minutes=number)
            linked = LinkedIssue(str(number), right, moment, issue.summary, issue.description)
            index, last = index.with_linked(linked), right
            counts[right] += 1
    return guesses


def learn(played: Iterable[Sequence[Guess]]) -> list[float]:
    """Return the weights of confidence, the intercept first, by Newton's method.

    Each project counts the same, however many issues it has.
    """
    rows = [
        ((1.0, *guess.evidence), float(guess.is_right), 1 / len(guesses))
        for guesses in played
        for guess in guesses
        if guess.evidence is not None
    ]
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        slope = [0.0] * size
        curve = [[1e-9 * (row == column) for column in range(size)] for row in range(size)]
        for values, right, share in rows:
            likely = compute_confidence(values[1:], weights)
            for row in range(size):
                slope[row] += share * (right - likely) * values[row]
                for column in range(size):
                    curve[row][column] += share * likely * (1 - likely) * values[row] * values[column]
        weights = [weight + step for weight, step in zip(weights, _solve(curve, slope), strict=True)]
    return weights


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a few linear equations by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot in range(len(rows)):
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot:
                factor = rows[other][pivot]
                rows[other] = [
                    value - factor * above for value, above in zip(rows[other], rows[pivot], strict=True)
                ]
    return [row[-1] for row in rows]


@dataclass(frozen=True)
class Score:
    """What the guesses of a set add up to."""

    name: str
    contracts: int
    items: int
    guesses: tuple[Guess, ...]

    @property
    def sold(self) -> list[Guess]:
        """Those of issues that belong to an item."""
        return [guess for guess in self.guesses if guess.right is not None]

    @property
    def shown(self) -> list[Guess]:
        """Those that would be shown."""
        return [guess for guess in self.guesses if guess.confidence >= THRESHOLD]

    @property
    def right_first(self) -> float:
        """The share of right first suggestions for issues of an item, shown or not."""
        return _share(guess.is_right for guess in self.sold)

    @property
    def right_last_used(self) -> float:
        """The same for the item that was used last."""
        return _share(guess.last == guess.right for guess in self.sold)

    @property
    def right_most_used(self) -> float:
        """The same for the item that was used most."""
        return _share(guess.most == guess.right for guess in self.sold)

    @property
    def wrong_shown(self) -> float:
        """The share of wrong ones among those that are shown."""
        return _share(not guess.is_right for guess in self.shown)

    @property
    def wrong_last_used(self) -> float:
        """The share of wrong ones where the item that was used last is always shown."""
        return _share(guess.last != guess.right for guess in self.guesses if guess.last is not None)

    def row(self) -> str:
        """Return its row of the table."""
        cells = (
            self.name,
            f"{self.contracts} / {self.items}",
            f"{len(self.guesses):,} ({_percent(len(self.sold) / len(self.guesses))})",
            f"**{_percent(self.right_first)}**",
            _percent(self.right_last_used),
            _percent(self.right_most_used),
            _percent(len(self.shown) / len(self.guesses)),
            f"**{_percent(self.wrong_shown)}**",
            _percent(self.wrong_last_used),
        )
        return f"| {' | '.join(cells)} |"


def suggesting(_folder: Path, _server: str, _seconds: float) -> Iterator[Figure]:
    """Measure suggestions on the sets, where they lie, and write their page."""
    sets = os.environ.get(FOLDER)
    if not sets:
        print(f"suggesting: not measured, {FOLDER} names no folder with the sets (docs/suggestions.md)")
        return
    projects = [(each, play(each)) for each in read_jira_projects(Path(sets))]
    learned, held_out = projects[0::2], projects[1::2]
    weights = learn([guesses for _, guesses in learned])
    differs = max(abs(one - other) for one, other in zip(weights, (INTERCEPT, *WEIGHTS), strict=True))
    if differs > _TOLERANCE:
        print("suggesting: learned", ", ".join(f"{weight:.3f}" for weight in weights))
    scores = [_add_up("Jira projects (en)", held_out)]
    for name, reader in (
        ("HTTP working group (en)", read_working_group),
        ("Help desk of Rutube (ru)", read_help_desk),
    ):
        played = [(each, play(each)) for each in reader(Path(sets))]
        if played:
            scores.append(_add_up(name, played))
    write_page(scores, [contract.name for contract, _ in learned])
    for score in scores:
        key = score.name.partition(" ")[0].lower()
        better = score.right_first > score.right_last_used and score.wrong_shown < score.wrong_last_used
        yield Figure(
            f"suggesting.{key}",
            f"{_percent(score.right_first)} of first suggestions right ({_percent(score.right_last_used)} "
            f"for the item used last), {_percent(score.wrong_shown)} of those shown wrong: {score.name}",
            score.right_first,
            "better than the item used last",
            better,
        )


def write_page(scores: Sequence[Score], learned: Sequence[str], page: Path = PAGE) -> None:
    """Put the figures between their markers."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{render(scores, learned)}{after}", encoding="utf-8")


def render(scores: Sequence[Score], learned: Sequence[str]) -> str:
    """Return the figures with their markers."""
    head = (
        "| set | contracts / items | issues (of an item) | first suggestion right | last used | most used "
        "| shown at 60% | wrong of those shown | wrong if the last used were shown |"
    )
    taken = (
        f"Confidence was learned from {', '.join(learned)}; no issue of these is counted above. "
        f"Taken on {datetime.now(UTC).date().isoformat()}."
    )
    rows = [head, "|---|---|---|---|---|---|---|---|---|", *(score.row() for score in scores)]
    bands = _list_bands([guess for score in scores for guess in score.guesses])
    said = ["| confidence as said | shown | right |", "|---|---|---|", *bands]
    return "\n".join([BEGIN, "", *rows, "", *said, "", taken, "", END])


def _list_bands(guesses: Sequence[Guess]) -> Iterator[str]:
    for low, high in ((0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        band = [guess for guess in guesses if low <= guess.confidence < high]
        yield (
            f"| {low * 100:.0f} to {min(high, 1) * 100:.0f}% | {len(band):,} | "
            f"{_percent(_share(guess.is_right for guess in band))} |"
        )


def _add_up(name: str, played: Sequence[tuple[PublicContract, Sequence[Guess]]]) -> Score:
    guesses = tuple(guess for _, found in played for guess in found)
    return Score(name, len(played), sum(len(contract.clauses) for contract, _ in played), guesses)


def _share(values: Iterable[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"
