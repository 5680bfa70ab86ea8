"""The comments of a draft, in the language of the project."""

from __future__ import annotations

from plugin.drafting.contract_terms.terms import Language

_SENTENCES: dict[str, tuple[str, str]] = {
    "head": (
        "Черновик. В строках с решёткой то, чего программа не знает; рядом сказано почему.",
        "A draft. Lines behind a hash hold what the program does not know; each says why.",
    ),
    "next": (
        "Дальше: ugovor check ФАЙЛ, затем ugovor backtest --mapping ФАЙЛ.",
        "Next: ugovor check FILE, then ugovor backtest --mapping FILE.",
    ),
    "from_contract": ("Договор: {file}", "Contract: {file}"),
    "supplement": (
        "Это документ к другому договору. Чего в нём нет, то действует по договору: перенесите оттуда.",
        "This document belongs to a contract. What it does not name stands there: take it over from there.",
    ),
    "stages_unknown": (
        "этапов в договоре не нашли; если они в таблице, дайте договор в .docx",
        "no stages were found in the contract; if they are in a table, give the .docx",
    ),
    "picture_pages": (
        "Это изображения (скан), они не прочитаны: стр. {pages}. Распознайте текст (OCR) или дайте .docx.",
        "Pictures (a scan), and not read: pages {pages}. Run a text recognition (OCR), or give the .docx.",
    ),
    "client_unknown": ("заказчик: впишите название", "the client: fill in the name"),
    "guessed_language": ("определён по языку задач", "guessed from the language of the issues"),
    "currency_guess": ("предположение по языку: проверьте", "guessed from the language: check it"),
    "currencies": (
        "в договоре несколько валют: {codes}; здесь может стоять только одна",
        "the contract has several currencies: {codes}; only one can stand here",
    ),
    "calendar_guess": ("предположение: проверьте страну", "guessed: check the country"),
    "calendar_unknown": (
        "чьи праздники, по языку не понять: впишите код страны",
        "the language does not tell whose public holidays: fill in the country's code",
    ),
    "timezone_account": ("часовой пояс учётной записи сервиса", "the time zone of the service's account"),
    "timezone_people": (
        "часовой пояс большинства людей проекта",
        "the time zone of most people of the project",
    ),
    "live_from": (
        "по умолчанию день первой загрузки; более ранние задачи только учитываются",
        "by default the day of the first loading; older issues are only counted",
    ),
    "observe": (
        "ничего не пишет в трекер, только показывает на страницах",
        "writes nothing to the tracker and shows all on its pages",
    ),
    "signed_unknown": ("дата договора не найдена", "the contract's date is not known"),
    "sums_differ": (
        "сумма этапов {total}: сверьте с ценой договора",
        "the stages add up to {total}: compare it with the contract's price",
    ),
    "period_fee": (
        "сумма за месяц, квартал или год: впишите цену всего договора",
        "the sum of a month, quarter or year: fill in the price of the whole contract",
    ),
    "check_billing": ("проверьте и снимите решётку", "check it, and take the hash away"),
    "surcharge_label": (
        "впишите метку таких задач",
        "fill in the label of such issues",
    ),
    "price_ceiling": (
        "это потолок, а не цена: впишите цену, если она твёрдая",
        "a ceiling, and no price: fill in the price if it is fixed",
    ),
    "only": (
        "если в проекте задачи нескольких договоров",
        "where the project holds issues of more than one contract",
    ),
    "stage_type_unknown": (
        "тип задач, обозначающих этапы, если такой есть",
        "the type of issues that stand for stages, if there is one",
    ),
    "subtasks": (
        "в проекте есть подзадачи: включите, если их часы уже учтены в родительской задаче",
        "there are subtasks: use it where the parent's hours contain theirs",
    ),
    "defects_unknown": ("тип задач, обозначающих ошибки", "the type of issues that stand for defects"),
    "warranty_unknown": ("гарантийный срок не найден", "the warranty period is not known"),
    "statuses": ("разнесены по смыслу: проверьте", "sorted by meaning: check them"),
    "statuses_left": ("не использованы: {names}", "not used: {names}"),
    "status_unknown": ("подходящего статуса нет", "no status fits"),
    "team_role": (
        "включите, если там только ваша сторона: ей будут видны внутренние комментарии",
        "use it where only your side is in it: it will read comments meant for the team",
    ),
    "team_private": (
        "включите, если закрытые заметки видит только ваша сторона",
        "use it where only your side reads private notes",
    ),
    "team_group": (
        "включите, если в группе только ваша сторона",
        "use it where only your side is in the group",
    ),
    "redmine_fields": (
        "меток в Redmine нет: заведите поле-список и допишите в fields labels (ugovor doctor подскажет)",
        "Redmine has no labels: make a list field, and add labels to fields (ugovor doctor says how)",
    ),
    "side_mail": (
        "предположили сторону: почта на {domain}, наша на {ours}",
        "side guessed: mail at {domain}, ours is {ours}",
    ),
    "side_ours": ("предположили сторону: почта на {domain}", "side guessed: mail at {domain}"),
    "side_role": ("предположили сторону: роль «{role}»", "side guessed: role “{role}”"),
    "side_other_role": ("но роль «{role}»", "but the role is “{role}”"),
    "side_unknown_no_mail": (
        "сторона неизвестна: трекер не показывает почту",
        "side not known: the tracker shows no mail address",
    ),
    "side_unknown_public": (
        "сторона неизвестна: почта на общем домене {domain}",
        "side not known: mail at the public domain {domain}",
    ),
    "side_unknown_ours": (
        "сторона неизвестна: не знаем, чей домен {domain}",
        "side not known: whose domain {domain} is we cannot tell",
    ),
    "people_none": (
        "трекер не показал людей: учётные записи выводит ugovor people",
        "the tracker showed nobody: ugovor people prints the accounts",
    ),
    "signatory": (
        "подписант по договору; впишите account: ugovor people {tracker}",
        "signs by the contract; add the account: ugovor people {tracker}",
    ),
    "authority": (
        "кто решает и подписывает, трекер не знает",
        "the tracker does not tell who decides and signs",
    ),
    "authority_named": (
        "договор называет их; проверьте учётные записи и снимите решётки",
        "the contract names them; check the accounts and take the hashes away",
    ),
    "authority_signatory": (
        "подписант договора; спросите, решает ли и по задачам",
        "the one who signed the contract; ask whether that person decides on issues, too",
    ),
    "rate_unknown": ("ставка за час не найдена: впишите", "there is no hourly rate: fill it in"),
    "capacity": (
        "сколько рабочих часов в день достаётся договору",
        "how many working hours a day this contract gets",
    ),
    "options_later": (
        "вместо строки выше, когда у этапов будут сроки, а у часа — цена",
        "in place of the line above, once stages have due dates and an hour has a price",
    ),
    "goodwill": (
        "сколько мелочей делать без доплаты, неизвестно",
        "how much is done without charge is not known",
    ),
    "due_unknown": ("срок не найден", "the due date is not known"),
    "due_relative": (
        "срок зависит от другого события: {term}",
        "the date depends on something else: {term}",
    ),
    "due_no_quote": ("срок в договоре не найден", "the contract names no date"),
    "due_from_issue": ("срок задачи этапа", "the due date of the stage's issue"),
    "due_differs": (
        "в задаче {issue} стоит {day}",
        "the issue {issue} says {day}",
    ),
    "issue_unknown": (
        "задачи этапа нет: заведите её и впишите ключ",
        "no issue stands for the stage: create one and fill in its key",
    ),
    "stage_guess": ("какой это этап, трекер не говорит", "the tracker does not tell the stage"),
    "stage_not_told": ("какой это этап, договор не говорит", "the contract does not tell the stage"),
    "link_unknown": (
        "в трекере такого нет: допишите link",
        "the tracker has nothing of that name: add a link",
    ),
    "no_issues": ("ни одной задачи", "no issue has it"),
    "hours_found": ("оценено {hours} ч, задач: {count}", "{hours} h estimated, issues: {count}"),
    "hours_partly": (
        "оценено {hours} ч, с оценкой задач: {with_hours} из {count}",
        "{hours} h estimated in {with_hours} of {count} issues",
    ),
    "hours_none": ("задач: {count}, оценок нет", "issues: {count}, none is estimated"),
    "items_none": (
        "эпиков, компонентов и версий нет: опишите состав работ",
        "there are no epics, components or versions: describe the work",
    ),
    "criteria": ("по каким пунктам принимают этап", "by what a stage is accepted"),
    "sign_off": ("кто подписывает этап, неизвестно", "who signs a stage is not known"),
    "rounds_nowhere": (
        "впишите в пункт работ, к которому относятся круги правок",
        "write it into the item to which the rounds belong",
    ),
    "silence_known": (
        "молчание считается приёмкой; включите вместо then: remind, если так и договорились",
        "silence counts as acceptance; use it in place of then: remind if that is what you agreed",
    ),
    "silence_denied": ("молчание приёмкой не считается", "silence does not count as acceptance"),
    "exclusion_unknown": (
        "что не входит в договор: пункт и слова, по которым это узнать",
        "what is not part of the contract: the clause and the words that tell it",
    ),
    "roll_over_unknown": (
        "часть часов переходит на следующий месяц: впишите roll_over в процентах",
        "some hours may be used in the next month: add roll_over in percent",
    ),
    "no_words": (
        "слова слишком общие: назовите предмет сами",
        "the words are too general: name the thing yourself",
    ),
    "clause_unknown": ("номера пункта нет: впишите", "the clause has no number: fill it in"),
    "unseen": ("Трекер не показал: {what}", "The tracker did not show {what}"),
    "months": (
        "срок назван не в днях: впишите дни",
        "the period is not in days: fill in days",
    ),
    "calendar_days": (
        "в договоре календарные дни, а здесь рабочие",
        "the contract counts calendar days; these are working days",
    ),
    "vat_unknown": (
        "сказано о налоге, но не сколько процентов: впишите",
        "a tax is named without a percentage: fill it in",
    ),
    "clauses_unused": (
        "Не использованы пункты. Прочтите, нет ли в них сроков, часов и обязанностей:",
        "Clauses that were not used. See whether they name dates, hours or duties:",
    ),
    "clauses_more": ("и ещё пунктов: {count}", "and {count} more"),
    "vat_of_sums": (
        "сказано о сумме, а не о ставке за час",
        "said of a sum, not of the hourly rate",
    ),
    "other_currency": ("ставка в другой валюте", "the rate is in another currency"),
    "rates_several": ("ставок несколько: выберите", "there are several rates: choose one"),
    "questions": (
        "О чём договор молчит. Спросите, пока никто не спорит:",
        "What the contract does not answer. Ask while nobody argues:",
    ),
    "questions_no_contract": (
        "Чего трекер не знает. Ответы есть в договоре (--contract ФАЙЛ) или у людей:",
        "What the tracker does not know. The contract has the answers (--contract FILE), or people do:",
    ),
    "question_rate": (
        "Сколько стоит час дополнительных работ? (price.hour)",
        "What does an hour of extra work cost? (price.hour)",
    ),
    "question_rounds": (
        "Сколько кругов правок входит в цену? (rounds)",
        "How many rounds of revision are included? (rounds)",
    ),
    "question_signs": (
        "Кто со стороны клиента решает и подписывает? (authority, sign_off)",
        "Who decides and signs for the client? (authority, sign_off)",
    ),
    "question_goodwill": (
        "Сколько мелочей в месяц делаем без доплаты? (goodwill)",
        "How much small work a month is done without charge? (goodwill)",
    ),
    "question_silence": (
        "Что значит молчание клиента при приёмке? (sign_off.review)",
        "What does the client's silence mean when a stage is handed over? (sign_off.review)",
    ),
    "all_answered": (
        "Договор отвечает на все пять вопросов: ставка, круги правок, подпись, бонусы, молчание.",
        "The contract answers all five questions: rate, rounds, who signs, goodwill, silence.",
    ),
}


def say(key: str, language: Language, **values: object) -> str:
    """Return a sentence in a language.

    >>> say("side_ours", "en", domain="acme.example")
    'side guessed: mail at acme.example'
    """
    russian, english = _SENTENCES[key]
    return (russian if language == "ru" else english).format(**values)
