"""Contracts as a small agency types them, and the lines of their drafts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from contract_blocks import Par, columns, make_docx

from mappings.loader import load_text
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.drafting.contract_terms.reader import read_terms
from plugin.drafting.documents.reader import read_document
from plugin.drafting.mapping_draft import DraftSources, draft_mapping
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType

RUSSIAN = """ДОГОВОР № 17/2026 на разработку сайта

г. Москва                                                     1 сентября 2026 г.

ООО «Студия Вектор» (Исполнитель) в лице генерального директора Орловой Марии Сергеевны и ООО «Акме» (Заказчик) в лице \
директора Соколова Петра Ивановича заключили договор о нижеследующем.

1. Предмет договора
1.1. Исполнитель разрабатывает сайт компании «Акме», а Заказчик принимает и оплачивает работы.
1.2. Контактное лицо Заказчика: Белова Анна, anna@acme.example. Она вправе согласовывать дополнительные работы \
стоимостью до 30 000 рублей.

2. Состав работ
2.1. Дизайн главной страницы — 60 часов, до трёх кругов правок.
2.2. Дизайн шаблонов внутренних страниц — не более 5 шаблонов, 40 часов.
2.3. Вёрстка страниц — 80 часов.
2.4. Наполнение — до 20 страниц.

3. Сроки
3.1. Этап 1 «Дизайн» — до 21 декабря 2026 г.
3.2. Этап 2 «Сборка и запуск» — до 25 января 2027 г.

4. Цена и порядок оплаты
4.1. Общая стоимость работ 900 000 (девятьсот тысяч) рублей, в том числе НДС 22 %.
4.2. Аванс 50 % в течение 5 рабочих дней с подписания договора.
4.3. Дополнительные работы оплачиваются по ставке 3 500 руб. за час без учёта НДС.

5. Что не входит в работы
5.1. Хостинг и домен.
5.2. Тексты и фотографии: их предоставляет Заказчик.
5.3. Калькуляторы и личные кабинеты.
5.4. Перевод сайта на иностранные языки.

6. Порядок сдачи и приёмки
6.1. Заказчик рассматривает результат этапа в течение 5 (пяти) рабочих дней и подписывает акт. При отсутствии \
мотивированного отказа в этот срок этап считается принятым.
6.2. Приёмку подписывает директор Соколов П. И.

7. Гарантия
7.1. Исполнитель бесплатно устраняет недостатки в течение 6 месяцев после подписания последнего акта.

8. Предоставление материалов
8.1. Заказчик предоставляет материалы в течение 3 рабочих дней с запроса. При задержке срок этапа сдвигается на время \
ожидания.
8.2. Работы ведутся с понедельника по пятницу с 10 до 19.
"""

ENGLISH = """STATEMENT OF WORK

Between Vector Studio Ltd ("Agency") and Acme Inc. ("Client"), dated September 1, 2026.

1. Scope
1.1 Home page design: 60 hours, including two rounds of revisions.
1.2 Inner page templates: up to 5 templates (40 hours).
1.3 Front-end build: 80 hours.

2. Out of scope
2.1 Hosting, domains and SSL certificates.
2.2 Calculators and customer portals.
2.3 Copywriting and translation.

3. Milestones
3.1 Design - December 21, 2026
3.2 Build and launch - January 25, 2027

4. Fees
4.1 The fixed fee is $48,000, exclusive of sales tax.
4.2 Additional work is billed at $120 per hour.

5. Change requests
5.1 Peter Stone (Director) may approve any change. Anna Bell may approve changes up to $2,000.

6. Acceptance
6.1 Client shall review each deliverable within five (5) business days. If Client does not reject in writing within that \
period, the deliverable is deemed accepted.

