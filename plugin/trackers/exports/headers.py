"""What trackers call the columns of an export, in several languages.

Jira and YouTrack write the names that the exporting person sees. Redmine's own stand in `redmine_headers`. A
name that is not here can be given on the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from plugin.trackers.exports.redmine_headers import REDMINE_COLUMNS

Kind = Literal["jira", "youtrack", "redmine"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": (
        "issue key|key|work item key|issue id in project|ключ проблемы|ключ задачи|ключ запроса|ключ|код",
        "vorgangsschlüssel|schlüssel|vorgangs-schlüssel|clé de ticket|clé|clave de incidencia|clave|chave",
        "chave da item|chave do item|chave da pendência|klucz zgłoszenia|klucz|chiave ticket|chiave|kulcs",
        "issue-sleutel|sleutel|ключ завдання|ключ задачі|klíč požadavku|ärendenyckel|avain|nøgle|nøkkel",
        "課題キー|キー|이슈 키|키|问题关键字|关键字|議題關鍵字|sorun anahtarı",
    ),
    "id": (
        "issue id|id|work item id|идентификатор проблемы|идентификатор задачи|id задачи|id проблемы",
        "id запроса|vorgangs-id|id de ticket|id de la incidencia|id do item|id da item|id da pendência",
        "id zgłoszenia|id. zgłoszenia",
        "id ticket|issue-id|課題 id|이슈 id|问题 id|sorun kimliği|id завдання|#|№|nr|nr.|n°|no",
    ),
    "project": (
        "space key",
        "project key|ключ проекта|код проекта|projektschlüssel|projekt-schlüssel|clé du projet|clé de projet",
        "clave del proyecto|clave de proyecto|chave do projeto|klucz projektu|chiave progetto|projectsleutel",
        "ключ проєкту|プロジェクト キー|프로젝트 키|项目关键字|proje anahtarı",
    ),
    "project_name": (
        "space name",
        "project|project name|проект|название проекта|имя проекта|projekt|projektname|projet|nom du projet",
        "proyecto|nombre del proyecto|projeto|nome do projeto|progetto|nome progetto|nazwa projektu",
        "проєкт|назва проєкту|プロジェクト|프로젝트|项目|proje",
    ),
    "type": (
        "issue type|type|work type|tracker|тип задачи|тип проблемы|тип запроса|тип|трекер|vorgangstyp|typ",
        "type de ticket|type de demande|tipo de incidencia|tipo|tipo de item|tipo de pendência",
        "tipo di ticket|typ zgłoszenia|issuetype|тип завдання|課題タイプ|이슈 유형|问题类型|sorun türü",
        "trackery|rastreador|tipo de petición",
    ),
    "summary": (
        "summary|subject|title|тема|резюме|сводка|заголовок|краткое описание|zusammenfassung|thema|titel",
        "résumé|sujet|resumen|asunto|resumo|título|riepilogo|oggetto|podsumowanie|temat|samenvatting",
        "підсумок|назва|要約|题目|主题|概要|요약|özet|konu|souhrn|předmět|sammanfattning|yhteenveto",
    ),
    "description": (
        "description|описание|beschreibung|descripción|descrição|descrizione|opis|omschrijving|опис|説明|설명",
        "描述|açıklama|popis|beskrivning|kuvaus|beskrivelse",
    ),
    "status": (
        "status|state|статус|состояние|zustand|état|etat|statut|estado|situação|stato|stan|стан|ステータス|상태",
        "状态|durum|stav|tila",
    ),
    "labels": (
        "labels|tags|метки|теги|stichwörter|schlagwörter|étiquettes|etiquetas|categorias|etichette|etykiety",
        "мітки|теги|ラベル|레이블|标签|etiketler|štítky",
    ),
    "components": (
        "components|component/s|component|subsystem|category|компоненты|компонент/ы|компонент(ы)|компонент",
        "подсистема|категория|komponenten|komponente(n)|komponente/n|komponente|kategorie",
        "composants|composant(s)",
        "composant/s|catégorie|componentes|componente/s|categoría|categoria|componenti|komponenty|onderdelen",
        "компоненти|категорія|コンポーネント|컴포넌트|模块|bileşenler",
    ),
    "versions": (
        "fix versions|fix version/s|fix version|target version|исправить в версиях",
        "исправленные версии|версия",
        "версии исправления|исправить в версии|исправлено в версиях|версия исправления|lösungsversionen",
        "lösungsversion(en)|lösungsversion/en|zielversion|versions corrigées|version(s) corrigée(s)",
        "version cible|versiones corregidas|versión(es) correctora(s)|versión prevista|versões corrigidas",
        "versão|versioni corrette|wersje naprawcze|修正バージョン|수정 버전|修复的版本",
    ),
    "parent": (
        "parent|parent id|parent key|parent task|subtask of|родитель|родительская задача",
        "родительская проблема|родительский запрос|übergeordneter vorgang|ticket parent",
        "pai|element nadrzędny",
        "идентификатор родителя",
        "id родителя|ключ родителя|родительский элемент|подзадача|übergeordnet|übergeordnete aufgabe",
        "übergeordnete id|parent-id|tâche parente|parente|tarea padre|principal|tarefa pai|elemento padre",
        "rodzic|padre|батьківське завдання|親|상위 항목|父级",
    ),
    "epic": (
        "epic link|epic-link|epic key|ссылка на эпик|ссылка на эпос|эпик|epos-verknüpfung|epos-link",
        "lien d'epic|lien d'épopée|enlace de la épica|vínculo de épica|link do épico|link epico|epik",
        "エピック リンク|에픽 링크",
    ),
    "estimate": (
        "estimation initiale|pierwotne oszacowanie",
        "original estimate|estimated time|estimation|estimate|первоначальная оценка|исходная оценка|оценка",
        "оценка времени|оценка трудозатрат|ursprüngliche schätzung|geschätzter aufwand|schätzung",
        "estimation originale|temps estimé|estimación original|tiempo estimado|estimativa original",
        "tempo estimado|stima originale|szacowany czas|oryginalne oszacowanie|первинна оцінка|初期見積り",
        "最初预估",
    ),
    "logged": (
        "tiempo trabajado|czas poświęcony|zapisany czas",
        "time spent|spent time|затрачено времени|затраченное время|залогированное время|benötigte zeit",
        "aufgewendete zeit|zeitaufwand|temps consacré|temps passé|tiempo empleado",
        "tiempo dedicado|tempo gasto",
        "tempo impiegato|przepracowany czas|витрачений час|経過時間|实际时间",
    ),
    "reporter": (
        "reporter|author|автор|заявитель|ersteller|reporter (name)|rapporteur|auteur",
        "informador|autor|relator",
        "segnalante|autore|zgłaszający|melder|автор завдання|報告者|보고자|报告人|raporlayan",
    ),
    "reporter_id": (
        "reporter id|id автора|идентификатор автора|autoren-id|autor-id|id du rapporteur|id del informador",
        "id do relator|reporter account id",
    ),
    "created": (
        "created|created at|создано|дата создания|создана|создан|erstellt|angelegt|erstellt am|création|créé",
        "créée|créé(e)|creada|creado|criado|criado(a)|criada|data creazione|creato|creata",
        "utworzone|utworzono",
        "aangemaakt|створено|作成日|생성일|创建日期|创建|oluşturuldu|vytvořeno|skapad|luotu",
    ),
    "updated": (
        "updated|обновлено|дата обновления|обновлена|изменено|aktualisiert|mise à jour",
        "mis à jour|actualizada",
        "actualizado|atualizado|atualizado(a)|aggiornato|zaktualizowano|bijgewerkt|оновлено|更新日|업데이트",
    ),
    "due": (
        "срок выполнения|vencimiento|termin wykonania",
        "due date|due|срок исполнения|дата выполнения|срок|крайний срок|fälligkeitsdatum|fällig|abgabedatum",
        "date d'échéance|échéance|fecha de vencimiento|fecha fin|data limite|data prevista|data di scadenza",
        "termin|термін|期限|기한|到期日",
    ),
}
"""Names in lower case, by what they hold here."""

LABELS: Mapping[str, str] = {
    "key": "the issue's key",
    "summary": "the summary",
    "created": "the date of creation",
    "project": "the project's key",
}
_CUSTOM = re.compile(r"^[^()]*\((?P<name>.+)\)$")
_CUSTOM_WORDS = (
    "custom field",
    "пользовательск",
    "настраиваем",
    "benutzerdefiniert",
    "champ",
    "campo",
    "pole",
)
_SIGNS: Mapping[Kind, frozenset[str]] = {
    "youtrack": frozenset({"subsystem", "resolved", "spent time", "state", "подсистема", "состояние"}),
    "redmine": frozenset({"#", "№", "tracker", "трекер", "subject", "thema", "sujet", "% done", "asunto"}),
}


_KEYS_OF_ANY = frozenset({"key", "ключ", "код", "issue id in project", "space key"})
"""Keys of issues and projects that not Jira alone writes."""


def _index() -> dict[str, str]:
    found: dict[str, str] = {}
    for columns in (COLUMNS, REDMINE_COLUMNS):
        for field, lines in columns.items():
            for name in "|".join(lines).split("|"):
                found.setdefault(name, field)
    return found


_BY_NAME = _index()


def normalise(header: str) -> str:
    """Return a header as it is compared: without marks, in lower case."""
    return " ".join(header.replace("\ufeff", "").replace("\u03a3", "").strip().strip("*").split()).casefold()


def find_custom_name(header: str) -> str:
    """Return the name of a custom field within its header; empty for another column.

    >>> find_custom_name("Custom field (Epic Link)"), find_custom_name("Component(s)")
    ('Epic Link', '')
    """
    match = _CUSTOM.match(header.strip())
    is_custom = match is not None and any(word in header.casefold() for word in _CUSTOM_WORDS)
    return match["name"].strip() if match and is_custom else ""


def name_column(header: str) -> str:
    """Return what a column holds; empty where its name says nothing known.

    >>> name_column("Issue key"), name_column("Тема"), name_column("Angelegt"), name_column("Votes")
    ('key', 'summary', 'created', '')
    """
    if header.strip().startswith("\u03a3"):
        # Sums over subtasks stand beside the issue's own figure.
        return ""
    custom = find_custom_name(header)
    return _BY_NAME.get(normalise(custom or header), "")


def recognise(headers: Iterable[str]) -> Kind:
    """Return the tracker that writes such columns; Jira where nothing says another."""
    names = {normalise(header) for header in headers}
    counts = {kind: len(names & signs) for kind, signs in _SIGNS.items()}
    keys = {name for name in names if name_column(name) in ("key", "project")}
    is_jira = any(find_custom_name(header) for header in headers) or bool(keys - _KEYS_OF_ANY)
    best: Kind = "redmine" if counts["redmine"] >= counts["youtrack"] else "youtrack"
    return best if counts[best] >= 1 and not is_jira else "jira"
