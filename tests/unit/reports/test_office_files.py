"""A workbook and a PDF are read by an office program, where there is one."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from plugin.reports.tables import Column, ReportTable
from plugin.reports.xlsx_file import write_xlsx

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

TABLE = ReportTable(
    title="Реестр изменений: Сайт «Акме»",
    about=("Запись 7 · abababababab · Europe/Moscow",),
    columns=(
        Column("Задача"),
        Column("О чём", width=30),
        Column("Сумма, RUB", "number"),
        Column("Срок", "date"),
    ),
    rows=[
        ("ACME-1", "=1+1", Decimal(75600), date(2026, 4, 15)),
        ("ACME-2", "Лента новостей;\nвторая строка", Decimal("99.50"), None),
    ],
    language="ru",
    foot=[("Согласовано", None, Decimal("75699.50"), None)],
)


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed: the workbook was read by openpyxl only"
)
def test_office_program_reads_the_workbook(tmp_path: Path) -> None:
    """Texts stay texts, sums are numbers, dates are dates."""
    (tmp_path / "register.xlsx").write_bytes(write_xlsx(TABLE))
    command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    # Separator, quotes, UTF-8, from the first line, in English, as the cells show it.
    filter_options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true"
    subprocess.run(  # noqa: S603 -- our own command
        [*command, filter_options, "--outdir", str(tmp_path), str(tmp_path / "register.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    read = list(csv.reader(io.StringIO((tmp_path / "register.csv").read_text(encoding="utf-8"))))
    assert ["Задача", "О чём", "Сумма, RUB", "Срок"] == read[0]
    assert ["ACME-1", "=1+1", "75,600", "2026-04-15"] == read[1]
    assert ["ACME-2", "Лента новостей;\nвторая строка", "99.50", ""] == read[2]
    assert ["Согласовано", "", "75,699.50", ""] == read[4]