7. Warranty
7.1 Defects reported within 90 days of final acceptance are fixed at no charge.
"""

WORD_FILE = make_docx(
    (
        Par("Statement of Work"),
        Par(
            "This SOW is between Vector Studio Ltd (the “Agency”) and Acme LLC (the “Client”), effective September 1, "
            "2026."
        ),
        Par("Deliverables"),
        columns(
            ("#", "Deliverable", "Hours", "Due date"),
            ("1", "Design of the main page", "60", "December 21, 2026"),
            ("2", "Inner page templates (up to 5)", "40", "December 21, 2026"),
            ("3", "HTML build", "80", "January 25, 2027"),
        ),
        Par("Exclusions"),
        Par("Hosting and domain registration", -1),
        Par("Calculators and customer accounts", -1),
        Par("Translation into other languages", -1),
        Par("Fees"),
        Par(
            "The total fee is USD 48,000 plus VAT. Change requests are charged at USD 120 per hour. Up to 3 hours of "
            "minor changes a month are free of charge."
        ),
        Par("Acceptance"),
        Par(
            "The Client has five business days to review. Silence is deemed acceptance. Peter Stone signs for the "
            "Client."
        ),
        Par("Milestones"),
        Par("Milestone 1 “Design” due by December 21, 2026"),
        Par("Milestone 2: Build and launch, due 25 January 2027"),
    )
)


def make_project(*titles: str) -> ProjectSurvey:
    """Return a project with two stages, an epic of 48 hours and three people.

    Args:
        titles: of the stages, of the epic, then the people's names.
    """
    design, build, epic, *names = titles

    def issue(number: int, summary: str, type_: str = "Task", **fields: object) -> IssueSnapshot:
        return IssueSnapshot(
            id=str(number), key=f"ACME-{number}", project="ACME", type=type_, summary=summary, **fields
        )

    return ProjectSurvey(
        project="ACME",
        title="Acme",
        own=Account(id="bot"),
        people=tuple(SurveyedPerson(f"u-{number}", name) for number, name in enumerate(names)),
        statuses=(SurveyedStatus("In Progress", "working"),),
        types=(SurveyedType("Task"), SurveyedType("Epic", is_epic=True), SurveyedType("Stage")),
        issues=(
            issue(1, design, "Stage", due=date(2026, 12, 24)),
            issue(2, build, "Stage"),
            issue(3, epic, "Epic"),
            issue(4, "Part", parent="ACME-3", estimate_hours=Decimal(48)),
        ),
        fields={"estimate": "timeoriginalestimate", "due": "duedate", "epic": "parent"},
    )


RUSSIAN_PROJECT = make_project(
    "Этап «Дизайн»", "Этап «Сборка и запуск»", "Дизайн главной страницы", "Анна Белова", "Пётр Соколов"
)
ENGLISH_PROJECT = make_project(
    "Stage: Design", "Stage: Build and launch", "Main page design", "Anna Bell", "Peter Stone"
)
SOURCES = {
    "ru": ("contract.txt", RUSSIAN.encode(), RUSSIAN_PROJECT),
    "en": ("contract.txt", ENGLISH.encode(), ENGLISH_PROJECT),
    "docx": ("contract.docx", WORD_FILE, ENGLISH_PROJECT),
}
DRAFTS: dict[str, str] = {}


def draft(name: str) -> str:
    """Return the draft of one of the contracts, made once."""
    if name not in DRAFTS:
        file, content, survey = SOURCES[name]
        terms = read_terms(read_document(file, content))
        DRAFTS[name] = draft_mapping(DraftSources(survey, "main", "jira_cloud", date(2026, 11, 30), terms))
    return DRAFTS[name]


LINES = [
    # the contract's hours and clauses come before the tracker's estimates
    ("ru", '      - {id: "2.1", title: Дизайн главной страницы, hours: 60, rounds: {max: 3, label: revision}, link: {epic: ACME-3}}'),
    ("ru", "«Дизайн главной страницы — 60 часов, до трёх кругов правок.»; оценено 48 ч, задач: 1"),
    ("ru", '      - {id: "2.2", title: Дизайн шаблонов внутренних страниц, hours: 40, pieces: {max: 5, label: piece}}   # п. 2.2 «'),
    ("ru", '      - {id: "2.3", title: Вёрстка страниц, hours: 80}   # п. 2.3 «Вёрстка страниц — 80 часов.»; в трекере такого нет'),
    ("ru", '      - {id: "2.4", title: Наполнение, pieces: {max: 20, label: piece}}   # п. 2.4 «Наполнение — до 20 страниц.»'),
    ("en", '      - {id: "1.1", title: Main page design, hours: 60, rounds: {max: 2, label: revision}, link: {epic: ACME-3}}'),
    ("en", '      - {id: "1.2", title: Inner page templates, hours: 40, pieces: {max: 5, label: piece}}   # cl. 1.2 “'),
    ("en", '      - {id: "1.3", title: Front-end build, hours: 80}   # cl. 1.3 “Front-end build: 80 hours.”'),
    ("docx", "title: Main page design, hours: 60, link: {epic: ACME-3}}   # “1 | Design of the main page | 60 |"),
    ("docx", "title: Inner page templates (up to 5), hours: 40}"),
    ("docx", "title: HTML build, hours: 80}"),
    # that silence accepts is quoted whole, and stays off
    ("ru", '      review: {working_days: 5, clause: "6.1", then: remind}   # п. 6.1 «Заказчик рассматривает'),
    ("ru", '      # review: {working_days: 5, clause: "6.1", then: accepted}   # молчание считается приёмкой'),
    ("ru", "п. 6.1 «При отсутствии мотивированного отказа в этот срок этап считается принятым.»"),
    ("en", '    #   review: {working_days: 5, clause: "6.1", then: accepted}   # silence counts as acceptance'),
    ("en", "“If Client does not reject in writing within that period, the deliverable is deemed accepted.”"),
    ("docx", '    #   review: {working_days: 5, clause: "…", then: accepted}   # silence counts as acceptance'),
    # who decides and signs, with the words that say it
    ("ru", "  # - {person: anna_belova, may: [decide], up_to: {fee: 30000}}   # п. 1.2 «Она вправе согласовывать"),
    ("ru", "      by: [petr_sokolov]   # п. 6.2 «Приёмку подписывает директор Соколов П. И.»"),
    ("en", "#   - {person: peter_stone, may: [decide]}   # cl. 5.1 “Peter Stone (Director) may approve any change.”"),
    ("en", "#   - {person: anna_bell, may: [decide], up_to: {fee: 2000}}   # cl. 5.1 “Anna Bell may approve"),
    ("docx", "#   - {person: peter_stone, may: [sign_off]}   # “Peter Stone signs for the Client.”"),
    ("docx", "# sign_off: {by: [peter_stone], review: {working_days: 5, then: remind}}   # “Peter Stone signs"),
    # days, prices and taxes
    ("en", "    due: 2026-12-21   # cl. 3.1 “Design - December 21, 2026”; the issue ACME-1 says 2026-12-24"),
    ("en", "options: [move_deadline, extra_fee, fee_and_date, swap, park, withdraw]"),
    ("en", "  price: 48000   # cl. 4.1 “The fixed fee is $48,000, exclusive of sales tax.”"),
    ("en", "  # vat: …   # a tax is named without a percentage: fill it in: cl. 4.1 “The fixed fee is"),
    ("docx", "    title: Build and launch   # “Milestone 2: Build and launch, due 25 January 2027”"),
    ("docx", '#   - {clause: "…", text: "Calculators, customer accounts", words: [calculators, customer accounts]}'),
    # the client, and words that an issue would have
    ("ru", "  client: ООО «Акме»   # «"),
    ("ru", "words: [тексты, фотографии]}"),
    ("ru", "words: [перевод сайта, на английский, английская версия]}"),
    # what was not used
    ("ru", "# п. 4.2 «Аванс 50 % в течение 5 рабочих дней с подписания договора.»\n# п. 8.1 «Заказчик предоставляет"),
    ("ru", "\n# п. 8.2 «Работы ведутся с понедельника по пятницу с 10 до 19.»\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "line"), LINES, ids=[f"{each[0]}: {each[1].strip()[:50]}" for each in LINES]
)
def test_the_draft_says_it(name: str, line: str) -> None:
    """Each of these was lost, cut or misread once."""
    assert line in draft(name)


ABSENT = [
    # the rounds of one piece of work are not offered for another
    ("ru", "впишите в пункт работ, к которому относятся круги"),
    # the contract answers these
    ("ru", "Кто со стороны клиента решает и подписывает?"),
    ("en", "Who decides and signs for the client?"),
    ("docx", "Who decides and signs for the client?"),
    ("docx", "What does the client's silence mean"),
    ("en", "the contract names no date"),
    # what was used, and headings, are not called unused
    ("ru", "\n# п. 6.2 «"),
    ("ru", "\n# п. 5 «"),
    ("en", "Clauses that were not used"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line"), ABSENT, ids=[f"{each[0]}: {each[1][:50]}" for each in ABSENT])
def test_the_draft_does_not_say_it(name: str, line: str) -> None:
    """Each of these was untrue once."""
    assert line not in draft(name)


@pytest.mark.parametrize(("name", "warnings"), [("ru", []), ("en", ["no_decider"]), ("docx", ["no_decider"])])
def test_the_draft_has_no_fault(name: str, warnings: list[str]) -> None:
    """Who decides is known where the contract's signatory has an account."""
    faults = load_text(draft(name)).faults
    assert warnings == [fault.reason for fault in faults]
    assert {"warning"} >= {fault.severity for fault in faults}


