"""Exports of Jira, YouTrack and Redmine: encodings, delimiters, columns, faults."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugin.trackers.exports.durations import read_duration
from plugin.trackers.exports.export import Export, read_export
from plugin.trackers.exports.export_error import ExportError
from plugin.trackers.exports.headers import Kind, name_column, recognise

MOSCOW = ZoneInfo("Europe/Moscow")

JIRA_EN = (
    "Summary,Issue key,Issue id,Parent id,Issue Type,Status,Project key,Reporter,Reporter Id,Created,Updated,"
    "Labels,Labels,Component/s,Component/s,Original Estimate,Custom field (Epic Link),Custom field (Team)\n"
    '"Форма, с запятой",ACME-7,10007,10001,Task,Done,ACME,Анна Белова,u-2,'
    "03/Apr/26 1:42 PM,04/Apr/26 9:00 AM,"
    "web,ours,Site,Shop,64800,ACME-3,Red\n"
    "Parent,ACME-1,10001,,Story,To Do,ACME,Анна Белова,u-2,01/Apr/26 1:42 PM,,,,,,,,\n"
)
JIRA_RU = (
    "Тема;Ключ проблемы;Идентификатор проблемы;Тип задачи;Статус;Ключ проекта;Автор;Создано;Обновлено;Метки;"
    "Компоненты;Первоначальная оценка;Пользовательское поле (Ссылка на эпик)\n"
    "Форма, с запятой;ACME-7;10007;Задача;Готово;ACME;Анна Белова;03/апр/26 1:42 PM;"
    "04/апр/26 9:00 AM;web ours;"
    "Site;64800;ACME-3\n"
)
JIRA_DE = (
    "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Projektschlüssel,Autor,Erstellt,"
    "Aktualisiert,Stichwörter,Stichwörter,Komponenten,Ursprüngliche Schätzung,"
    "Benutzerdefinierte Felder (Epic Link)\n"
    '"Форма, с запятой",ACME-7,10007,Aufgabe,Fertig,ACME,Анна Белова,03.04.26 13:42,'
    "04.04.26 9:00,web,ours,Site,"
    "64800,ACME-3\n"
)
YOUTRACK = (
    "Issue Id,Project,Tags,Summary,Reporter,Created,Updated,Resolved,Priority,Type,State,Assignee,Subsystem,"
    "Fix versions,Estimation,Spent time\n"
    'ACME-7,Acme Site,"web, ours","Форма, с запятой",Анна Белова,2026-04-03T13:42:00,'
    "2026-04-04T09:00:00,,Normal,"
    "Task,Done,,Site,,2d 2h,\n"
)
REDMINE_RU = (
    "#;Проект;Трекер;Родительская задача;Статус;Приоритет;Тема;Автор;Назначена;Обновлено;Категория;Версия;"
    "Начата;Дата выполнения;Оценка времени;Создано\n"
    "7;ACME;Задача;3;Закрыта;Нормальный;Форма, с запятой;Анна Белова;;"
    "04.04.2026 09:00;Site;;;10.04.2026;18,0;"
    "03.04.2026 13:42\n"
)
REDMINE_DE = (
    "#;Projekt;Tracker;Übergeordnete Aufgabe;Status;Thema;Autor;Aktualisiert;"
    "Kategorie;Zielversion;Abgabedatum;"
    "Geschätzter Aufwand;Angelegt\n"
    "7;ACME;Aufgabe;3;Fertig;Überarbeitung;Anna Weiß;04.04.2026 09:00;Site;;"
    "10.04.2026;18,00;03.04.2026 13:42\n"
)


def exported(tmp_path: Path, text: str, encoding: str = "utf-8", **how: object) -> Export:
    """Return a file's content as it is read."""
    path = tmp_path / "issues.csv"
    path.write_bytes(text.encode(encoding, "surrogateescape"))
    return read_export(path, MOSCOW, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (JIRA_EN, "jira"),
        (JIRA_RU, "jira"),
        (JIRA_DE, "jira"),
        (YOUTRACK, "youtrack"),
        (REDMINE_RU, "redmine"),
        (REDMINE_DE, "redmine"),
    ],
    ids=["jira en", "jira ru", "jira de", "youtrack", "redmine ru", "redmine de"],
)
def test_what_a_verdict_needs_is_read(tmp_path: Path, text: str, kind: Kind) -> None:
    """Whatever the tracker and its language: the same issue."""
    export = exported(tmp_path, text)
    found = export.issues[-1]
    assert kind == export.kind
    assert found.key in ("ACME-7", "7")
    assert found.summary in ("Форма, с запятой", "Überarbeitung")
    assert (datetime(2026, 4, 3, 13, 42, tzinfo=MOSCOW), Decimal(18)) == (found.created, found.estimate)
    assert "Site" in found.components
    assert found.status in ("Done", "Готово", "Fertig", "Закрыта")
    # YouTrack exports no links.
    assert (found.epic or found.parent) in (("",) if kind == "youtrack" else ("ACME-3", "3"))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Ключ проблемы;Тема;Создано;Состояние", "jira"),
        ("Vorgangsschlüssel;Thema;Erstellt;Zustand", "jira"),
        ("Clé de ticket;Sujet;Création;State", "jira"),
        ("Issue Id;Summary;Created;State", "youtrack"),
        ("Key;Summary;Created;Subsystem", "youtrack"),
        ("#;Tracker;Subject;Created", "redmine"),
        ("Key;Summary;Created", "jira"),
    ],
)
def test_a_key_by_jiras_name_is_of_jira(head: str, kind: Kind) -> None:
    """One column by another tracker's name does not turn seconds into minutes."""
    assert kind == recognise(head.split(";"))


