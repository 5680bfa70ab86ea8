"""Every message renders in both languages: short, in tone, with any values."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_messages import (
    every_message,
    excluded,
    offer,
    options,
    reasons,
)
from sample_worlds import EN, RU, WORLDS, World
from tone import find_tone_faults, find_tone_faults_of_template
from write_samples import SAMPLES, samples

from plugin.texts import answer_messages, stage_messages, team_messages
from plugin.texts import messages as say
from plugin.texts.plain import to_plain
from plugin.texts.render import TEMPLATES, Texts, render, template_path

LONGEST = 600
LONGEST_WITH_LONG_NAMES = 700
LONGEST_EXPLANATION = 1200
EXPLANATIONS = (answer_messages.WhyShown, answer_messages.HelpShown, stage_messages.StageChecklist)
KINDS = tuple(say.Message.__subclasses__())
EVERY = [(world, message) for world in WORLDS.values() for message in every_message(world)]
TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.j2"))


def is_comment(message: say.Message) -> bool:
    """Tell whether a message is a comment that the client reads, and no mail."""
    return message.audience == "client" and not message.template.startswith("mail_")


LONG_RU = replace(
    RU,
    director="Константин Преображенский",
    contact="Александра Вознесенская",
    request="Сделать на главной калькулятор стоимости доставки с выбором города и тарифа и рассрочкой",
    other="Блок «Отзывы» с загрузкой фотографий и ответами менеджера",
    stage="Дизайн и прототипирование",
    later="Вёрстка, сборка и запуск сайта",
)
LONG_EN = replace(
    EN,
    director="Konstantin Papadopoulos",
    contact="Alexandra Featherstonehaugh",
    request="A delivery cost calculator on the home page with a choice of city, tariff and payment plan",
    other="Reviews block with photo upload and replies by the manager",
    stage="Design and prototypes",
    later="Build, content and launch of the site",
)


@pytest.mark.parametrize("language", WORLDS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_has_a_template_and_a_sample(kind: type[say.Message], language: str) -> None:
    """A message that lacks a language would be found only when it is needed."""
    assert (TEMPLATES / language / template_path(kind)).is_file()
    assert any(type(message) is kind for message in every_message(WORLDS[language]))


@pytest.mark.parametrize("language", WORLDS)
def test_each_template_has_its_message(language: str) -> None:
    """A template that no message names is left over."""
    found = {
        path.relative_to(TEMPLATES / language).as_posix() for path in (TEMPLATES / language).rglob("*.j2")
    }
    assert {template_path(kind) for kind in KINDS} == {path for path in found if not path.startswith("_")}


def test_the_samples_are_what_the_service_says() -> None:
    """After a change of a text: `python tests/unit/texts/write_samples.py`."""
    kept = {path: path.read_text(encoding="utf-8") for path in SAMPLES.glob("*.md")}
    assert kept == samples()


@pytest.mark.parametrize(("world", "message"), EVERY)
def test_every_text_keeps_the_tone(world: World, message: say.Message) -> None:
    """No forbidden phrase, no typographic slip, no trace of an empty value."""
    text = render(message, world.language)
    assert find_tone_faults(text.replace("  \n", "\n"), world.language) == ()
    assert [trace for trace in ("None", "{{", "()", "“”", "«»", " ,", " .", ",,") if trace in text] == []
    assert not any(line != line.strip() for line in text.split("\n"))


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_template_keeps_the_tone(path: Path) -> None:
    """Also words that no sample reaches are held to the tone."""
    language = path.relative_to(TEMPLATES).parts[0]
    assert find_tone_faults_of_template(path.read_text(encoding="utf-8"), language) == ()


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_gets_around_the_escaping(path: Path) -> None:
    """Joining by `~` or naming a text safe would put somebody's words out as markup."""
    source = path.read_text(encoding="utf-8")
    around = [way for way in ("~", "|safe", "| safe", "|format", "autoescape", "|escape") if way in source]
    assert around == []
    assert ("as_quotation" in source) == (path.name == "draft_ready.md.j2")


