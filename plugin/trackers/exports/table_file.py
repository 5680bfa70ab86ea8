"""A file as rows of texts: its encoding and its delimiter are found out."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from plugin.trackers.exports.export_error import ExportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", ";", "\t", "|")
_PIECE_BYTES = 1 << 20
_MAX_CELL_CHARS = 16 * 1024 * 1024
_AS_CSV = "Export the issues as CSV with all fields, and name that file."


@dataclass(frozen=True)
class TableFile:
    """A file of rows, and how it is read.

    Attributes:
        headers: the names of the columns, in their order; some stand there more than once.
        head_line: the line on which they stand.
    """

    path: Path
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    head_line: int

    def iter_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give every row below the head, with the line on which it begins.

        Raises:
            ExportError: a row has not the columns of the head, or cannot be read.
        """
        width = len(self.headers)
        with _open(self.path, self.encoding) as lines:
            reader = csv.reader(lines, delimiter=self.delimiter)
            began = 1
            try:
                for row in reader:
                    line, began = began, reader.line_num + 1
                    if line <= self.head_line or not any(row):
                        continue
                    if len(row) > width and not any(row[width:]):
                        row = row[:width]
                    if len(row) < width and next(reader, None) is None:
                        raise ExportError(
                            self.path,
                            f"the file ends within a row ({len(row)} columns of {width})",
                            "It was cut off: export it again, and see that it is saved to its end.",
                            line=line,
                        )
                    if len(row) != width:
                        raise ExportError(
                            self.path,
                            f"the row has {len(row)} columns, and the head has {width}",
                            "A quotation mark or a delimiter is missing near this line: export the file "
                            "again, without opening it in a spreadsheet between.",
                            line=line,
                        )
                    yield line, row
            except csv.Error as error:
                raise ExportError(
                    self.path,
                    f"the row cannot be read ({error})",
                    "Export the file again, without opening it in a spreadsheet between.",
                    line=began,
                ) from error
            except UnicodeDecodeError as error:
                raise ExportError(
                    self.path,
                    f"the text is not {self.encoding}",
                    "Save the file as UTF-8.",
                    line=began,
                ) from error


def open_table(path: Path) -> TableFile:
    """Find out how a file is read.

    Raises:
        ExportError: it is no table.
    """
    csv.field_size_limit(_MAX_CELL_CHARS)
    encoding = _find_encoding(path)
    with _open(path, encoding) as lines:
        try:
            first = next(lines, "")
        except UnicodeDecodeError as error:
            raise ExportError(path, f"the text is not {encoding}", "Save the file as UTF-8.") from error
    head_line = 1
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        # Excel's own way of saying what separates the columns.
        delimiter, head_line = first.strip()[-1], 2
    else:
        delimiter = _find_delimiter(first)
    if not first.strip():
        raise ExportError(path, "the file is empty", _AS_CSV)
    with _open(path, encoding) as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            headers = next(row for number, row in enumerate(reader, 1) if number == head_line)
        except (StopIteration, csv.Error) as error:
            raise ExportError(
                path, "the file has no line with the names of columns", _AS_CSV, line=1
            ) from error
        head_end = reader.line_num
    if len(headers) < 2:
        raise ExportError(
            path, "the first line names one column only, so this is no table with commas", _AS_CSV, line=1
        )
    return TableFile(path, encoding, delimiter, tuple(headers), head_end)


@contextmanager
def _open(path: Path, encoding: str) -> Iterator[Iterator[str]]:
    with path.open(encoding=encoding, newline="") as file:
        yield (line.replace("\0", "") if "\0" in line else line for line in file)


def _find_encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_PIECE_BYTES)
        _refuse_other_files(path, start)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        piece = start
        try:
            while piece:
                decoder.decode(piece)
                piece = file.read(_PIECE_BYTES)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _choose_single_byte(start if not piece else start + piece)
    return "utf-8"


def _choose_single_byte(sample: bytes) -> str:
    """Return the code page: Cyrillic letters stand together, accented ones alone."""
    high = [byte > 0x7F for byte in sample]
    together = sum(one and other for one, other in pairwise(high))
    return "cp1251" if together * 2 > sum(high) else "cp1252"


def _find_delimiter(line: str) -> str:
    outside = "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)
    return max(_DELIMITERS, key=outside.count)


def _refuse_other_files(path: Path, start: bytes) -> None:
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ExportError(path, "this is a workbook and no CSV", _AS_CSV)
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith(b"<"):
        raise ExportError(path, "this is a web page or XML and no CSV", _AS_CSV)
    if text.startswith((b"{", b"[")):
        raise ExportError(path, "this is JSON and no CSV", _AS_CSV)