def test_repeated_columns_give_several_values(tmp_path: Path) -> None:
    """Jira writes a column for each label and component."""
    found = exported(tmp_path, JIRA_EN).issues[-1]
    assert ({"web", "ours"}, {"Site", "Shop"}) == (set(found.labels), set(found.components))


def test_a_parent_by_its_number_is_found_by_its_key(tmp_path: Path) -> None:
    """The mapping names the parent's key; Jira exports its id."""
    assert "ACME-1" == exported(tmp_path, JIRA_EN).issues[-1].parent


def test_the_oldest_issue_comes_first(tmp_path: Path) -> None:
    """It is played in the order of creation, whatever the order of the rows."""
    assert ["ACME-1", "ACME-7"] == [issue.key for issue in exported(tmp_path, JIRA_EN).issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    """Excel, old Windows and all others."""
    found = exported(tmp_path, JIRA_RU, encoding).issues[0]
    assert ("Форма, с запятой", "Анна Белова") == (found.summary, found.reporter)


def test_a_western_code_page_is_no_cyrillic_one(tmp_path: Path) -> None:
    """Redmine's German exports are Latin-1, where an accented letter stands alone."""
    found = exported(tmp_path, REDMINE_DE, "cp1252").issues[0]
    assert ("Überarbeitung", "Anna Weiß") == (found.summary, found.reporter)


def test_excels_own_line_about_the_delimiter_is_obeyed(tmp_path: Path) -> None:
    """`sep=;` stands before the head."""
    assert "ACME-7" == exported(tmp_path, f"sep=;\n{JIRA_RU}").issues[0].key


def test_a_field_that_the_contract_reads_is_found_by_its_name(tmp_path: Path) -> None:
    """Custom fields stand under a name that the exporter wraps."""
    export = exported(tmp_path, JIRA_EN, wanted=("Team", "customfield_9"), named={"customfield_9": "Team"})
    assert {"Team": ("Red",), "customfield_9": ("Red",)} == dict(export.issues[-1].fields)


def test_a_summary_may_hold_lines(tmp_path: Path) -> None:
    """A quoted cell goes on over lines; the line of a later fault is the file's."""
    text = JIRA_RU.replace("Форма, с запятой", '"Форма\nв две строки"') + "x;ACME-8;1;;;ACME;;никогда;;;;;\n"
    with pytest.raises(ExportError, match=r"issues\.csv:4:8: "):
        exported(tmp_path, text)


def test_the_last_of_repeated_rows_counts(tmp_path: Path) -> None:
    """Two exports glued together."""
    export = exported(tmp_path, JIRA_RU + JIRA_RU.splitlines()[1].replace("Готово", "В работе"))
    assert (1, "В работе") == (export.repeated, export.issues[0].status)


FAULTS = {
    "nothing": ("", "the file is empty", 0),
    "no table": ("just a text\nof lines\n", "one column only", 1),
    "an old workbook": ("\udcd0\udccf\x11\udce0rest", "this is a workbook", 0),
    "a workbook": ("PK\x03\x04rest", "this is a workbook", 0),
    "a web page": ("<html><table>", "this is a web page", 0),
    "JSON": ('{"issues": []}', "this is JSON", 0),
    "no key": ("Summary,Created\nx,2026-04-03\n", "no column is known to hold the issue's key", 1),
    "no date of creation": (
        "Issue key,Summary\nA-1,x\n",
        "no column is known to hold the date of creation",
        1,
    ),
    "no issues": ("Issue key,Summary,Created\n", "the file names no issue", 0),
    "a lost delimiter": (
        "Issue key,Summary,Created\nA-1,x\nA-2,x,2026-04-03\n",
        "the row has 2 columns",
        2,
    ),
    "a file cut off": ("Issue key,Summary,Created\nA-1,x,2026-04-03\nA-2,x", "the file ends within a row", 3),
    "one cut off in a text": (
        'Issue key,Summary,Created\nA-1,x,2026-04-03\n"A-2',
        "the file ends within a row",
        3,
    ),
    "a bad date": ("Issue key,Summary,Created\nA-1,x,soon\n", '"soon" in the column "Created" is no date', 2),
    "an empty key": ("Issue key,Summary,Created\n,x,2026-04-03\n", 'the column "Issue key" is empty', 2),
    "contrary dates": (
        "Issue key,Summary,Created\nA-1,x,25/04/2026\nA-2,x,04/25/2026\n",
        "some dates have the day first",
        0,
    ),
}


@pytest.mark.parametrize(("text", "sentence", "line"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_names_file_line_and_remedy(tmp_path: Path, text: str, sentence: str, line: int) -> None:
    """What is wrong, where, and what to do."""
    with pytest.raises(ExportError) as raised:
        exported(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'issues.csv'}:{line}:" if line else str(tmp_path))
    assert sentence in str(raised.value)
    assert str(raised.value).endswith(raised.value.remedy)
    assert raised.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("text", "kind", "hours"),
    [
        ("64800", "jira", 18),
        ("1w 2d 4h 30m", "jira", Decimal("60.5")),
        ("2н 1д 4ч", "jira", 92),
        ("1W 1T 2Std 30Min", "jira", Decimal("50.5")),
        ("480", "youtrack", 8),
        ("12.5", "redmine", Decimal("12.5")),
        ("12,5", "redmine", Decimal("12.5")),
        ("12:30", "redmine", Decimal("12.5")),
        ("soon", "jira", None),
        ("3 apples", "jira", None),
        ("", "jira", None),
        ("9" * 5000, "jira", None),
    ],
)
def test_sizes_of_work(text: str, kind: Kind, hours: Decimal | int | None) -> None:
    """Seconds, minutes or hours by the tracker; units in several languages."""
    assert hours == read_duration(text, kind)


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        ("Clave de incidencia", "key"),
        ("Clé de ticket", "key"),
        ("Chave do item", "key"),
        ("課題キー", "key"),
        ("Résumé", "summary"),
        ("Fecha de vencimiento", "due"),
        ("Утворено", ""),
        ("Створено", "created"),
        ("\ufeffSummary", "summary"),
        ("Custom field (Epic Link)", "epic"),
        ("Campo personalizado (Epic Link)", "epic"),
        ("Σ Original Estimate", ""),
        ("Component(s)", ""),
        ("Votes", ""),
    ],
)
def test_columns_in_other_languages(header: str, holds: str) -> None:
    """What a column holds, by its name."""
    assert holds == name_column(header)