@pytest.mark.parametrize(
    ("world", "message"),
    [(world, message) for world, message in EVERY if is_comment(message)],
)
def test_what_the_client_reads_is_short(world: World, message: say.Message) -> None:
    """No client comment is over 600 characters except the checklist and `/why`."""
    longest = LONGEST_EXPLANATION if isinstance(message, EXPLANATIONS) else LONGEST
    assert len(to_plain(render(message, world.language))) <= longest


@pytest.mark.parametrize("world", [LONG_RU, LONG_EN], ids=lambda world: world.language)
def test_long_names_do_not_make_long_comments(world: World) -> None:
    """Five options with long titles stay near the limit, all else within it."""
    options_shown = (say.Offer, say.OfferDecided, answer_messages.FiguresChanged)
    for message in every_message(world):
        if not is_comment(message) or isinstance(message, EXPLANATIONS):
            continue
        longest = LONGEST_WITH_LONG_NAMES if isinstance(message, options_shown) else LONGEST
        assert len(to_plain(render(message, world.language))) <= longest, message


def test_a_russian_offer_reads_word_for_word() -> None:
    """The whole comment, with the non-breaking spaces shown as `_`."""
    assert render(offer(RU), "ru").replace("\u00a0", "_") == (
        "Пётр, новый запрос от клиента (Анна Белова): «Калькулятор стоимости на главной». "
        "В договоре его нет (п._5.2), выбор за вами:\n"
        "\n"
        "1\\. Делаем, «Дизайн» сдаём **15_апреля, в_среду**, вместо 10-го "
        "(«Сборка и запуск» — 3_июня). Цена прежняя.\n"
        "2\\. Делаем в срок, к_10_апреля, за **76_860_₽ с НДС**.\n"
        "3\\. Делаем вместо задачи «Блок „Отзывы“» (ACME-31). Срок и цена прежние.\n"
        "4\\. Откладываем: вернёмся после сдачи этапа.\n"
        "5\\. Не делаем.\n"
        "\n"
        "Ответьте, пожалуйста, цифрой до_среды, 8_апреля. Остальная работа идёт по плану."
    )


def test_an_english_offer_reads_word_for_word() -> None:
    """The English text is its own, not a translation."""
    assert render(offer(EN), "en").replace("\u00a0", "_") == (
        "Nora, Liam asked for “Cost calculator on the home page”. "
        "It is not part of the contract (Schedule 2.5), so the choice is yours:\n"
        "\n"
        "1\\. Do it and deliver “Design” on **Wednesday, 15_April** instead of the 10th "
        "(“Build and launch”: 3_June). Same price.\n"
        "2\\. Do it on time, by_10_April, for **€76,860 incl. VAT**.\n"
        "3\\. Do it instead of “Reviews block” (ACME-31). Same date, same price.\n"
        "4\\. Park it until the stage is delivered.\n"
        "5\\. Drop it.\n"
        "\n"
        "Please answer with a number by Wednesday, 8_April. Everything else goes on as planned."
    )


@pytest.mark.parametrize(
    ("language", "bare_digit", "expected"),
    [
        ("ru", True, "цифрой до"),
        ("ru", False, "например /выбор 1, до"),
        ("en", True, "with a number by"),
        ("en", False, "such as /choose 1 by"),
    ],
)
def test_an_offer_says_how_to_answer(language: str, bare_digit: bool, expected: str) -> None:
    """A lone digit is named only where the contract takes it for an answer."""
    message = replace(offer(WORLDS[language]), bare_digit=bare_digit)
    assert expected in render(message, language).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "vat"), [("ru", " с НДС"), ("en", " incl. VAT")])
def test_a_sum_names_vat_only_where_there_is_some(language: str, vat: str) -> None:
    """A sum without VAT does not claim any."""
    world = WORLDS[language]
    untaxed = tuple(replace(option, vat_percent=Decimal(0)) for option in options(world))
    assert vat in render(offer(world), language)
    assert vat not in render(replace(offer(world), options=untaxed), language)


@pytest.mark.parametrize("language", WORLDS)
@pytest.mark.parametrize("word", [reason.word for reason in reasons(RU)] + ["a_new_word"])
def test_a_reason_without_its_values_still_has_a_sentence(word: str, language: str) -> None:
    """A reason stored by an older version must not keep an issue from its answer."""
    world, bare = WORLDS[language], say.Because(word, {})
    odd = say.Because(word, {"limit": "many", "over": "NaN", "hours": "", "left": "?", "item": "2.1"})
    explained = answer_messages.WhyShown(
        "x", "beyond_scope", "", "", (bare, odd), (), (), (), world.currency, ()
    )
    for message in (replace(offer(world), reason=bare), replace(offer(world), reason=odd), explained):
        assert find_tone_faults(render(message, language), language) == ()


