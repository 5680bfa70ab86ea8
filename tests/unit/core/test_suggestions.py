"""What an unclear issue is most like: an item with words, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from decisions import (
    PEOPLE,
    account,
    after,
    agreed,
    baseline,
    contract_facts,
    decide_seen,
    facts_of,
    in_slot,
    issue,
    said,
    slots,
    state_in,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.model import ContractMapping
from plugin.core.decide import decide
from plugin.core.model.effects import PostComment
from plugin.core.model.events import IssueSeen
from plugin.core.model.outcome import Outcome
from plugin.core.model.verdict import VerdictKind
from plugin.core.suggestions import index as indexes
from plugin.core.suggestions.calibration import compute_confidence, list_evidence
from plugin.core.suggestions.features import MAX_WORDS, read_features
from plugin.core.suggestions.index import LinkedIssue, SuggestionIndex
from plugin.core.suggestions.suggest import IndexSuggester, find_likeliest

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
CLAUSES = (
    ("2.1", "Дизайн главной страницы", "Дизайн"),
    ("2.2", "Личный кабинет покупателя", "Сборка"),
    ("2.3", "Оплата картой и возвраты", "Сборка"),
    ("2.4", "Каталог с поиском", "Сборка"),
)
LINKED = (
    ("2.1", "Макет главной: шапка и баннер"),
    ("2.1", "Слайдер на главную"),
    ("2.1", "Подвал главной, макет"),
    ("2.2", "Вход в кабинет по коду"),
    ("2.2", "История заказов в кабинете"),
    ("2.3", "Чек после оплаты картой"),
    ("2.3", "Возврат денег на карту"),
    ("2.4", "Фильтры каталога"),
    ("2.4", "Поиск по артикулу"),
)


def linked(number: int, item: str, summary: str, day: int | None = None) -> LinkedIssue:
    """Return an issue that belongs to an item, one created each day."""
    return LinkedIssue(str(number), item, FIRST + timedelta(days=number if day is None else day), summary)


@cache
def learnt() -> SuggestionIndex:
    """Return an index of four items with a few issues each."""
    return SuggestionIndex.build(CLAUSES, (linked(number, *each) for number, each in enumerate(LINKED)))


@pytest.mark.parametrize(
    ("summary", "item", "words"),
    [
        ("Поправить макеты главной", "2.1", ("макеты", "главной")),
        ("Новый баннер в шапку главной страницы", "2.1", ("баннер", "шапку", "страницы")),
        ("Вернуть деньги за возврат", "2.3", ("деньги", "возврат")),
        ("Заказы в кабинете не видны", "2.2", ("заказы", "кабинете")),
        ("Каталог: фильтр по цене", "2.4", ("фильтр", "каталог")),
    ],
)
def test_the_likeliest_item_comes_with_the_words_that_matched(
    summary: str, item: str, words: tuple[str, ...]
) -> None:
    """Words are found in any inflection, and named as they were written."""
    found = IndexSuggester(learnt()).suggest(summary, "")
    assert found is not None
    assert (found.item, set(found.words)) == (item, set(words))
    assert 0.6 <= found.confidence <= 1


@pytest.mark.parametrize(
    "summary",
    [
        "",
        "Добавить",
        "Перевести на немецкий",
        "Сервер не отвечает ночью",
        "Оплата в кабинете",
        "123 456",
    ],
)
def test_nothing_is_suggested_below_the_threshold(summary: str) -> None:
    """Foreign words, words of several items, and those of any work at all."""
    assert IndexSuggester(learnt()).suggest(summary, "") is None


def test_without_linked_issues_the_clause_alone_tells() -> None:
    """A contract that has just begun has nothing else."""
    index = SuggestionIndex.build(CLAUSES)
    found = find_likeliest(index, "Поиск")
    assert found is not None
    assert (found.item, found.words) == ("2.4", ("поиск",))
    assert find_likeliest(index, "Баннер") is None


def test_an_index_without_items_suggests_nothing() -> None:
    """A contract may have stages without items."""
    assert IndexSuggester(SuggestionIndex.build(())).suggest("Поиск", "") is None


def test_words_are_read_once_by_their_stems_and_parts() -> None:
    """A summary counts more than a description; a log's end is not read."""
    features = read_features("Макет, ёлка", "макеты и ёлки; добавить " + "лог " * 400 + "конец")
    assert set(features.stems) == {"макет", "елка", "лог"}
    assert features.words["елка"] == "ёлка"
    assert features.stems["макет"] > read_features("Макет лог", "лог " * MAX_WORDS).stems["макет"]
    assert read_features("кабинетик").stems.keys().isdisjoint(read_features("кабинет").stems)
    assert len(read_features("кабинетик").parts.keys() & read_features("кабинет").parts.keys()) > 9