def test_who_takes_the_hashes_away_finds_it_loads() -> None:
    """People, what they may, and that silence accepts."""
    off = re.compile(r"^( *)# (people:|authority:| *(?:anna|peter)_|  - {person: (?:anna|peter)_)", re.M)
    text = off.sub(r"\1\2", draft("en")).replace('side: "…"', "side: client")
    text = text.replace("    # sign_off: {", "    sign_off: {").replace('["…"]', "[peter_stone]")
    text = text.replace("then: remind", "then: accepted").replace(
        "may: [decide]}", "may: [decide, sign_off]}"
    )
    loaded = load_text(text)
    assert [] == [fault.sentence for fault in loaded.faults]
    assert loaded.mapping is not None
    assert ["peter_stone", "anna_bell"] == [row.person for row in loaded.mapping.authority]
    reviews = [stage.sign_off.review for stage in loaded.mapping.stages if stage.sign_off]
    assert ["accepted"] * 2 == [review.then for review in reviews if review]


def test_without_numbers_what_names_figures_is_listed() -> None:
    """Paragraphs with days, hours or sums; not what was used, nor what names none."""
    text = (
        "Specification No. 1\nto the Agreement of 3 March 2026\nThe Client retains the Agency for 32 hours per calendar month.\n"
        "Up to six (6) newsletters per month are included.\nBoth sides act in good faith.\n"
    )
    unused = read_terms(read_document("contract.txt", text.encode())).unused
    assert ["Up to six (6) newsletters per month are included."] == [each.text for each in unused]


def test_of_many_unused_clauses_the_rest_is_counted() -> None:
    """A list that ends early says so."""
    text = "1. Порядок\n" + "".join(
        f"1.{number}. Стороны действуют добросовестно.\n" for number in range(1, 71)
    )
    terms = read_terms(read_document("contract.txt", text.encode()))
    lines = draft_mapping(
        DraftSources(RUSSIAN_PROJECT, "main", "jira_cloud", date(2026, 11, 30), terms)
    ).splitlines()
    assert ["# п. 1.60 «Стороны действуют добросовестно.»", "# и ещё пунктов: 10"] == lines[-2:]
