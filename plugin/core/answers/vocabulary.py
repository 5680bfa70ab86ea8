"""Words by which a short answer chooses, agrees, puts off or accepts."""

from __future__ import annotations

import re

CHOOSING = frozenset(
    (
        "let's",
        "lets",
        *"""
    выбор цифра цифрой номером подтверждаю подтверждаем подтверждено сделайте готовы готов оплатим
    платим доплатим доплачиваем ahead выбираю выбираем выбрал выбрала выбрали выбрать выберем беру
    берем возьмем взять берите давайте давай делаем делайте делай сделаем идем пойдем подходит
    подойдет устраивает утверждаю утверждаем утверждено согласен согласна согласны согласовано
    согласую ок окей оке ага угу да хорошо договорились решили решил решила решение остановимся
    остановились предпочитаю предпочтем голосую принимаем принимаю принято годится отлично супер
    пусть хотим хочу нравится лучше ответ вариант варианту вариантом варианте номер пункт опция
    option number choice variant choose choosing chose pick picking take taking go going prefer ok
    okay okey yes yep sure fine agreed agree approved approve confirmed confirm works want select
    like deal great perfect good
    """.split(),  # noqa: SIM905 -- a list of words is read as words
    )
)
"""Words that choose, beside a number."""

GLUE = frozenset(
    """
    за на с со по под мы я нам мне меня нас наш мой моя тогда все-таки всетаки же и это этот будет
    точно конечно тоже так вот ну моему нашему for with the we i i'll we'll ill well i'd
    we'd us me my our it's its is then to it that one this a and would do sounds an answer please
    looks решено все
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
"""Words that may stand beside a word that chooses; alone they choose nothing."""

NEGATED = re.compile(
    r"\b(?:не|нет|ни|кроме|против|отказываюсь|not|no|don't|dont|can't|cannot|except|but|unless|neither|nor)\b"
)
DEFERRED = re.compile(
    r"\b(?:подума\w+|думаем|думаю|посмотр\w+|обсуд\w+|обсужда\w+|созвон\w+|уточн\w+|вернусь|вернемся|верн[уё]сь"
    r"|позже|завтра|потом|если|когда|почему|сколько|надо|нужно|можно|ждем|жду|спрошу|проверю|проверим|бы"
    r"|think|later|tomorrow|discuss|call|check|if|when|why|how|should|could|would|ask|wait|let\s+me|get\s+back)\b"
)
STRONG_YES = re.compile(
    r"\b(?:соглас(?:ен|на|ны|овано|ую|уем)|договорились|подходит|устраивает|утвержда(?:ю|ем)"
    r"|утверждено|одобря(?:ю|ем)|одобрено|годится|поддержива(?:ю|ем)|подтвержда(?:ю|ем)|подтверждено|доплатим|доплачиваем|оплатим|платим"
    r"|готов[ыа]?\s+(?:доплатить|оплатить|платить)|agreed?|approved?|confirm(?:ed)?|sounds\s+good|go\s+ahead|works\s+for"
    r"|(?:let's|lets)\s+(?:do|go)|deal|happy\s+with)\b"
)
WEAK_YES = re.compile(
    r"(?:ок|окей|оке|ok|okay|okey|k|да|ага|угу|хорошо|ладно|давайте|давай|делаем|делайте|берем|беру|принято"
    r"|принимаю|принимаем|отлично|супер|поехали|конечно|yes|yep|yeah|sure|fine|good|great|perfect|alright)"
    r"(?:[\s,.!]+(?:ок|окей|да|хорошо|так|все|это|нас|мы|делаем|делайте|берем|давайте|конечно|тогда|сделаем|делать"
    r"|вперед|you\s+can|do|it|that|then|go|ahead|all|with|us|me|for|by))*"
)
SIGNS_OF_YES = re.compile("[👍👌✅✔🆗]|^\\+{1,3}1?$")
SIGNS_OF_NO = re.compile(
    "[👎❌❎✖✗✘☓🚫⛔🛑🙅🤦🤔🧐🤷❓❔⁉😕😟🙁☹😠😡🤬💩🤮]|\\([nx-]\\)"
    "|:(?:-1|thumbs_?down|x|cross_mark|no_entry\\w*|no_good|thinking\\w*|question|shrug|confused):"
)
"""Signs that refuse or doubt: a number beside one of them is no choice."""
ACCEPTS = re.compile(
    r"\b(?:принято|принима(?:ю|ем)|принят|принята|приняты|принимается|принял|приняла|приняли|подписыва(?:ю|ем)"
    r"|подписано|утвержда(?:ю|ем)|утверждено|утвержден|одобря(?:ю|ем)|одобрено|согласовано"
    r"|accept(?:ed)?|approved?|sign(?:ed|ing)?[\s-]*off)\b"
)
CONDITION = re.compile(
    r"\b(?:не|нет|если|когда|после|до|но|кроме|только|пока|будет|будем|завтра|почему|как|замечани\w+|правк\w+"
    r"|not|no|n't|don't|if|when|after|before|but|except|only|until|will|unless|once|how|why)\b"
)
WITHOUT = re.compile(
    r"\b(?:без\s+(?:замечаний|вопросов|правок)|(?:no|without)\s+(?:remarks|comments|issues))\b"
)