JIRA = {
    "de": (
        (
            "Zusammenfassung,Vorgangsschlüssel,Vorgangstyp,Status,Autor,Erstellt,Komponenten,"
            "Ursprüngliche Schätzung"
        ),
        "03/Mär/26 13:42",
    ),
    "fr": (
        "Résumé,Clé de ticket,Type de ticket,État,Rapporteur,Création,Composants,Estimation originale",
        "03/mars/26 13:42",
    ),
    "es": (
        (
            "Resumen,Clave de incidencia,Tipo de Incidencia,Estado,Informador,Creada,"
            "Componentes,Estimación original"
        ),
        "03/mar/26 1:42 PM",
    ),
    "pt": (
        "Resumo,Chave da item,Tipo de item,Status,Relator,Criado,Componentes,Estimativa original",
        "03/mar/26 13:42",
    ),
    "pl": (
        (
            "Podsumowanie,Klucz zgłoszenia,Typ zgłoszenia,Status,Zgłaszający,Utworzono,"
            "Komponenty,Pierwotne oszacowanie"
        ),
        "03/mar/26 13:42",
    ),
    "ru": (
        "Тема,Ключ проблемы,Тип задачи,Статус,Автор,Создано,Компоненты,Первоначальная оценка",
        "03/марта/26 13:42",
    ),
}
REDMINE = {
    "ru": "Тема|#|Трекер|Статус|Автор|Создано|Категория|Оценка временных затрат",
    "de": "Thema|#|Tracker|Status|Autor|Angelegt|Kategorie|Geschätzter Aufwand",
    "fr": "Sujet|#|Tracker|Statut|Auteur|Créé|Catégorie|Temps estimé",
    "es": "Asunto|#|Tipo|Estado|Autor|Creado|Categoría|Tiempo estimado",
    "pt-BR": "Título|#|Tipo|Situação|Autor|Criado em|Categoria|Tempo estimado",
    "pl": "Temat|#|Typ zagadnienia|Status|Autor|Data utworzenia|Kategoria|Szacowany czas",
    "uk": "Тема|#|Координатор|Статус|Автор|Створено|Категорія|Оцінний час",
    "ja": "題名|#|トラッカー|ステータス|作成者|作成日|カテゴリ|予定工数",
}