def test_taking_an_issue_out_leaves_what_was_before() -> None:
    """An issue that is linked no more teaches nothing: everything is as before."""
    index = learnt()
    more = index.with_linked(linked(90, "2.4", "Корзина и промокоды на главной"))
    assert more.compare(read_features("Промокоды"))[0].item.id == "2.4"
    back = more.without("90")
    assert back.linked == index.linked
    assert {stem: n for stem, n in back.stem_texts.items() if n} == index.stem_texts
    assert back.part_texts == index.part_texts
    for key, item in index.items.items():
        assert back.items[key].linked.stems == pytest.approx(item.linked.stems)
        assert back.items[key].linked.part_square == pytest.approx(item.linked.part_square, abs=1e-4)


def test_a_changed_issue_counts_once() -> None:
    """A new summary or item replaces what was learnt; the same again changes nothing."""
    index = learnt()
    moved = index.with_linked(linked(0, "2.2", "Макет кабинета"))
    assert (moved.items["2.1"].issues, moved.items["2.2"].issues) == (2, 3)
    assert moved.with_linked(linked(0, "2.2", "Макет кабинета")) is moved
    assert index.with_linked(linked(0, "9.9", "Макет главной")).items["2.1"].issues == 2


def test_lengths_are_kept_up_as_if_measured_anew() -> None:
    """Adding takes time by the words of one issue, and comes to the same."""
    index = learnt()
    for item in index.items.values():
        anew = item.linked.measured(index.weights)
        assert item.linked.stem_square == pytest.approx(anew.stem_square)
        assert item.linked.part_square == pytest.approx(anew.part_square, rel=1e-3)