@pytest.mark.parametrize("language", WORLDS)
def test_every_reason_has_a_sentence_of_its_own(language: str) -> None:
    """Two reasons that read alike would explain nothing."""
    world = WORLDS[language]
    sentences = [
        render(answer_messages.WhyShown("x", "unclear", "", "", (reason,), (), (), (), "RUB", ()), language)
        for reason in reasons(world)
    ]
    assert len(set(sentences)) == len(sentences)


def test_a_draft_is_quoted_as_the_client_would_read_it() -> None:
    """The draft is the one text that is taken over as Markdown; its lines stay lines."""
    text = render(offer(RU), "ru")
    shown = render(team_messages.DraftReady(text, (), "mode_draft"), "ru")
    assert [line.removeprefix("> ").removeprefix(">") for line in shown.split("\n") if line[:1] == ">"] == (
        text.split("\n")
    )


def test_an_unknown_language_is_answered_in_english() -> None:
    """A language that a newer mapping names does not stop the service."""
    assert render(offer(EN), "de") == render(offer(EN), "en")


def test_an_override_is_used_instead_of_the_built_in_text(tmp_path: Path) -> None:
    """One file of the folder replaces one text; the others stay."""
    _write(tmp_path, "ru/client/swapped_back_in.md.j2", "Возвращаем {{ summary|quoted }}.")
    texts = Texts(tmp_path)
    assert texts.render(say.SwappedBackIn("*отзывы*", "ACME-1"), "ru") == "Возвращаем «\\*отзывы\\*»."
    assert texts.render(offer(RU), "ru") == render(offer(RU), "ru")


def test_an_override_may_replace_the_words_of_the_options(tmp_path: Path) -> None:
    """The shared sentences are templates like the others."""
    source = (TEMPLATES / "en" / "_options.md.j2").read_text(encoding="utf-8")
    _write(tmp_path, "en/_options.md.j2", source.replace("drop it", "forget it"))
    assert "Forget it." in Texts(tmp_path).render(offer(EN), "en")


@pytest.mark.parametrize(
    "override",
    ["{% if %}", "{{ nobody }}", "{{ summary|nothing }}", "{{ summary + 1 }}", "", "{% include 'none.j2' %}"],
)
def test_a_faulty_override_is_passed_over_and_logged(
    override: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The client gets the built-in text, the operator a line that names the file."""
    _write(tmp_path, "en/client/swapped_back_in.md.j2", override)
    message = say.SwappedBackIn("Reviews", "ACME-1")
    with caplog.at_level(logging.WARNING):
        assert Texts(tmp_path).render(message, "en") == render(message, "en")
    assert "en/client/swapped_back_in.md.j2" in caplog.text


@given(summary=st.text(), name=st.text(max_size=40), language=st.sampled_from(["ru", "en"]))
def test_no_value_can_begin_a_line(summary: str, name: str, language: str) -> None:
    """A line that begins with a person's words could be taken for a command or a list."""
    message = replace(offer(WORLDS[language]), decider="", asked_by=name, summary=summary)
    lines = render(message, language).split("\n")
    assert [line[:3] for line in lines[2:7]] == ["1\\.", "2\\.", "3\\.", "4\\.", "5\\."]
    assert not any(line.startswith(("/", "#", ">", "- ", "* ", "+ ", "    ", "\t", "```")) for line in lines)


def test_dates_name_the_year_only_where_it_changes() -> None:
    """A shift over New Year says so; one within the year does not."""
    shift = replace(options(RU)[0], before=date(2026, 12, 28), after=date(2027, 1, 13), later=())
    text = render(replace(offer(RU), options=(shift,)), "ru").replace("\u00a0", " ")
    assert "13 января 2027 года, в среду**, вместо 28 декабря 2026 года" in text
    assert "2026" not in render(offer(RU), "ru")
    assert excluded(RU).values["clause"] in text


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
