"""Ten contracts after common templates, with what is right about each.

The companies and people do not exist. The right values stand here first; the readers are built until they
hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contract_blocks import Block, Par, columns, make_docx, make_pdf, make_text, typed


@dataclass(frozen=True)
class Right:
    """What is right about a contract; sums without their currency.

    Attributes:
        stages: title, day, term where there is no day, sum, currency, clause.
        exclusions: clause and words.
        others: by the field of `ContractTerms`, the value and the clause.
        unclear: the keys that stand behind a hash.
    """

    language: str
    stages: tuple[tuple[str, date | None, str, Decimal | None, str, str], ...]
    exclusions: tuple[tuple[str, tuple[str, ...]], ...]
    others: dict[str, tuple[object, str]]
    unclear: tuple[str, ...] = ()


def day(year: int, month: int, number: int) -> date:
    """Return a day."""
    return date(year, month, number)


def money(amount: str) -> Decimal:
    """Return a sum."""
    return Decimal(amount)


# 1. A Russian contract with an annex, all numbers Word's own.
WEBSITE: tuple[Block, ...] = (
    Par("ДОГОВОР № 12/26 на разработку сайта"),
    Par("г. Москва    «02» марта 2026 г."),
    Par(
        "Общество с ограниченной ответственностью «Акме», именуемое в дальнейшем «Заказчик», в лице генерального "
        "директора Соколова Петра Ильича, действующего на основании Устава, с одной стороны, и Общество с "
        "ограниченной ответственностью «Студия Икс», именуемое в дальнейшем «Исполнитель», в лице директора "
        "Орловой Марии Сергеевны, действующей на основании Устава, с другой стороны, заключили настоящий Договор "
        "о нижеследующем:"
    ),
    Par("Предмет договора", 0),
    Par("Исполнитель обязуется выполнить работы по разработке сайта, а Заказчик принять и оплатить их.", 1),
    Par("Содержание, сроки и стоимость этапов определены в Приложении № 1.", 1),
    Par("Стоимость и порядок расчётов", 0),
    Par(
        "Общая стоимость работ составляет 950 000 (девятьсот пятьдесят тысяч) рублей, в том числе НДС 22 %.",
        1,
    ),
    Par(
        "Работы, не предусмотренные Приложением № 1, оплачиваются отдельно исходя из ставки 3 500 рублей за час "
        "работы специалиста.",
        1,
    ),
    Par("Сдача и приёмка", 0),
    Par("Заказчик в течение 5 (пяти) рабочих дней с даты получения результата этапа подписывает акт.", 1),
    Par(
        "При отсутствии мотивированного отказа в указанный срок результат этапа считается принятым Заказчиком.",
        1,
    ),
    Par("В стоимость этапа входит не более двух итераций правок по каждому макету.", 1),
    Par("Границы работ", 0),
    Par("В стоимость работ не входит:", 1),
    Par("разработка мобильного приложения;", 2),
    Par("написание и перевод текстов;", 2),
    Par("Покупка шрифтов и фотографий оплачивается отдельно.", 1),
    Par("Гарантия", 0),
    Par("Гарантийный срок составляет 90 (девяносто) календарных дней с даты подписания последнего акта.", 1),
    Par("Приложение № 1 к договору № 12/26 от 02.03.2026"),
    Par("Календарный план"),
    columns(
        ("№", "Наименование этапа", "Срок окончания", "Стоимость, руб."),
        ("1", "Дизайн", "не позднее 10 апреля 2026 г.", "450 000,00"),
        ("2", "Вёрстка и сборка", "29.05.2026", "400 000,00"),
        ("3", "Запуск", "15 июня 2026 года", "100 000,00"),
        ("", "Итого", "", "950 000,00"),
    ),
)
WEBSITE_RIGHT = Right(
    "ru",
    (
        ("Дизайн", day(2026, 4, 10), "", money("450000"), "RUB", "Приложение № 1"),
        ("Вёрстка и сборка", day(2026, 5, 29), "", money("400000"), "RUB", "Приложение № 1"),
        ("Запуск", day(2026, 6, 15), "", money("100000"), "RUB", "Приложение № 1"),
    ),
    (
        ("4.1 а)", ("мобильного приложения",)),
        ("4.1 б)", ("перевод текстов",)),
        ("4.2", ("шрифтов", "фотографий")),
    ),
    {
        "title": ("Договор № 12/26 на разработку сайта", ""),
        "client": ("ООО «Акме»", ""),
        "signatory": ("Соколов Пётр Ильич", ""),
        "signed_on": (day(2026, 3, 2), ""),
        "currency": ("RUB", "2.1"),
        "price": (money("950000"), "2.1"),
        "vat": (money("22"), "2.1"),
        "vat_included": (True, "2.1"),
        "hour": (money("3500"), "2.2"),
        "review_days": (5, "3.1"),
        "silence": (True, "3.2"),
        "rounds": (2, "3.3"),
        "warranty_days": (90, "5.1"),
    },
)

# 2. A Russian contract of a sole trader: typed numbers, terms that depend on other events, no VAT.
SHOP: tuple[Block, ...] = (
    *typed(
        "Договор возмездного оказания услуг № 7",
        "г. Казань                                   14.01.2026",
        "Индивидуальный предприниматель Зимин Олег Павлович, именуемый в дальнейшем «Исполнитель», и "
        "Акционерное общество «Пекарня», именуемое в дальнейшем «Заказчик», в лице директора Беловой Анны "
        "Викторовны, действующей на основании доверенности № 5, заключили договор:",
        "1. Предмет",
        "1.1. Исполнитель создаёт интернет-магазин и оказывает услуги его сопровождения.",
        "2. Этапы и цена",
        "2.1. Этапы, сроки и стоимость:",
    ),
    columns(
        ("Этап", "Состав", "Сроки", "Цена"),
        ("Этап 1. Прототип", "10 экранов", "в течение 15 рабочих дней с даты подписания", "120 000 ₽"),
        ("Этап 2. Магазин", "каталог, корзина", "01.04.2026 – 30.06.2026", "480 000 ₽"),
        ("ВСЕГО", "", "", "600 000 ₽"),
    ),
    *typed(
        "2.2. НДС не облагается в связи с применением Исполнителем упрощённой системы налогообложения.",
        "2.3. Дополнительные работы оплачиваются по ставке 2 800 руб./час.",
        "2.4. Мелкие правки общей продолжительностью до 3 часов в месяц выполняются без дополнительной оплаты.",
        "3. Порядок работ",
        "3.1. Заказчик вправе направить замечания не более 3 (трёх) раз по каждому этапу.",
        "3.2. За исключением случаев, указанных в п. 3.1, изменения оформляются дополнительным соглашением.",
        "3.3. В услуги не входят: интеграция с 1С; закупка рекламы; наполнение карточек товаров.",
        "4. Приёмка",
        "4.1. Срок рассмотрения акта — десять рабочих дней.",
        "4.2. Если в течение этого срока Заказчик не направил возражений, услуги считаются оказанными "
        "надлежащим образом и принятыми.",
        "5. Гарантия",
        "5.1. Исполнитель бесплатно устраняет ошибки в течение 6 месяцев после приёмки.",
    ),
)
SHOP_RIGHT = Right(
    "ru",
    (
        ("Прототип", None, "в течение 15 рабочих дней с даты подписания", money("120000"), "RUB", "2.1"),
        ("Магазин", day(2026, 6, 30), "", money("480000"), "RUB", "2.1"),
    ),
    (("3.3", ("1С", "рекламы", "наполнение карточек товаров")),),
    {
        "title": ("Договор возмездного оказания услуг № 7", ""),
        "client": ("АО «Пекарня»", ""),
        "signatory": ("Белова Анна Викторовна", ""),
        "signed_on": (day(2026, 1, 14), ""),
        "currency": ("RUB", "2.1"),
        "price": (money("600000"), "2.1"),
        "vat": (None, "2.2"),
        "hour": (money("2800"), "2.3"),
        "goodwill": (money("3"), "2.4"),
        "rounds": (3, "3.1"),
        "review_days": (10, "4.1"),
        "silence": (True, "4.2"),
    },
    unclear=("warranty_days",),
)

# 3. Terms of reference: numbers come from the styles of headings; no sums.
TERMS_OF_REFERENCE: tuple[Block, ...] = (
    Par("Техническое задание на создание личного кабинета"),
    Par("Общие сведения", style="Heading1"),
    Par("Заказчик: ООО «Гавань».", style="Heading2"),
    Par("Плановый срок окончания работ: 30 сентября 2026 г.", style="Heading2"),
    Par("Состав работ", style="Heading1"),
    Par("Работы выполняются в три этапа.", style="Heading2"),
    columns(
        ("Этап", "Результат", "Начало", "Окончание"),
        ("I", "Аналитика", "01.06.2026", "30.06.2026"),
        ("II", "Разработка кабинета", "01.07.2026", "31.08.2026"),
        ("III", "Опытная эксплуатация", "01.09.2026", "30.09.2026"),
    ),
    Par("Ограничения", style="Heading1"),
    Par(
        "В рамках ТЗ не выполняются: миграция данных из старой системы и обучение пользователей.",
        style="Heading2",
    ),
    Par("Нагрузочное тестирование не входит в состав работ.", style="Heading2"),
)
TERMS_OF_REFERENCE_RIGHT = Right(
    "ru",
    (
        ("Аналитика", day(2026, 6, 30), "", None, "", "2.1"),
        ("Разработка кабинета", day(2026, 8, 31), "", None, "", "2.1"),
        ("Опытная эксплуатация", day(2026, 9, 30), "", None, "", "2.1"),
    ),
    (
        ("3.1", ("миграция данных", "обучение пользователей")),
        ("3.2", ("нагрузочное тестирование",)),
    ),
    {
        "title": ("Техническое задание на создание личного кабинета", ""),
        "client": ("ООО «Гавань»", "1.1"),
    },
)

# 4. A supplementary agreement as plain text, stages in sentences.
SUPPLEMENT: tuple[Block, ...] = typed(
    "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № 2 к договору № 12/26 от 02 марта 2026 г.",
    "г. Москва, 20 июля 2026 г.",
    "ООО «Акме», именуемое в дальнейшем «Заказчик», и ООО «Студия Икс», именуемое в дальнейшем «Исполнитель», "
    "договорились:",
    "1. Дополнить договор следующими этапами:",
    "1.1. Этап 4. Личный кабинет. Срок сдачи: до 30 октября 2026 г. Стоимость: 300 000 руб., плюс НДС 22%.",
    "1.2. Этап 5. Интеграция с CRM. Срок сдачи: 27 ноября 2026 г. Стоимость: 150 000 руб., плюс НДС 22%.",
    "2. Общая стоимость работ по соглашению: 450 000 руб. без учёта НДС.",
    "3. Настройка рекламных кампаний в соглашение не включена и оплачивается отдельно.",
    "4. Срок приёмки каждого этапа составляет 7 календарных дней.",
    "5. Отсутствие ответа Заказчика не означает приёмку.",
    "6. Стоимость дополнительных работ: аналитик — 4 000 руб./час, дизайнер — 3 000 руб./час.",
)
SUPPLEMENT_RIGHT = Right(
    "ru",
    (
        ("Личный кабинет", day(2026, 10, 30), "", money("300000"), "RUB", "1.1"),
        ("Интеграция с CRM", day(2026, 11, 27), "", money("150000"), "RUB", "1.2"),
    ),
    (("3", ("рекламных кампаний",)),),
    {
        "title": ("Дополнительное соглашение № 2 к договору № 12/26 от 02 марта 2026 г.", ""),
        "client": ("ООО «Акме»", ""),
        "signed_on": (day(2026, 7, 20), ""),
        "currency": ("RUB", "1.1"),
        "price": (money("450000"), "2"),
        "vat": (money("22"), "1.1"),
        "vat_included": (False, "1.1"),
        "silence": (False, "5"),
    },
    unclear=("review", "hour"),
)

# 5. An English statement of work, numbered by Word with letters in brackets, in euros.
STATEMENT_OF_WORK: tuple[Block, ...] = (
    Par("Statement of Work No. 3: Berth booking app"),
    Par(
        "This Statement of Work is entered into on 11 May 2026 between Harbour Authority Ltd (the “Client”), "
        "represented by Nora Walsh, Chief Executive, and Quayside Studio GmbH (the “Contractor”)."
    ),
    Par("Scope", 0),
    Par("The Contractor shall deliver the milestones set out in clause 2.1.", 1),
    Par("The following are excluded from the scope:", 1),
    Par("integration with the accounting system;", 2),
    Par("translation into other languages.", 2),
    Par("Milestones and fees", 0),
    Par("The milestones are:", 1),
    columns(
        ("#", "Milestone", "Due date", "Fee"),
        ("M1", "Clickable prototype", "10 July 2026", "EUR 12,500"),
        ("M2", "First release", "October 16, 2026", "EUR 48,000.00"),
        ("", "Total", "", "EUR 60,500"),
    ),
    Par("All fees are exclusive of VAT, which is added at 23%.", 1),
    Par("Additional work is charged at EUR 85 per hour.", 1),
    Par("Each deliverable includes up to three rounds of revisions.", 1),
    Par("Acceptance", 0),
    Par("The Client shall review each deliverable within ten (10) business days of delivery.", 1),
    Par("If the Client gives no notice within that period, the deliverable shall be deemed accepted.", 1),
    Par("Warranty", 0),
    Par("Defects reported within 60 days of acceptance are fixed free of charge.", 1),
)
STATEMENT_OF_WORK_RIGHT = Right(
    "en",
    (
        ("Clickable prototype", day(2026, 7, 10), "", money("12500"), "EUR", "2.1"),
        ("First release", day(2026, 10, 16), "", money("48000"), "EUR", "2.1"),
    ),
    (
        ("1.2 (a)", ("accounting system",)),
        ("1.2 (b)", ("translation",)),
    ),
    {
        "title": ("Statement of Work No. 3: Berth booking app", ""),
        "client": ("Harbour Authority Ltd", ""),
        "signatory": ("Nora Walsh", ""),
        "signed_on": (day(2026, 5, 11), ""),
        "currency": ("EUR", "2.1"),
        "price": (money("60500"), "2.1"),
        "vat": (money("23"), "2.2"),
        "vat_included": (False, "2.2"),
        "hour": (money("85"), "2.3"),
        "rounds": (3, "2.4"),
        "review_days": (10, "3.1"),
        "silence": (True, "3.2"),
        "warranty_days": (60, "4.1"),
    },
)

# 6. A master agreement with an order form as PDF: a table over pages, pounds and dollars.
_RELEASES = tuple(
    (f"{number}", f"Release {number}: {what}", f"{end} 2026", fee)
    for number, (what, end, fee) in enumerate(
        (
            ("discovery workshops", "30 January", "£4,000.00"),
            ("information architecture of the portal", "27 February", "£6,500.00"),
            ("visual design", "31 March", "£9,000.00"),
            ("member area", "29 May", "£18,000.00"),
            ("payments", "31 July", "£12,500.00"),
            ("reporting for the finance team", "30 September", "£7,000.00"),
        ),
        1,
    )
)
MASTER_AGREEMENT: tuple[Block, ...] = (
    *typed(
        "MASTER SERVICES AGREEMENT",
        "This Agreement is dated 5 January 2026 and made between Members Club plc (“Customer”) and Studio North "
        "Ltd (“Supplier”).",
        "1. Definitions",
        "1.1 “Order Form” means a document that refers to this Agreement.",
        "2. Charges",
        "2.1 All charges are stated excl. VAT; VAT at the rate of 20% is payable in addition.",
        "2.2 Hosting is invoiced separately in US dollars: $300 a month.",
        "2.3 Any work outside an Order Form is charged at the hourly rate of £95.00.",
        "3. Acceptance",
        "3.1 Customer shall test each deliverable within 5 working days after delivery.",
        "3.2 Silence shall not constitute acceptance.",
        "4. Exclusions",
        "4.1 The charges do not include content migration, stock photography or third-party licences.",
        "Order Form 1",
        "1. Releases",
        "1.1 The releases, their dates and fees are:",
    ),
    columns(("No.", "Release", "Completion date", "Fee"), *_RELEASES, ("", "Total", "", "£57,000.00")),
    *typed("1.2 The fees include two rounds of amendments for each release."),
)
MASTER_AGREEMENT_RIGHT = Right(
    "en",
    tuple(
        (f"{title}", due, "", money(fee), "GBP", "Order Form 1, 1.1")
        for title, due, fee in (
            ("Release 1: discovery workshops", day(2026, 1, 30), "4000"),
            ("Release 2: information architecture of the portal", day(2026, 2, 27), "6500"),
            ("Release 3: visual design", day(2026, 3, 31), "9000"),
            ("Release 4: member area", day(2026, 5, 29), "18000"),
            ("Release 5: payments", day(2026, 7, 31), "12500"),
            ("Release 6: reporting for the finance team", day(2026, 9, 30), "7000"),
        )
    ),
    (
        ("2.2", ("hosting",)),
        ("4.1", ("content migration", "stock photography", "third-party licences")),
    ),
    {
        "title": ("Master Services Agreement", ""),
        "client": ("Members Club plc", ""),
        "signed_on": (day(2026, 1, 5), ""),
        "currency": ("GBP", "Order Form 1, 1.1"),
        "price": (money("57000"), "Order Form 1, 1.1"),
        "vat": (money("20"), "2.1"),
        "vat_included": (False, "2.1"),
        "hour": (money("95"), "2.3"),
        "review_days": (5, "3.1"),
        "silence": (False, "3.2"),
        "rounds": (2, "Order Form 1, 1.2"),
    },
)

# 7. A Russian contract as PDF: long cells, a table over pages, a stage without a day.
_PORTAL_STAGES = (
    ("1", "Обследование и подготовка концепции портала", "27 февраля 2026 г.", "200 000,00"),
    ("2", "Проектирование информационной архитектуры и прототипов", "31 марта 2026 г.", "350 000,00"),
    ("3", "Дизайн", "30 апреля 2026 г.", "400 000,00"),
    ("4", "Программирование", "31 июля 2026 г.", "1 250 000,00"),
    ("5", "Опытная эксплуатация", "30 календарных дней после этапа 4", "300 000,00"),
)
PORTAL: tuple[Block, ...] = (
    *typed(
        "ГОСУДАРСТВЕННЫЙ КОНТРАКТ № 0173-26",
        "г. Тверь    12 января 2026 года",
        "Государственное учреждение «Портал», именуемое в дальнейшем «Государственный заказчик», в лице "
        "руководителя Кима Игоря Олеговича, действующего на основании Положения, и Общество с ограниченной "
        "ответственностью «Студия Икс», именуемое в дальнейшем «Исполнитель», заключили контракт.",
        "1. Предмет контракта",
        "1.1. Исполнитель выполняет работы по развитию портала в соответствии с календарным планом (п. 2.1).",
        "2. Календарный план",
        "2.1. Работы выполняются по этапам:",
    ),
    columns(("№ п/п", "Наименование работ", "Срок сдачи", "Сумма, рублей"), *_PORTAL_STAGES,
            ("", "Итого:", "", "2 500 000,00")),
    *typed(
        "3. Цена",
        "3.1. Цена контракта составляет 2 500 000,00 (два миллиона пятьсот тысяч) рублей 00 копеек, включая НДС "
        "(22 %) 450 819,67 рубля.",
        "4. Приёмка",
        "4.1. Заказчик рассматривает результаты в срок не позднее 20 рабочих дней со дня их получения.",
        "4.2. Количество итераций доработок по замечаниям не может превышать двух.",
        "5. Прочее",
        "5.1. Услуги хостинга, регистрация доменов и SSL-сертификаты не входят в цену контракта.",
        "5.2. Гарантийный срок — 365 дней.",
    ),
)  # fmt: skip
PORTAL_RIGHT = Right(
    "ru",
    (
        ("Обследование и подготовка концепции портала", day(2026, 2, 27), "", money("200000"), "RUB", "2.1"),
        (
            "Проектирование информационной архитектуры и прототипов",
            day(2026, 3, 31),
            "",
            money("350000"),
            "RUB",
            "2.1",
        ),
        ("Дизайн", day(2026, 4, 30), "", money("400000"), "RUB", "2.1"),
        ("Программирование", day(2026, 7, 31), "", money("1250000"), "RUB", "2.1"),
        ("Опытная эксплуатация", None, "30 календарных дней после этапа 4", money("300000"), "RUB", "2.1"),
    ),
    (("5.1", ("хостинга", "регистрация доменов", "SSL-сертификаты")),),
    {
        "title": ("Государственный контракт № 0173-26", ""),
        "client": ("Государственное учреждение «Портал»", ""),
        "signatory": ("Ким Игорь Олегович", ""),
        "signed_on": (day(2026, 1, 12), ""),
        "currency": ("RUB", "2.1"),
        "price": (money("2500000.00"), "3.1"),
        "vat": (money("22"), "3.1"),
        "vat_included": (True, "3.1"),
        "review_days": (20, "4.1"),
        "rounds": (2, "4.2"),
        "warranty_days": (365, "5.2"),
    },
)

# 8. A short English agreement as text: milestones in sentences, dollars, a date that can be read two ways.
SHORT_AGREEMENT: tuple[Block, ...] = typed(
    "Website Agreement",
    'Dated March 3, 2026, between Corner Bakery Inc. (the "Client") and Pixel Works LLC (the "Agency").',
    "1. Work",
    "1.1 Milestone 1: Design. To be completed by April 17, 2026. Price: $8,000.",
    "1.2 Milestone 2: Build. To be completed by 05/06/2026. Price: $14,500.",
    "1.3 Milestone 3 - Launch, within 10 business days after Milestone 2. Price: $2,500.",
    "2. Price",
    "2.1 The total price is $25,000. No VAT is payable.",
    "2.2 Extra work is billed separately at $110/hour.",
    "2.3 Up to 2 hours of minor changes per month are included at no extra charge.",
    "3. Not included",
    "3.1 Copywriting, photography and search engine optimisation are not included in the price.",
    "4. Reviews",
    "4.1 The Client may request no more than 2 rounds of changes per milestone.",
    "4.2 Client feedback is due within 7 days.",
)
SHORT_AGREEMENT_RIGHT = Right(
    "en",
    (
        ("Design", day(2026, 4, 17), "", money("8000"), "USD", "1.1"),
        ("Build", None, "05/06/2026", money("14500"), "USD", "1.2"),
        ("Launch", None, "within 10 business days after Milestone 2", money("2500"), "USD", "1.3"),
    ),
    (("3.1", ("copywriting", "photography", "search engine optimisation")),),
    {
        "title": ("Website Agreement", ""),
        "client": ("Corner Bakery Inc.", ""),
        "signed_on": (day(2026, 3, 3), ""),
        "currency": ("USD", "1.1"),
        "price": (money("25000"), "2.1"),
        "vat": (None, "2.1"),
        "hour": (money("110"), "2.2"),
        "goodwill": (money("2"), "2.3"),
        "rounds": (2, "4.1"),
    },
    unclear=("review",),
)


# 9. A contract whose annexes hold what is outside, and the plan; its payments are no stages.
SITE: tuple[Block, ...] = (
    *typed(
        "ДОГОВОР ПОДРЯДА № 45-П",
        "г. Санкт-Петербург                                       05 февраля 2026 г.",
        "ООО «Северный ветер» (далее – Заказчик) в лице Генерального директора Иванова И.И., действующего на основании "
        "Устава, с одной стороны, и ООО «Пиксель» (далее – Подрядчик) в лице директора Петровой А.А., с другой стороны, "
        "заключили договор:",
        "1. ПРЕДМЕТ ДОГОВОРА",
        "1.1. Подрядчик выполняет работы по созданию Сайта по Техническому заданию (Приложение №1).",
        "1.2. Сроки выполнения работ: начало – 10.02.2026, окончание – 30.06.2026.",
        "2. ЦЕНА И ПОРЯДОК РАСЧЁТОВ",
        "2.1. Цена работ определяется Приложением №2 и составляет 1 850 000 (Один миллион восемьсот пятьдесят тысяч) "
        "рублей 00 копеек, НДС не облагается (п. 2 ст. 346.11 НК РФ).",
        "2.2. Порядок оплаты:",
    ),
    columns(
        ("Платёж", "Срок", "Сумма, руб."),
        ("Аванс 30%", "до 15.02.2026", "555 000"),
        ("Второй платёж", "до 30.04.2026", "555 000"),
        ("Окончательный расчёт", "5 рабочих дней после подписания акта", "740 000"),
    ),
    *typed(
        "2.3. Стоимость часа работ сверх ТЗ — 3200 руб.",
        "3. СДАЧА-ПРИЁМКА",
        "3.1. Заказчик обязан в срок до 7 (семи) рабочих дней подписать акт либо направить мотивированный отказ.",
        "3.2. Если в указанный срок акт не подписан и отказ не поступил, работы считаются принятыми в полном объёме.",
        "3.3. Правки в рамках этапа вносятся не более двух раз.",
        "4. ГАРАНТИИ",
        "4.1. Подрядчик гарантирует работоспособность Сайта в течение 6 (шести) месяцев.",
        "Приложение №1 к Договору № 45-П",
        "1. Не входит в состав работ",
        "1.1. Наполнение контентом.",
        "1.2. Приобретение лицензий на ПО.",
        "Приложение №2 к Договору № 45-П",
    ),
    columns(
        ("№", "Вид работ", "Период выполнения", "Стоимость, руб."),
        ("1", "Дизайн-концепция", "10.02.2026–15.03.2026", "450 000"),
        ("2", "Программирование", "16.03.2026–15.06.2026", "1 200 000"),
        ("3", "Запуск", "июнь 2026", "200 000"),
        ("", "Итого", "", "1 850 000"),
    ),
)
SITE_RIGHT = Right(
    "ru",
    (
        ("Дизайн-концепция", day(2026, 3, 15), "", money("450000"), "RUB", "Приложение № 2"),
        ("Программирование", day(2026, 6, 15), "", money("1200000"), "RUB", "Приложение № 2"),
        ("Запуск", None, "июнь 2026", money("200000"), "RUB", "Приложение № 2"),
    ),
    (
        ("Приложение № 1, 1.1", ("наполнение контентом",)),
        ("Приложение № 1, 1.2", ("лицензий",)),
    ),
    {
        "title": ("Договор подряда № 45-П", ""),
        "client": ("ООО «Северный ветер»", ""),
        "signatory": ("Иванов И.И.", ""),
        "signed_on": (day(2026, 2, 5), ""),
        "currency": ("RUB", "2.1"),
        "price": (money("1850000"), "2.1"),
        "vat": (None, "2.1"),
        "hour": (money("3200"), "2.3"),
        "review_days": (7, "3.1"),
        "silence": (True, "3.2"),
        "rounds": (2, "3.3"),
    },
    unclear=("warranty_days",),
)

# 10. An American statement of work with headings in place of clauses, and bullets.
REDESIGN: tuple[Block, ...] = (
    *typed(
        "STATEMENT OF WORK #2026-014",
        "Client: Blue Harbor Foods, LLC",
        "Agency: Northwind Creative",
        "Date: February 9, 2026",
        "1. Overview",
        "Redesign of the Client's marketing website.",
        "2. Deliverables and timeline",
    ),
    columns(
        ("Milestone", "Deliverable", "Due", "Fee"),
        ("1. Discovery", "Brief and sitemap", "Feb 27, 2026", "$6,000"),
        ("2. Design", "Homepage and 5 templates", "Apr 3, 2026", "$14,000"),
        ("3. Development", "Working site", "May 29, 2026", "$22,500"),
        ("Total", "", "", "$42,500"),
    ),
    *typed(
        "3. Revisions",
        "Two (2) rounds of revisions are included per milestone. Additional revisions are billed at $150/hour.",
        "4. Review and acceptance",
        "Client has five (5) business days to provide feedback on each deliverable. If no feedback is received in that "
        "time, the deliverable is deemed approved.",
        "5. Out of scope",
    ),
    Par("Copywriting and content entry", -1),
    Par("Logo design or branding", -1),
    Par("Ongoing maintenance after the warranty period", -1),
    *typed(
        "6. Warranty",
        "Agency will fix defects free of charge for 30 days following launch.",
        "7. Taxes",
        "Fees do not include sales tax.",
        "8. Signatures",
        "For Client: Dana Whitfield, Director of Marketing",
    ),
)
REDESIGN_RIGHT = Right(
    "en",
    (
        ("Discovery", day(2026, 2, 27), "", money("6000"), "USD", "2"),
        ("Design", day(2026, 4, 3), "", money("14000"), "USD", "2"),
        ("Development", day(2026, 5, 29), "", money("22500"), "USD", "2"),
    ),
    (("5", ("copywriting", "content entry", "logo design", "branding", "ongoing maintenance")),),
    {
        "title": ("Statement of Work #2026-014", ""),
        "client": ("Blue Harbor Foods, LLC", ""),
        "signatory": ("Dana Whitfield", "8"),
        "signed_on": (day(2026, 2, 9), ""),
        "currency": ("USD", "2"),
        "price": (money("42500"), "2"),
        "hour": (money("150"), "3"),
        "rounds": (2, "3"),
        "review_days": (5, "4"),
        "silence": (True, "4"),
        "warranty_days": (30, "6"),
    },
)


CONTRACTS: dict[str, tuple[str, bytes, Right]] = {}
"""File name, content and right values, by what the file is."""


def all_contracts() -> dict[str, tuple[str, bytes, Right]]:
    """Return the ten files with their right values; made once."""
    if not CONTRACTS:
        CONTRACTS.update(
            {
                "договор, нумерация Word": ("dogovor.docx", make_docx(WEBSITE), WEBSITE_RIGHT),
                "договор ИП, номера набраны": ("ip.docx", make_docx(SHOP), SHOP_RIGHT),
                "ТЗ, номера от стилей": ("tz.docx", make_docx(TERMS_OF_REFERENCE), TERMS_OF_REFERENCE_RIGHT),
                "допсоглашение": ("dopsoglashenie.txt", make_text(SUPPLEMENT), SUPPLEMENT_RIGHT),
                "SOW": (
                    "sow.docx",
                    make_docx(STATEMENT_OF_WORK, letters="lowerLetter", letter_text="(%3)"),
                    STATEMENT_OF_WORK_RIGHT,
                ),
                "MSA with order form": (
                    "msa.pdf",
                    make_pdf(MASTER_AGREEMENT, page_height=330),
                    MASTER_AGREEMENT_RIGHT,
                ),
                "госконтракт": ("kontrakt.pdf", make_pdf(PORTAL, page_height=460), PORTAL_RIGHT),
                "short agreement": ("agreement.txt", make_text(SHORT_AGREEMENT), SHORT_AGREEMENT_RIGHT),
                "договор с приложениями": ("podryad.pdf", make_pdf(SITE), SITE_RIGHT),
                "SOW with headings": ("redesign.docx", make_docx(REDESIGN), REDESIGN_RIGHT),
            }
        )
    return CONTRACTS
