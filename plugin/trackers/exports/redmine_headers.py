"""The names of columns in exports of Redmine beside those that trackers share.

They come in the language of the account: `config/locales/*.yml`, `field_subject`, `label_spent_time` ….
https://www.redmine.org/projects/redmine/repository/browse/trunk/config/locales
"""

from __future__ import annotations

from collections.abc import Mapping

REDMINE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "estimate": (
        "оценка временных затрат|оцінний час|изчислено време|tempo stimato|geschatte tijd",
        "odhadovaná doba|odhadovaný čas|estimerad tid|anslået tid|estimert tid|arvioitu aika",
        "becsült időigény|timp estimat|kalan zaman|eeldatav ajakulu|予定工数|预期时间|추정시간",
    ),
    "logged": (
        "трудозатраты|отделено време|gespendeerde tijd|strávený čas|spenderad tid|anvendt tid",
        "brukt tid|käytetty aika|ráfordított idő|timp alocat|harcanan zaman|kulutatud aeg|作業時間|耗时",
        "소요 시간",
    ),
    "due": (
        "срок завершения|дата виконання|крайна дата|echéance|data oddania|data de fim|scadenza",
        "verwachte einddatum|uzavřít do|odovzdať do|deadline|frist|määräaika|befejezés dátuma",
        "data finalizării|bitiş tarihi|tähtaeg|期日|计划完成日期|완료기한",
    ),
    "type": (
        "координатор|тракер|typ zagadnienia|fronta|front|ärendetyp|sakstype|tapahtuma|típus",
        "tip de tichet|i̇ş tipi|valdkond|トラッカー|跟踪|유형",
    ),
    "versions": (
        "версія|планувана версия|wersja docelowa|versione prevista|versie|cílová verze|cieľová verzia",
        "versionsmål|udgave|mål-versjon|kohdeversio|cél verzió|versiune țintă|hedef sürüm",
        "sihtversioon|対象バージョン|目标版本|목표버전",
    ),
    "parent": (
        "батьківська задача|родителска задача|übergeordnetes ticket|zagadnienie nadrzędne",
        "tarefa principal|tarefa mãe|attività principale|hoofdissue|rodičovský úkol|nadradená úloha",
        "förälderaktivitet|hovedopgave|overordnet sak|szülő feladat|üst iş|pärineb teemast|親チケット|父任务",
        "상위 일감",
    ),
    "summary": ("заглавие|assunto|onderwerp|predmet|ämne|emne|aihe|tárgy|subiect|teema|題名|제목",),
    "status": ("състояние|státusz|stare|olek",),
    "created": (
        "от дата|data utworzenia|criado em|aangemaakt op|vytvorené|oprettet|opprettet|létrehozva",
        "creat la|oluşturulma|loodud|创建于|등록",
    ),
    "updated": (
        "обновена|mis-à-jour|data modyfikacji|alterado|alterado em|laatst gewijzigd op|aktualizováno",
        "aktualizované|uppdaterad|opdateret|oppdatert|päivitetty|módosítva|actualizat la|güncellenme",
        "uuendatud|更新于|변경",
    ),
    "components": ("kategoria|categorie|kategória|kategori|luokka|kategooria|カテゴリ|类别|범주",),
    "description": ("beschrijving|leírás|descriere|kirjeldus",),
    "reporter": ("författare|forfatter|tekijä|szerző|oluşturan|作成者|作者|저자",),
    "project_name": ("prosjekt|projekti|proiect",),
}
"""Names in lower case, by what they hold here."""
