"""One fact, many wordings: each is found, and what only looks like it is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plugin.drafting.contract_terms.reader import read_terms
from plugin.drafting.contract_terms.terms import ContractTerms
from plugin.drafting.documents.reader import read_document


def read(text: str) -> ContractTerms:
    """Return the terms of a text."""
    return read_terms(read_document("contract.txt", text.encode()))


VALUES = [
    # rounds
    ("rounds", "1. В стоимость включено не более двух итераций правок.", 2),
    ("rounds", "1. Заказчик имеет право на 3 (три) раунда правок по каждому макету.", 3),
    ("rounds", "1. Бесплатно выполняется до 2 кругов правок.", 2),
    ("rounds", "1. Количество циклов согласования и правок — не более 3.", 3),
    ("rounds", "1. Стоимость предусматривает один круг корректировок.", 1),
    ("rounds", "1. Two (2) rounds of revisions are included per phase of the project.", 2),
    ("rounds", "1. The fee covers up to 3 revision rounds for each design.", 3),
    ("rounds", "1. Client is entitled to a maximum of two rounds of changes.", 2),
    ("rounds", "1. Revisions are limited to four rounds.", 4),
    ("rounds", "1. Заказчик направляет замечания в течение 2 рабочих дней.", None),
    ("rounds", "1. Изменения в договор вносятся в 2 экземплярах.", None),
    ("rounds", "1. Допускается не более 2-х итераций правок.", 2),
    ("rounds", "1. Up to two correction loops per deliverable are included in the fee.", 2),
    ("rounds", "1. Правки к макетам — два раза бесплатно, дальше по часам.", 2),
    ("rounds", "1. По каждому этапу Заказчик вправе внести правки в пределах двух итераций.", 2),
    # review
    ("review_days", "1. Заказчик в течение 5-ти рабочих дней подписывает акт.", 5),
    ("review_days", "1. Заказчик в течение двенадцати (12) рабочих дней принимает работы.", 12),
    ("review_days", "1. Заказчик обязан в течение 5 (пяти) рабочих дней принять работы или дать отказ.", 5),
    ("review_days", "1. Приёмка осуществляется Заказчиком в срок 3 рабочих дня.", 3),
    ("review_days", "1. Срок приемки результата этапа не должен превышать 10 (десять) рабочих дней.", 10),
    ("review_days", "1. Заказчик подписывает Акт в трёхдневный срок.", None),
    ("review_days", "1. The Customer has five (5) Business Days to review and accept each Deliverable.", 5),
    ("review_days", "1. Client will approve or reject each deliverable within 7 working days of receipt.", 7),
    ("review_days", "1. The acceptance period is 10 business days.", 10),
    ("review_days", "1. Заказчик оплачивает счёт в течение 5 рабочих дней после подписания акта.", None),
    ("review_days", "1. The Client shall pay each invoice within 10 business days of acceptance.", None),
    ("review_days", "1. Исполнитель устраняет замечания в течение 5 рабочих дней.", None),
    ("review_days", "1. Заказчик принимает работы в течение двадцати пяти рабочих дней.", 25),
    ("review_days", "1. The Customer checks completed work within 3 working days.", 3),
    ("review_days", "4. Приёмка: 5 раб. дней на проверку каждого этапа.", 5),
    # silence
    ("silence", "1. Если Заказчик не подписал акт в срок, работы считаются принятыми без замечаний.", True),
    ("silence", "1. В случае неполучения отказа услуги считаются оказанными надлежащим образом.", True),
    ("silence", "1. По истечении срока этап считается согласованным.", True),
    ("silence", "1. Deliverables not rejected within five days shall be deemed to have been accepted.", True),
    ("silence", "1. Absent a written objection the work is deemed approved.", True),
    ("silence", "1. Silence is deemed acceptance.", True),
    ("silence", "1. Silence shall constitute acceptance of the deliverable.", True),
    ("silence", "1. Молчание Заказчика означает согласие с результатом.", True),
    ("silence", "1. Failing that, the work is taken to be accepted.", True),
    ("silence", "4. Если замечаний нет, этап принят.", True),
    ("silence", "1. Silence is not deemed acceptance.", False),
    ("silence", "1. Молчание Заказчика не считается согласием.", False),
    ("silence", "1. No deliverable shall be deemed accepted by reason of silence.", False),
    ("silence", "1. Работа считается начатой с даты поступления аванса.", None),
    ("silence", "1. Датой оплаты считается дата поступления денег.", None),
    ("silence", "1. При отсутствии возражений результат этапа признаётся принятым.", True),
    # warranty
    ("warranty_days", "1. Гарантийный период — 60 календарных дней.", 60),
    ("warranty_days", "1. Исполнитель безвозмездно устраняет недостатки в течение 90 дней после запуска.", 90),
    ("warranty_days", "1. The Contractor warrants the deliverables for 30 days after launch.", 30),
    ("warranty_days", "1. Warranty period: 45 calendar days.", 45),
    ("warranty_days", "1. Гарантийный срок — 1 год.", None),
    ("warranty_days", "1. Ошибки, найденные за 60 дней после сдачи, Исполнитель исправляет бесплатно.", 60),
    ("warranty_days", "1. The Supplier shall correct defects notified within 45 days of acceptance.", 45),
    ("warranty_days", "1. Исполнитель гарантирует наличие прав на программы.", None),
    # goodwill
    ("goodwill", "1. Работы объёмом до 2 часов в месяц выполняются бесплатно.", Decimal(2)),
    ("goodwill", "1. Four hours per month of minor work are provided free of charge.", Decimal(4)),
    ("goodwill", "1. Абонентское обслуживание: 10 часов в месяц за 50 000 рублей.", None),
    # rate
    ("hour", "1. Ставка за дополнительные работы — 4 200 (четыре тысячи двести) рублей за час.", Decimal(4200)),
    ("hour", "1. Стоимость одного нормо-часа составляет 3 000 руб.", Decimal(3000)),
    ("hour", "1. Дополнительные работы: 2500 ₽/час, НДС не облагается.", Decimal(2500)),
    ("hour", "1. Стоимость человеко-часа специалиста равна 3 750,50 руб.", Decimal("3750.50")),
    ("hour", "1. Additional work is billed at $150 per hour.", Decimal(150)),
    ("hour", "1. Our hourly rate is £85, reviewed yearly.", Decimal(85)),
    ("hour", "1. Time and materials at 95 EUR/hour.", Decimal(95)),
    ("hour", "1. Штраф за простой — 500 рублей за день.", None),
    ("hour", "1. Допработы: 3 200 руб./ч.", Decimal(3200)),
    ("hour", "1. Час работ сверх договора стоит три тысячи рублей.", Decimal(3000)),
    ("hour", "1. Час сверх лимита оплачивается по 2 900 рублей.", Decimal(2900)),
    ("hour", "1. Дополнительные работы тарифицируются по 2 600 руб. за 1 (один) час.", Decimal(2600)),
    # price
    ("price", "1. Общая цена договора 475 000 р.", Decimal(475000)),
    ("price", "1. Итого по Договору: 800 000 (Восемьсот тысяч) рублей 00 копеек.", Decimal(800000)),
    ("price", "1. Цена Договора — 1,2 млн руб.", Decimal(1200000)),
    ("price", "1. Общая стоимость работ: 450 тыс. рублей.", Decimal(450000)),
    ("price", "1. Цена работ определяется сметой и составляет 80 000 рублей.", Decimal(80000)),
    ("price", "1. Цена Договора составляет 1 200 000 (один миллион двести тысяч) рублей 00 копеек.", Decimal("1200000")),
    ("price", "1. Общая стоимость услуг: 450 000 руб., НДС не облагается.", Decimal(450000)),
    ("price", "1. Стоимость работ по Договору составляет 99 500,50 рублей.", Decimal("99500.50")),
    ("price", "1. The total contract value is USD 48,000.", Decimal(48000)),
    ("price", "1. The total fee for the Services is €12.500,00.", Decimal("12500.00")),
    ("price", "1. The fixed fee is $48,000, exclusive of sales tax.", Decimal(48000)),
    ("price", "1. Общая цена договора — четыреста двадцать тысяч рублей.", Decimal(420000)),
    ("price", "1. The total fee is twelve thousand five hundred pounds.", Decimal(12500)),
    ("price", "1. Цена Договора составляет один миллион двести шестнадцать тысяч рублей.", Decimal(1216000)),
    ("price", "Total: $75,000 fixed. Net 30 from invoice date.", Decimal(75000)),
    ("price", "1. The monthly fee is GBP 1,900 plus VAT at 20%.", None),
    ("price", "1. Стоимость услуг составляет сто двадцать тысяч рублей в месяц.", None),
    ("price", "1. Цена услуг составляет 120 000 (сто двадцать тысяч) рублей 00 копеек ежемесячно.", None),
    ("price", "1. The fixed fee is £3,200 per calendar month.", None),
    ("price", "1. Стоимость работ составляет 300 000 рублей в квартал.", None),
    ("price", "1. Общая стоимость работ 1 200 000 рублей (100 000 рублей в месяц).", Decimal(1200000)),
    ("price", "2.1. Цена: 640 000 (Шестьсот сорок тысяч) руб., НДС не облагается.", Decimal(640000)),
    ("price", "2.1 Fee: AUD 19,000 plus GST.", Decimal(19000)),
    ("price", "2.1. Цена: 2 900 руб. за час.", None),
    ("price", "1. Размер аванса составляет 100 000 рублей.", None),
    # VAT
    ("vat", "1. Цена 100 000 руб., в том числе НДС 22 %.", Decimal(22)),
    ("vat", "1. Аванс 30 % от цены, в том числе НДС (22%).", Decimal(22)),
    ("vat", "1. НДС по ставке 22% начисляется сверху.", Decimal(22)),
    ("vat", "1. Prices are net; VAT of 19% is added.", Decimal(19)),
    ("vat", "1. All prices exclude 20% VAT.", Decimal(20)),
    ("vat_included", "1. Цена 100 000 руб., включая НДС 22 %.", True),
    ("vat_included", "1. Цена 100 000 руб. без учета НДС 22 %.", False),
    ("vat_included", "1. Ставка 3 000 руб./час, кроме того НДС 22 %.", False),
    ("vat_included", "1. The fixed fee is $48,000, exclusive of sales tax.", False),
    ("vat_included", "1. The total fee is USD 48,000 plus tax.", False),
    ("vat_included", "1. All fees are inclusive of VAT at 20%.", True),
    ("vat_included", "1. Fees are quoted net of VAT at 20%.", False),
    ("vat", "1. Цена 100 000 руб., НДС — 22 процента.", Decimal(22)),
    ("vat_included", "1. Цена 15 000 рублей, НДС 20% включён.", True),
    ("vat_included", "1. Все цены указаны с НДС 22 %.", True),
    ("vat_included", "1. Prices include 20% VAT.", True),
    ("vat_included", "1. НДС 22 % не включён в стоимость.", False),
    ("currency", "1. Extra work is billed at €90 per hour.", "EUR"),
    ("currency", "1. Variations are billed at AUD 165 per hour plus GST.", "AUD"),
    ("currency", "1. The total price is A$5,000.", "AUD"),
    ("currency", "1. Fees are billed monthly and will not exceed USD 15,000.", "USD"),
    ("currency", "1. Hosting is USD 20 or EUR 18.", None),
    ("currency", "1. The total fee is 12 500 CHF.", "CHF"),
    ("currency", "1. Общая стоимость работ 5 000 PLN.", "PLN"),
    ("vat", "1. All prices exclude 10% GST.", Decimal(10)),
    ("vat_included", "1. The hourly rate is AUD 165 plus GST.", False),
    ("currency", "1. The total price is EUR 5,000. Hosting costs $20 a month.", "EUR"),
    # dates of the contract
    ("signed_on", "Договор № 1\nг. Москва «15» января 2026 г.\n1. Предмет", date(2026, 1, 15)),
    ("signed_on", "Договор № 1 от 15.01.2026\n1. Предмет", date(2026, 1, 15)),
    ("signed_on", ("Дополнительное соглашение № 2\nк договору № 45 от 12 мая 2026 г.\nг. Пермь 21 сентября 2026 г.\n"
                   "1. X"), date(2026, 9, 21)),
    ("signed_on", ("Amendment No. 1\nto the Services Agreement dated 12 May 2026\nThis amendment is made on 1 June "
                   "2026.\n1. X"), date(2026, 6, 1)),
    ("signed_on", "Agreement\nThis agreement is made on the 3rd of March 2026 between us.\n1. Work", date(2026, 3, 3)),
    ("signed_on", "Agreement\nDated as of 1st day of May, 2026, by and between us.\n1. X", date(2026, 5, 1)),
    ("signed_on", "Agreement\nEffective Date: January 5th, 2026\n1. Work", date(2026, 1, 5)),
    # parties
    ("client", "Договор\nООО «Ромашка», далее — «Заказчик», и ИП Зимин О. П., далее — «Исполнитель».\n1. X", "ООО «Ромашка»"),
    ("client", "SOW\nThis SOW is between Acme GmbH (hereinafter the \"Customer\") and Studio Ltd.\n1. X", "Acme GmbH"),
    ("client", "Договор\nООО «Ветер» (далее – Заказчик) и ООО «Б» (далее – Подрядчик).\n1. X", "ООО «Ветер»"),
    ("client", "Agreement\nMade by and between Lumen GmbH, a company registered in Germany (\"Client\"), and Fjord AS.\n1. X", "Lumen GmbH"),
    ("client", "Договор\nООО «Дом» в лице директора Кравцовой Ольги Николаевны, именуемое в дальнейшем «Заказчик», и ИП Я.\n1. X", "ООО «Дом»"),
    ("signatory", "Договор\nООО «Дом» в лице директора Кравцовой Ольги Николаевны, именуемое в дальнейшем «Заказчик», и ИП Я.\n1. X", "Кравцова Ольга Николаевна"),
    ("client", "Договор\nООО \"Мёд\", именуемое далее \"Заказчик\", и ИП Ракитина Е. С.\n1. X", 'ООО "Мёд"'),
    ("client", "Договор\nООО «Студия» (Исполнитель) и ООО «Акме» (Заказчик) заключили договор.\n1. X", "ООО «Акме»"),
    ("signatory", "Договор\nООО «С» (Исполнитель) и ООО «А» (Заказчик) в лице директора Соколова Петра Ильича заключили договор.\n1. X",
     "Соколов Пётр Ильич"),
    ("title", "ДОГОВОР № 7\nна оказание услуг по развитию приложения\nг. Пермь\n1. X", "Договор № 7 на оказание услуг по развитию приложения"),
    ("title", "Agreement\nMade on 1 May 2026 between us.\n1. X", "Agreement"),
    ("signatory", "SOW\nClient: A Ltd\n8. Signatures\nFor Client: Dana Whitfield, Director", "Dana Whitfield"),
    ("client", "Agreement\n(1) ROWE LIMITED (the \"Supplier\"); and\n(2) FOUNDRY TRUST, a charity (the \"Client\").\n1. X",
     "FOUNDRY TRUST"),
    ("signatory", ("Agreement\nBetween Rowe Ltd (\"Agency\") and Foundry Trust (\"Client\").\n1. X\n"
                   "Signed for the Client: Margaret Oyelaran, Chief Executive"), "Margaret Oyelaran"),
    ("title", "ДОГОВОР НА ДОРАБОТКУ САЙТА ПО ТЗ\n1. X", "Договор на доработку сайта по ТЗ"),
    ("client", "Agreement\nBetween Pixel Pty Ltd (\"Developer\") and The Bakery Group (\"the Client\").\n1. X", "The Bakery Group"),
    ("client", "SOW\nAgency: Studio Ltd\nClient: Corner Bakery Inc.\n1. X", "Corner Bakery Inc."),
    ("signatory", ("Договор\nООО «А», именуемое «Заказчик», в лице директора Иванова Ивана Ивановича, действующего "
     "на основании Устава, и ООО «Б», именуемое «Исполнитель».\n1. X"), "Иванов Иван Иванович"),
    ("signatory", ("Договор\nООО «Б», именуемое «Исполнитель», в лице директора Иванова Ивана Ивановича, и ООО «А», "
     "именуемое «Заказчик».\n1. X"), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "value"), VALUES, ids=[f"{each[0]}: {each[1][:60]}" for each in VALUES]
)
def test_a_value_is_found_in_its_wordings(field: str, text: str, value: object) -> None:
    """And with None it is not, however alike the sentence looks."""
    found = getattr(read(text), field)
    assert value == (found.value if found is not None else None)


UNCLEAR = [
    ("hour", "1. The total price is EUR 5,000.\n2. Extra work is billed at $90 per hour.", "90"),
    ("review", "1. Заказчик рассматривает акт в течение 5 календарных дней.", "5"),
    ("review", "1. Заказчик принимает работы в течение 10 дней.", "10"),
    ("review", "1. Client shall review the deliverables within 14 days.", "14"),
    ("warranty_days", "1. Гарантийный срок — 12 месяцев.", "360"),
    ("warranty_days", "1. Гарантия действует 1 год.", "365"),
    ("warranty_days", "1. The warranty period is six months.", "180"),
    ("warranty_days", "1. Defects notified within three months of acceptance are corrected.", "90"),
    ("price", "1. The monthly fee is GBP 1,900 plus VAT.", "1900"),
    ("price", "1. Абонентская плата составляет 50 000 рублей в месяц.", "50000"),
    ("price", "1. Стоимость услуг составляет сто двадцать тысяч рублей в месяц.", "120000"),
    ("price", "1. The fixed fee is £3,200 per calendar month.", "3200"),
    ("price", "1. Стоимость работ составляет 300 000 рублей в квартал.", "300000"),
    ("step", "1. Extra work is billed in 15 minute increments.", "15m"),
    ("step", "1. Время округляется до 0,5 часа в большую сторону.", "30m"),
    ("step", "1. Time is recorded in quarter-hour units.", "15m"),
    ("step", "1. Учёт времени ведётся с точностью до 10 минут.", "10m"),
    ("minimum", "2.3. Работы сверх ТЗ — 2 900 р./час, минимум 1 час.", "60m"),
    ("minimum", "1. The minimum charge is one hour.", "60m"),
    ("minimum", "1. Минимальная тарификация — 30 минут.", "30m"),
    ("surcharges", "1. Weekend work is charged at 1.5x the hourly rate.", "[{label: …, percent: 50}]"),
    ("surcharges", "1. Weekend work is charged at double rate.", "[{label: …, percent: 100}]"),
    ("surcharges", "1. Срочные работы оплачиваются с коэффициентом 1,5.", "[{label: …, percent: 50}]"),
    ("surcharges", "1. Работы в выходные оплачиваются в двойном размере.", "[{label: …, percent: 100}]"),
    ("surcharges", "1. За срочность взимается надбавка 30 %.", "[{label: …, percent: 30}]"),
    ("surcharges", "1. A rush fee of 25% applies.", "[{label: …, percent: 25}]"),
    ("price", "1. Fees are billed at $145 per hour, not to exceed $87,000 in total.", "87000"),
    ("price", "1. Общая стоимость работ по часам не превышает 900 000 рублей.", "900000"),
]


@pytest.mark.parametrize(("key", "text", "value"), UNCLEAR, ids=[each[1] for each in UNCLEAR])
def test_what_a_mapping_cannot_hold_is_unclear(key: str, text: str, value: str) -> None:
    """Calendar days of review, months and years of warranty."""
    assert [(key, value)] == [(each.key, each.value) for each in read(text).unclear]


@pytest.mark.parametrize(
    "text",
    [
        "1. Ответ на заявку — в течение 30 минут.",
        "1. Calls last at most 15 minutes.",
        "1. Пеня 0,1 % за день просрочки.",
        "1. Late payment is charged at 5% interest.",
        "1. Договор составлен в двойном экземпляре.",
        "1. The Client receives a discount of 10%.",
    ],
)
def test_what_is_no_way_of_billing(text: str) -> None:
    """Times of answer, penalties, copies, discounts."""
    assert () == read(text).unclear


def test_no_vat_is_not_zero() -> None:
    """It is said to be none; "without VAT" alone is no answer."""
    for text in (
        "1. Цена 5 000 руб., НДС не облагается.",
        "1. Цена 5 000 руб. без НДС (УСН).",
        "1. No VAT is payable.",
    ):
        found = read(text).vat
        assert found is not None
        assert found.value is None
    assert read("1. Цена 5 000 руб. без НДС.").vat is None


EXCLUSIONS = [
    ("5.3. Исполнитель не выполняет перевод текстов и разработку логотипа.", ("перевод текстов", "логотипа")),
    (
        "5.3. В состав работ не входят:\n- подготовка фотографий;\n- SEO-продвижение;\n- хостинг.",
        ("фотографий", "SEO-продвижение", "хостинг"),
    ),
    ("5.3. Не входит в стоимость: закупка лицензий, домен.", ("лицензий", "домен")),
    ("5.3. Исключения\n- мобильное приложение\n- интеграция с CRM", ("мобильное приложение", "CRM")),
    (
        "5. Что не входит\n5.1. Мобильное приложение.\n5.2. Продвижение.",
        ("мобильное приложение", "продвижение"),
    ),
    ("5.3. Исполнитель выполняет все работы, за исключением наполнения сайта.", ("наполнения сайта",)),
    ("5.3. Услуги копирайтера оплачиваются отдельно.", ("копирайтера",)),
    (
        "5.3. Перевод сайта на другие языки оплачивается Заказчиком отдельно.",
        ("перевод сайта", "на английский", "английская версия"),
    ),
    ("5.3. Не входит: перевод сайта на китайский язык.", ("перевод сайта",)),
    ("5. Исключения\n5.1. Тексты и фотографии: их предоставляет Заказчик.", ("тексты", "фотографии")),
    ("4. Exclusions\n- Texts and photographs - they are provided by the Client", ("texts", "photographs")),
    (
        "Exclusions\n- Hosting and domains\n- Translation into other languages",
        ("hosting", "domains", "translation"),
    ),
    (
        "4. Exclusions\n- Copywriting\n- Hosting and domain registration",
        ("copywriting", "hosting", "domain registration"),
    ),
    (
        "4. Out of scope\n4.1 Native mobile apps.\n4.2 Data migration.",
        ("native mobile apps", "data migration"),
    ),
    (
        "4.1 The following items are out of scope: user training, translations.",
        ("user training", "translations"),
    ),
    ("4.1 The fee excludes stock images and fonts.", ("stock images", "fonts")),
    ("4.1 This SOW does not cover search engine optimization.", ("search engine optimization",)),
    ("4.1 Photography will be billed separately.", ("photography",)),
    ("4.1 Excluded from the scope: hosting, photography.", ("hosting", "photography")),
    ("4.1 Exclusions: hosting, domain names.", ("hosting", "domain names")),
    ("5.3. Не входит: поддержка, реклама.", ("поддержка", "реклама")),
    ("5.3. Услуги по настройке рекламы предоставляются за отдельную плату.", ("рекламы",)),
    ("4. Out of scope\n- Ongoing maintenance after launch", ("ongoing maintenance",)),
    (
        "5.3. Из состава работ исключены: подготовка текстов, нагрузочные испытания.",
        ("текстов", "нагрузочные испытания"),
    ),
    (
        "4.1 The following services are not covered: (a) penetration testing; (b) translation of content.",
        ("penetration testing", "translation"),
    ),
    (
        "4.1 Unless agreed otherwise, the following are excluded: paid fonts, hosting.",
        ("paid fonts", "hosting"),
    ),
    (
        "4.1 The retainer does not cover new templates or paid advertising.",
        ("new templates", "paid advertising"),
    ),
    (
        "4.1 Unless the Order Form says otherwise, the Services exclude photography and printing.",
        ("photography", "printing"),
    ),
    (
        "1.2. Услуги по закупке лицензий и по обучению сотрудников Заказчика в предмет договора не входят.",
        ("лицензий", "обучению сотрудников"),
    ),
    ("4.3. Замечания устраняются за три итерации; последующие итерации оплачиваются отдельно.", ()),
    ("4.3 Two rounds are included; further rounds are billed separately.", ()),
    ("5.3. Работы по переезду не выполняются.", ("переезду",)),
    (
        "3. The following are expressly excluded: penetration testing; content migration from the old CMS.",
        ("penetration testing", "content migration"),
    ),
    ("3.1 Hosting is hereby specifically excluded.", ("hosting",)),
    ("5.3. Договором не предусмотрены: хостинг, домен.", ("хостинг", "домен")),
    ("5.3. Если иное не предусмотрено договором, акт направляется почтой.", ()),
    ("3.1 Variations will be quoted separately and billed at AUD 165 per hour.", ()),
    ("3.1 Change requests are billed separately.", ()),
    ("3.1 Anything not listed in Schedule A is out of scope.", ()),
    ("3.1. Всё, что не указано в Приложении 1, в стоимость не входит.", ()),
    ("2.2. Часы сверх объёма п. 1.1 оплачиваются отдельно по 2 800 рублей за час.", ()),
    ("2.2. Страницы сверх указанного количества оплачиваются отдельно.", ()),
    ("2.2 Pages over the limit are billed separately.", ()),
    ("2.2 Hours in excess of the allowance are charged separately.", ()),
    ("4.1 All fees exclude VAT.", ()),
    ("4.1 Travel expenses are charged separately.", ("travel expenses",)),
    ("5.3. Работы, не указанные в ТЗ, оплачиваются отдельно.", ()),
    ("5.3. Дополнительные работы оплачиваются отдельно.", ()),
    ("5.3. За исключением случаев, предусмотренных законом, договор действует.", ()),
    ("5.3. Заказчик не входит в реестр.", ()),
    ("5.3. Выходные дни не включаются в срок.", ()),
    ("4.1 Except as set out in clause 3, the Agreement applies.", ()),
]


@pytest.mark.parametrize(("text", "words"), EXCLUSIONS, ids=[each[0][:70] for each in EXCLUSIONS])
def test_exclusions_in_their_wordings(text: str, words: tuple[str, ...]) -> None:
    """What is outside is named, and nothing that only sounds like it."""
    assert words == tuple(word for each in read(text).exclusions for word in each.words)


STAGES = [
    (
        "2. Сроки\nНаименование | Начало | Окончание\nПрототип | 01.02.2026 | 15.02.2026\nДизайн | 16.02.2026 | 31.03.2026",
        [("Прототип", date(2026, 2, 15), ""), ("Дизайн", date(2026, 3, 31), "")],
    ),
    (
        (
            "2. Plan\nPhase | Deliverable | Target date | Amount\nPhase 1 | Wireframes | 15 May 2026 | $4,000\n"
            "Phase 2 | Visual design | 30 June 2026 | $9,000\nTotal | | | $13,000"
        ),
        [("Wireframes", date(2026, 5, 15), ""), ("Visual design", date(2026, 6, 30), "")],
    ),
    (
        "2. Payment\nPayment | Amount | Due\nDeposit | $4,000 | on signing\nFinal | $9,000 | 30 June 2026",
        [],
    ),
    (
        "2. Реквизиты\nСторона | ИНН | Адрес\nООО «А» | 7700000000 | Москва",
        [],
    ),
    ("2.1. Этап 1 «Дизайн»: с 01.04.2026 по 30.04.2026, 100 000 руб.", [("Дизайн", date(2026, 4, 30), "")]),
    ("2.1. Этап №1 – Прототип – до 10 апреля 2026 г.", [("Прототип", date(2026, 4, 10), "")]),
    ("2.1 Phase 2: Build — due 1 June 2026 — €10,000", [("Build", date(2026, 6, 1), "")]),
    (
        "2.1 Stage 1 (Discovery) shall be delivered within 4 weeks of the deposit.",
        [("Discovery", None, "within 4 weeks of the deposit")],
    ),
    ("2.1. Этап 1 включает следующие работы.", []),
    (
        "2. Plan\nDeliverable | Target date | Price\nHypercare | four weeks after release | £5",
        [("Hypercare", None, "four weeks after release")],
    ),
    (
        "2. Plan\nNo | Work package | Delivery date | Fee (EUR)\nA1 | Analysis | 15.04.2026 | 16.000,00\nSum | | | 16.000,00",
        [("Analysis", date(2026, 4, 15), "")],
    ),
    ("2.1. Первый этап: аудит, до 20 марта 2026 года.", [("Аудит", date(2026, 3, 20), "")]),
    (
        (
            "2. План\n№ | Вид работ | Период выполнения | Сумма\n1 | Дизайн | 10.02.26-15.03.26 | 5\n2 | Запуск | июнь 2026 | 5\n"
            "3 | Сдача | 15 р.д. с даты аванса | 5\n4 | Архив | 10 апреля | 5"
        ),
        [
            ("Дизайн", date(2026, 3, 15), ""),
            ("Запуск", None, "июнь 2026"),
            ("Сдача", None, "15 р.д. с даты аванса"),
            ("Архив", None, "10 апреля"),
        ],
    ),
    ("2. Plan\nMilestone | Due | Fee\n1. Discovery | Q3 2026 | $5", [("Discovery", None, "Q3 2026")]),
    (
        "3. Milestones\n3.1 Design - December 21, 2026\n3.2 Build and launch - January 25, 2027",
        [("Design", date(2026, 12, 21), ""), ("Build and launch", date(2027, 1, 25), "")],
    ),
    (
        "3. Сроки\n3.1. Дизайн — до 21 декабря 2026 г.\n3.2. Сборка — не позднее 25.01.2027.",
        [("Дизайн", date(2026, 12, 21), ""), ("Сборка", date(2027, 1, 25), "")],
    ),
    (
        "3. Этапы:\n3.1. Анализ — 10 дней с даты подписания;\n3.2. Внедрение — не позднее 1 октября 2026.",
        [("Анализ", None, "10 дней с даты подписания"), ("Внедрение", date(2026, 10, 1), "")],
    ),
    (
        "3. Milestones\n3.1 Design - 4 weeks after signing\n3.2 Build - January 25, 2027",
        [("Design", None, "4 weeks after signing"), ("Build", date(2027, 1, 25), "")],
    ),
    ("3. Сроки\n3.1. Согласование макета — 3 рабочих дня.\n3.2. Ответ — 2 рабочих дня.", []),
    ("3. Сроки\n3.1. Начало работ: 01.02.2026.\n3.2. Окончание работ: 30.06.2026.", []),
    ("3. Schedule\n3.1 Work runs until the launch - May 1, 2026.", []),
    (
        (
            "Milestone 1 “Design” due by December 21, 2026\nMilestone 2: Build, due 25 January 2027\n"
            "Deliverable | Hours | Due date\nMain page | 60 | December 21, 2026\nTemplates | 40 | December 21, 2026"
        ),
        [("Design", date(2026, 12, 21), ""), ("Build", date(2027, 1, 25), "")],
    ),
    (
        "2. Plan\nDeliverable | Hours | Due date\nMain page | 60 | December 21, 2026",
        [("Main page", date(2026, 12, 21), "")],
    ),
]


@pytest.mark.parametrize(("text", "stages"), STAGES, ids=[each[0][:60] for each in STAGES])
def test_stages_in_their_wordings(text: str, stages: list[tuple[str, date | None, str]]) -> None:
    """Tables and sentences; no payments, no addresses."""
    assert stages == [(each.title, each.due, each.term) for each in read(text).stages]


def test_of_two_currencies_the_first_column_counts() -> None:
    """A sum of the row stands last, a sum in another currency is no such sum."""
    terms = read("2. Plan\nMilestone | Due | Fee, EUR | Fee, USD\nDesign | 1 June 2026 | 10,000 | 11,000")
    assert [(Decimal(10000), "EUR")] == [(each.price, each.currency) for each in terms.stages]
    terms = read(
        "2. План\nЭтап | Срок | Цена, руб. | Стоимость, руб.\nДизайн | 01.06.2026 | 20 000 | 100 000"
    )
    assert [(Decimal(100000), "RUB")] == [(each.price, each.currency) for each in terms.stages]


ITEMS = [
    ("2. Состав работ\n2.1. Дизайн — 60 часов.\n2.2. Наполнение — до 20 страниц.", [("Дизайн", 60), ("Наполнение", None)]),
    ("2. Смета\n2.1. Вёрстка (20 ч).\n2.2. Тесты: 12,5 часа", [("Вёрстка", 20), ("Тесты", Decimal("12.5"))]),
    ("2. Содержание работ\n- Прототип — 30 нормо-часов\n- Дизайн — 40 человеко-часов", [("Прототип", 30), ("Дизайн", 40)]),
    ("Deliverables\n1.1 Wireframes - 24 hours\n1.2 Build: 80 hrs", [("Wireframes", 24), ("Build", 80)]),
    ("2. Work\nItem | Effort, h | Due\nPlan | 8 | 1 May 2026\nTotal | 8 |", [("Plan", 8)]),
    ("2. Смета\nВид работ | Трудозатраты, ч | Цена\nАудит | 16 часов | 5", [("Аудит", 16)]),
    ("2. Services\n2.1 Support: 10 hours a month.\n2.2 Reports: weekly.", [("Support", None)]),
    ("1. Что делаем\n1.1. Работа делится на части:\nа) макеты — сорок часов;\nб) вёрстка — 72 часа.",
     [("Макеты", 40), ("Вёрстка", 72)]),
    ("1. What we do\n1.1 We do not do the following:\na) support - 40 hours", []),
    ("2. Смета\n№ | Вид работ | Часов в месяц\n1 | Поддержка | 20", [("Поддержка", None)]),
    ("Milestone 1 - UX: not to exceed 120 hours, due 30 April 2026\nMilestone 2 - Build: 380 h, due 31 July 2026",
     [("UX", 120), ("Build", 380)]),
    ("2.1. Этап 1 «Дизайн»: 80 часов, до 30.04.2026.", [("Дизайн", 80)]),
    ("2.1. Этап 1 «Дизайн»: до 30.04.2026, по 3 000 руб. за 1 час.", []),
    (("№ | Наименование | Кол-во | Ед. | Цена | Сумма\n1 | Баннеры | 10 | шт. | 3 000 | 30 000\n2 | Реклама | 24 | ч. | 5 | 60\n"
      "Итого | | | | | 90 000"), [("Баннеры", None), ("Реклама", 24)]),
    ("# | Description | Qty | Unit | Price\n1 | Banners | 10 | pcs | 30\n2 | Advice | 24 | hours | 100",
     [("Banners", None), ("Advice", 24)]),
    ("Наименование | Количество | Цена\nСервер | 2 | 100 000\nДиск | 8 | 5 000", []),
    ("2. Состав работ\n2.1. Дизайн сайта.\n2.2. Вёрстка.", []),
    ("4. Стоимость\n4.1. Доработки: 3 000 руб. за 1 час.", []),
    ("5. Поддержка\n5.1. Время ответа: 4 часа.", []),
    ("2. Out of scope\n2.1 Training: 8 hours.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "items"), ITEMS, ids=[each[0][:60] for each in ITEMS])
def test_items_in_their_wordings(text: str, items: list[tuple[str, Decimal | int | None]]) -> None:
    """Pieces of work with their hours; no rates, no times of answer, nothing excluded."""
    assert items == [(each.title, each.hours) for each in read(text).items]


POWERS = [
    ("1.2. Контакт: Белова Анна, a@b.ru. Она вправе согласовывать работы до 30 000 рублей.", [("Белова Анна", "decide", 30000)]),
    ("1. Соколов Пётр вправе утверждать любые изменения.", [("Соколов Пётр", "decide", None)]),
    ("1. Приёмку подписывает директор Соколов П. И.", [("Соколов П. И.", "sign_off", None)]),
    ("1. Акты уполномочен подписывать Соколов П.И.", [("Соколов П.И.", "sign_off", None)]),
    (
        "1. Peter Stone (Director) may approve any change. Anna Bell may approve changes up to $2,000.",
        [("Peter Stone", "decide", None), ("Anna Bell", "decide", 2000)],
    ),
    (
        "4.1 Requests are approved by Helen Marsh, up to GBP 1,000 each; anything above by the CEO, Owen Price.",
        [("Helen Marsh", "decide", 1000), ("Owen Price", "decide", None)],
    ),
    ("3.1 The Client's General Manager, Sue Park, must approve every variation in writing.", [("Sue Park", "decide", None)]),
    ("4.1 Invoices are approved by the Client.", []),
    ("1. Peter Stone signs for the Client.", [("Peter Stone", "sign_off", None)]),
    ("1. Each stage is signed off by Dana Whitfield.", [("Dana Whitfield", "sign_off", None)]),
    ("1. The Client may approve or reject each deliverable.", []),
    ("1. Заказчик вправе согласовать изменения.", []),
    ("1. Исполнитель вправе заказывать материалы; Иванов Иван подписывает.", []),
    ("1. Заказчик подписывает акт в течение 5 дней.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "powers"), POWERS, ids=[each[0][:60] for each in POWERS])
def test_who_decides_and_signs_in_its_wordings(text: str, powers: list[tuple[str, str, int | None]]) -> None:
    """People by name with their limits; no party, and no one of our side."""
    assert powers == [(each.name, *each.may, each.fee) for each in read(text).powers]


MONTHS = [
    ("1.1 The Supplier provides website maintenance, up to 24 hours per month.", "Website maintenance", 24, None),
    ("1.1. Исполнитель оказывает услуги поддержки сайта в объёме 20 часов в месяц.", "Услуги поддержки сайта", 20, None),
    ("1.1. Техническая поддержка — 40 часов ежемесячно.\n1.2. До 30 % неиспользованных часов переносятся на следующий месяц.",
     "Техническая поддержка", 40, 30),
    ("1.1 Support: 24 hours/month.\n1.2 Unused hours roll over to the next month, up to 25%.", "Support", 24, 25),
    ("1.1 Support: 24 hours each month.\n1.2 Unused hours do not roll over, not even 25%.", "Support", 24, None),
    ("1.1. Исполнитель обязуется ежемесячно оказывать услуги по поддержке сайта в объёме 40 (сорока) часов в месяц.",
     "Услуги по поддержке сайта", 40, None),
    ("Retainer agreement\nThe Client retains the Agency for thirty-two (32) hours per calendar month.",
     "Retainer agreement", 32, None),
    ("1. Support\n1.1 The monthly allowance of the Customer is 16 hours per month.", "Support", 16, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "hours", "roll_over"), MONTHS, ids=[each[0][:60] for each in MONTHS]
)
def test_hours_of_a_month_in_their_wordings(text: str, title: str, hours: int, roll_over: int | None) -> None:
    """With what of them the next month may use."""
    (item,) = read(text).items
    month = item.month
    assert (title, hours) == (item.title, month and month.hours)
    assert roll_over == (month.roll_over.value if month and month.roll_over else None)


@pytest.mark.parametrize(
    "text",
    [
        "1.1. Мелкие правки до 3 часов в месяц выполняются бесплатно.",
        "1.1 Reports are sent each month. Support answers within 4 hours.",
        "1.1. Оказание услуг: 40 часов.",
    ],
)
def test_what_are_no_hours_of_a_month(text: str) -> None:
    """Goodwill, times of answer and hours of the whole contract."""
    assert [] == [each for each in read(text).items if each.month]


PIECES = [
    ("2. Состав работ\n2.1. Шаблоны — не более 5 шаблонов, 40 часов.", 5),
    ("2. Scope\n2.1 Templates: up to twelve page templates (40 hours).", 12),
    ("2. Scope\n2.1 Templates: up to 40 hours.", None),
    ("2. Work\n# | Item | Hours\n1 | Banners (up to 6 banners) | 8", 6),
    ("Наименование | Кол-во | Ед. изм. | Сумма\nБаннеры | 10 | шт. | 30 000", 10),
    ("Наименование | Количество | Сумма\nПисьма рассылки | 5 шт. | 40 000", 5),
    ("Item | Quantity | Price\nNewsletters | 6 pcs | 600", 6),
    ("Deliverable | Qty | Unit | Fee (USD)\nLanding pages | 4 | pages | 8,000", 4),
    ("Наименование | Ед. | Кол-во | Сумма\nСтатьи в блог | статья | 8 | 16 000", 8),
]


@pytest.mark.parametrize(("text", "pieces"), PIECES)
def test_pieces_in_their_wordings(text: str, pieces: int | None) -> None:
    """Templates, pages, banners; hours are none."""
    assert [pieces] == [each.pieces for each in read(text).items]
