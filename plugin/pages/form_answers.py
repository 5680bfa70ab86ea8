"""Read a reader's answer from a form, with a fault beside each field to mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from plugin.core.answers.substance import says_something
from plugin.core.commands import read_commands
from plugin.core.model.events import GivenFile
from plugin.core.signoff.fingerprint import content_hash
from plugin.pages.form_files import FileFault
from plugin.texts.escaping import to_one_line

MAX_REMARKS = 30
MAX_REMARK_CHARS = 500
MAX_REASON_CHARS = 1000
MAX_ANSWER_CHARS = 4000

AnswerButton = Literal["accept", "remarks", "refuse", "agree", "choose", "answer", "confirm"]
FieldFault = Literal["empty", "no_answer", "too_many", "too_long", "not_sent", "unknown"] | FileFault


@dataclass(frozen=True)
class FormAnswer:
    """An answer as it was written.

    Attributes:
        said: which button was pressed; None for an unknown one.
        remarks: as typed, one a line.
        reason: of a refusal.
        number: of the chosen option.
        wait: which wait is answered, as the page names it.
        text: the answer, as typed.
        files: the files that are kept for it.
        seen: the hash of what the page showed.
        faults: what is to be mended, by the name of the field.
    """

    said: AnswerButton | None = None
    remarks: str = ""
    reason: str = ""
    number: int | None = None
    wait: str = ""
    text: str = ""
    files: tuple[GivenFile, ...] = ()
    seen: str = ""
    faults: Mapping[str, FieldFault] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[str, ...]:
        """The remarks, one a line, without the signs of a list."""
        found = (to_one_line(line.strip().lstrip("-–—•*").strip()) for line in self.remarks.splitlines())
        return tuple(line for line in found if line)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the text that say something."""
        return tuple(line for line in map(to_one_line, self.text.splitlines()) if line)

    @property
    def because(self) -> str:
        """The reason as one line."""
        return to_one_line(self.reason)

    @property
    def digest(self) -> str:
        """What a confirmation is bound to: exactly this answer to exactly what was shown."""
        said = (self.said, self.lines, self.because, self.number, self.seen)
        return content_hash(*said, self.wait, *self.given) if self.wait else content_hash(*said)

    @property
    def given(self) -> tuple[object, ...]:
        """What tells the answer to a wait from others: its words, and its files."""
        if self.said == "confirm":
            return ("confirm",)
        ids = tuple(file.id for file in self.files)
        return (self.paragraphs, ids) if ids else (self.paragraphs,)

    def with_files(self, files: tuple[GivenFile, ...], fault: FieldFault | None) -> FormAnswer:
        """Return the answer with its files: they are one, also without words."""
        faults = dict(self.faults)
        if files and faults.get("text") in ("empty", "no_answer"):
            del faults["text"]
        if fault is not None:
            # Where a file is at fault, an empty text is none.
            faults = {"files": fault}
        return replace(self, files=files, faults=faults)


def read_answer(
    form: Mapping[str, str], known: tuple[AnswerButton, ...], names: Collection[str] = ()
) -> FormAnswer:
    """Read an answer from a form.

    Args:
        form: what was sent.
        known: the buttons that the page has.
        names: people's names, by which an answer may address or sign.
    """
    said = next((button for button in known if button == form.get("said")), None)
    number = form.get("number", "")
    answer = FormAnswer(
        said=said,
        remarks=form.get("remarks", ""),
        reason=form.get("reason", ""),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None,
        wait=form.get("wait", ""),
        text=form.get("text", ""),
        seen=form.get("seen", ""),
    )
    return replace(answer, faults=_find_faults(answer, names))


def _find_faults(answer: FormAnswer, names: Collection[str]) -> dict[str, FieldFault]:
    match answer.said:
        case "accept":
            # What was typed must not be lost by pressing another button.
            return {"remarks": "not_sent"} if answer.lines else {}
        case "remarks":
            return _find_faults_of_remarks(answer.lines)
        case "refuse" if not answer.because:
            return {"reason": "empty"}
        case "refuse" if len(answer.because) > MAX_REASON_CHARS:
            return {"reason": "too_long"}
        case "choose" if answer.number is None:
            return {"number": "empty"}
        case "answer" if not any(sign.isalnum() for line in answer.paragraphs for sign in line):
            # A bare "?" or a thumb would hand the ball over and say nothing.
            return {"text": "empty"}
        case "answer" if len("\n".join(answer.paragraphs)) > MAX_ANSWER_CHARS:
            return {"text": "too_long"}
        case "answer" if not says_something(answer.text, read_commands(answer.text), names=names):
            # As in a comment: thanks, a nod and a command answer nothing.
            return {"text": "no_answer"}
        case None:
            return {"said": "unknown"}
        case _:
            return {}


def _find_faults_of_remarks(lines: tuple[str, ...]) -> dict[str, FieldFault]:
    if not lines:
        return {"remarks": "empty"}
    if len(lines) > MAX_REMARKS:
        return {"remarks": "too_many"}
    return {"remarks": "too_long"} if max(map(len, lines)) > MAX_REMARK_CHARS else {}