@pytest.mark.parametrize("language", list(JIRA))
def test_jira_exports_in_the_readers_language(tmp_path: Path, language: str) -> None:
    """Names and months of the account that exported them."""
    head, day = JIRA[language]
    (found,) = exported(tmp_path, f"{head}\nForm,ACME-7,Task,Done,Anna,{day},Site,36000\n").issues
    assert ("Form", "ACME-7", "Task", "Done", "Anna", ("Site",), 10) == (
        found.summary,
        found.key,
        found.type,
        found.status,
        found.reporter,
        found.components,
        found.estimate,
    )
    assert datetime(2026, 3, 3, 13, 42, tzinfo=MOSCOW) == found.created


@pytest.mark.parametrize("language", list(REDMINE))
def test_redmine_exports_in_the_readers_language(tmp_path: Path, language: str) -> None:
    """Semicolons, and the names of its own translations."""
    head = REDMINE[language].replace("|", ";")
    export = exported(tmp_path, f"{head}\nForm;7;Task;Done;Anna;2026-03-03 13:42;Site;10,00\n")
    (found,) = export.issues
    assert ("redmine", "Form", "7", "Task", "Done", "Anna", ("Site",), 10) == (
        export.kind,
        found.summary,
        found.key,
        found.type,
        found.status,
        found.reporter,
        found.components,
        found.estimate,
    )