def test_the_oldest_issue_of_an_item_makes_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded: an item holds its newest issues, in whatever order they come."""
    monkeypatch.setattr(indexes, "MAX_LINKED", 40)
    days = [5, 1, 9, 3, 12, 7, 2, 11, 4, 10, 6, 8]
    index = SuggestionIndex.build(CLAUSES, (linked(day, "2.1", f"Слово{day}", day) for day in days))
    assert sorted(int(key) for key in index.linked) == list(range(3, 13))
    assert index.items["2.1"].issues == index.room == 10


def test_confidence_grows_with_each_likeness() -> None:
    """A logistic function of what speaks for the item."""
    weak, strong = list_evidence(0.05, 0.1, 0.1, 1, 10), list_evidence(0.3, 0.5, 0.7, 5, 10)
    assert compute_confidence(weak) < 0.3 < 0.9 < compute_confidence(strong)


# What follows from it in a decision: words for our side, and nothing else


def site(**keys: object) -> ContractMapping:
    """Return a contract whose items are the clauses of the index."""
    stages = [
        {
            "id": f"s{number}",
            "title": stage,
            "due": "2026-05-15",
            "items": [
                {"id": item, "title": title, "hours": 40, "link": {"label": item}}
                for item, title, of in CLAUSES
                if of == stage
            ],
        }
        for number, stage in enumerate(("Дизайн", "Сборка"))
    ]
    return agreed(stages=stages, unmatched="unclear", **keys)


def look(mapping: ContractMapping, index: SuggestionIndex | None, summary: str, **fields: object) -> Outcome:
    """Decide what follows from an issue that nobody saw before."""
    seen = IssueSeen(issue=issue(summary=summary, **fields))
    suggester = IndexSuggester(index) if index else None
    return decide_seen(facts_of(baseline(mapping), None), seen, suggestions=suggester)


def ask(outcome: Outcome) -> str:
    """Return the question for a ruling."""
    effect = in_slot(outcome, "team:ruling")
    assert isinstance(effect, PostComment)
    assert effect.audience == "team"
    return effect.text


@pytest.mark.parametrize(
    ("language", "says", "command"),
    [
        ("ru", "Похоже на п. 2.1 «Дизайн главной страницы» (уверенность ", "/объём в 2.1"),
        ("en", "It looks like item 2.1 “Дизайн главной страницы” (", "/scope in 2.1"),
    ],
)
def test_the_team_is_told_the_item_the_words_and_the_command(language: str, says: str, command: str) -> None:
    """In the comment that asks for a ruling; the command names the item."""
    mapping = site(contract={"language": language})
    outcome = look(mapping, learnt(), "Поправить макеты главной")
    text = ask(outcome).replace("\N{NO-BREAK SPACE}", " ")
    assert says in text
    assert "макеты" in text.split(says)[1].splitlines()[0]
    assert command in text.splitlines()
    told = state_in(outcome).suggestion
    assert told is not None
    assert told.item == "2.1"
    assert f"{told.percent}" in text


def test_of_an_unlikely_item_nothing_is_said() -> None:
    """The comment is the same as without an index."""
    with_index = look(site(), learnt(), "Сервер не отвечает ночью")
    assert state_in(with_index).suggestion is None
    assert with_index == look(site(), None, "Сервер не отвечает ночью")


def test_what_was_said_stays_while_the_index_learns() -> None:
    """Another process knows other issues: the comment does not change to and fro."""
    mapping, summary = site(), "Поправить макеты главной"
    first = look(mapping, learnt(), summary)
    facts = after(facts_of(baseline(mapping), None), first)
    others = learnt()
    for number in range(50, 60):
        others = others.with_linked(linked(number, "2.4", summary))
    again = decide_seen(facts, IssueSeen(issue=issue(summary=summary)), suggestions=IndexSuggester(others))
    assert ask(again) == ask(first)
    edited = IssueSeen(issue=issue(summary="Поиск: поправить макеты главной"))
    assert state_in(decide_seen(facts, edited, suggestions=IndexSuggester(others))).suggestion != (
        state_in(first).suggestion
    )
    other_items = replace(facts, baseline=baseline(_renamed(mapping)))
    anew = decide_seen(
        other_items, IssueSeen(issue=issue(summary=summary)), suggestions=IndexSuggester(others)
    )
    assert state_in(anew).suggestion != state_in(first).suggestion


def test_a_ruling_takes_the_suggestion_back() -> None:
    """It was for the question alone."""
    mapping, suggester = site(), IndexSuggester(learnt())
    facts = after(facts_of(baseline(mapping), None), look(mapping, learnt(), "Поправить макеты главной"))
    ruled = decide(said("manager", "/объём в 2.2"), contract_facts(facts, "1009", suggestions=suggester))
    state = state_in(ruled)
    assert (state.kind, state.item, state.suggestion) == (VerdictKind.IN_SCOPE, "2.2", None)
    assert "team:ruling" not in slots(ruled)


def test_the_client_reads_nothing_of_it() -> None:
    """Neither the living comment nor a mail names the item."""
    outcome = look(site(), learnt(), "Поправить макеты главной")
    for asked in outcome.effects:
        if isinstance(asked.effect, PostComment) and asked.effect.audience == "team":
            continue
        assert "2.1" not in asked.effect.model_dump_json()


WORDS = (
    "главная",
    "макет",
    "кабинет",
    "оплата",
    "каталог",
    "калькулятор",
    "сервер",
    "поиск",
    "баннер",
    "возврат",
)


@settings(max_examples=40, deadline=None)
@given(
    summary=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    label=st.sampled_from(["", "2.1", "2.3"]),
    kind=st.sampled_from(["Task", "Bug"]),
    hours=st.sampled_from([None, 1, 18]),
    reporter=st.sampled_from([*PEOPLE, "stranger"]),
    ruling=st.sampled_from(["", "/объём в 2.2", "/объём сверх", "/бонус"]),
    unmatched=st.sampled_from(["unclear", "beyond_scope"]),
)
def test_nothing_but_the_words_for_our_side_depends_on_it(
    summary: str, label: str, kind: str, hours: int | None, reporter: str, ruling: str, unmatched: str
) -> None:
    """Verdict, label, offer, record and all other texts are the same without an index."""
    mapping = site().model_copy(update={"unmatched": unmatched})
    fields = {"labels": {label} if label else set(), "type": kind, "hours": hours}
    fields["reporter"] = account(reporter)
    seen = IssueSeen(issue=issue(summary=summary, **fields))
    kept = []
    for suggester in (None, IndexSuggester(learnt())):
        facts = facts_of(baseline(mapping), None)
        outcome = decide_seen(facts, seen, suggestions=suggester)
        if ruling:
            then = after(facts, outcome)
            event = said("manager", ruling)
            outcome = outcome.and_then(decide(event, contract_facts(then, "1009", suggestions=suggester)))
        kept.append(_without_suggestions(outcome))
    assert kept[0] == kept[1]


def _without_suggestions(outcome: Outcome) -> Outcome:
    """Return an outcome without what our side reads of a suggestion."""
    states = tuple(state.model_copy(update={"suggestion": None}) for state in outcome.states)
    effects = tuple(
        replace(asked, effect=asked.effect.model_copy(update={"text": ""}))
        if str(asked.slot) == "team:ruling" and isinstance(asked.effect, PostComment)
        else asked
        for asked in outcome.effects
    )
    return replace(outcome, states=states, effects=effects)


def _renamed(mapping: ContractMapping) -> ContractMapping:
    stages = tuple(
        stage.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"title": f"{item.title}, новая редакция"}) for item in stage.items
                )
            }
        )
        for stage in mapping.stages
    )
    return mapping.model_copy(update={"stages": stages})
