"""Prices as contracts write them, from the request to the register."""

from __future__ import annotations

from typing import Any

import pytest
from scenes import Scenes
from written_terms import answered, begin, offered, write_contract

FEE_ONLY = ["extra_fee", "withdraw"]
ROUNDS = {"id": "2", "title": "Концепция", "rounds": {"max": 2, "label": "правки", "price": 1000}}


@pytest.mark.parametrize(
    ("sentence", "price", "hours", "sum_shown", "fee"),
    [
        (
            "VAT included is exact: 10 h at 3 500 are 35 000.",
            {"hour": 3500, "vat": 20, "vat_included": True},
            10,
            "35 000 ₽ с НДС",
            35000,
        ),
        (
            "So it is where sums are rounded to hundreds.",
            {"hour": 3500, "vat": 20, "vat_included": True, "round_to": 100},
            10,
            "35 000 ₽ с НДС",
            35000,
        ),
        (
            "A quarter of an hour is billed as an hour at the least.",
            {"hour": 1500, "minimum": "1h", "step": "15m"},
            0.25,
            "1 500 ₽",
            1500,
        ),
        (
            "1 h 20 min are billed in steps of a quarter: 1 h 30 min.",
            {"hour": 1500, "minimum": "1h", "step": "15m"},
            4 / 3,
            "2 250 ₽",
            2250,
        ),
        ("Without VAT nothing is said about it.", {"hour": 1500}, 10, "15 000 ₽.", 15000),
        (
            "`vat: none` says that none applies.",
            {"hour": 1500, "vat": "none"},
            10,
            "15 000 ₽, НДС не облагается",
            15000,
        ),
    ],
)
def test_the_sum_is_the_same_in_offer_decision_and_register(
    scenes: Scenes, sentence: str, price: dict[str, Any], hours: float, sum_shown: str, fee: int
) -> None:
    """Nothing that is offered or decided is ever shown in two ways."""
    scene = begin(scenes(contract=write_contract(price=price, options=FEE_ONLY)))
    issue, offer = offered(scene, hours=hours)
    assert sum_shown in offer, sentence
    decision = answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert sum_shown.rstrip(".") in decision, sentence
    assert (row["state"], row["option"], row["fee"]) == ("decided", "extra_fee", fee), sentence
    exempt = price.get("vat") == "none"
    assert row.get("fee_note") == ("НДС не облагается" if exempt else None)
    assert ("НДС" in offer + decision) is ("vat" in price)


def test_capacity_in_minutes_gives_whole_days(scenes: Scenes) -> None:
    """Durations are exact: 20 h at 6h40m a day are 3 working days."""
    terms = {"price": {"hour": 3000, "vat": 22}, "capacity": "6h40m"}
    scene = begin(scenes(contract=write_contract(**terms)))
    issue, offer = offered(scene, hours=20)
    assert "17 декабря" in offer
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert (row["working_days"], row["due_before"], row["due_after"]) == (3, "2026-12-14", "2026-12-17")


def test_one_option_may_cost_and_move(scenes: Scenes) -> None:
    """`fee_and_date` does both: sum, date, register and the due date follow."""
    site = {"id": "site", "title": "Сайт", "due": "2026-12-25", "issue": "ACME-1"}
    terms = {"price": {"hour": 1500, "vat": "none"}, "capacity": "6h", "stages": [site]}
    scene = begin(scenes(contract=write_contract(options=["fee_and_date"], **terms)))
    stage = scene.create("manager", "Сайт", type="Stage")
    issue, offer = offered(scene, hours=10)
    assert [line[:2] for line in offer.split("\n") if line[:1].isdigit()] == ["1."]
    assert ("15 000 ₽, НДС не облагается" in offer, "29 декабря" in offer) == (True, True)
    decision = answered(scene, issue, "director", "1")
    assert ("15 000 ₽, НДС не облагается" in decision, "29 декабря" in decision) == (True, True)
    (row,) = scene.register()
    figures = (row["option"], row["fee"], row["working_days"], row["due_after"])
    assert figures == ("fee_and_date", 15000, 2, "2026-12-29")
    assert scene.due(stage) == "2026-12-29"


def test_a_round_over_the_limit_has_its_own_price(scenes: Scenes) -> None:
    """The third round is offered at 1 000 ₽, without an estimate and without a date."""
    stage = {"id": "d", "title": "Дизайн", "due": "2026-12-18"}
    item = {**ROUNDS, "link": {"label": "design"}}
    scene = begin(scenes(contract=write_contract(stages=[{**stage, "items": [item]}])))
    labels = ["design", "правки"]
    for number in (1, 2):
        issue, said = offered(scene, f"Круг {number}", labels=labels)
        assert scene.labels(issue) == {"in-scope", *labels}
        assert said == ""
    third, offer = offered(scene, "Круг 3", labels=labels)
    assert "1 000 ₽" in offer
    assert "18 декабря" not in offer
    assert "круг правок сверх договора — 1 000 ₽" in answered(scene, third, "director", "/why")
    answered(scene, third, "director", "1")
    (row,) = scene.register()
    assert (row["option"], row["fee"], row["hours"]) == ("extra_fee", 1000, None)


def test_a_named_sum_is_enough_for_an_offer(scenes: Scenes) -> None:
    """`/fee` without an estimate makes an offer with that sum and without a date."""
    scene = begin(scenes(contract=write_contract(capacity="6h")))
    issue, said = offered(scene)
    assert "1." not in said
    scene.comment("manager", issue, "/fee 1000")
    scene.settle()
    (offer,) = scene.said(issue)
    assert "1 000 ₽" in offer.replace("\xa0", " ")
    assert "декабря" not in offer.replace("\xa0", " ").split("Ответьте")[0]
    scene.clock.move(minutes=5)
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert (row["option"], row["fee"], row["working_days"]) == ("extra_fee", 1000, None)


def test_a_choice_after_a_change_of_vat_is_asked_anew(scenes: Scenes) -> None:
    """`from` looks at the day of the figures; a choice after it is asked anew."""
    price = {"hour": 1000, "vat": 20, "from": [{"date": "2026-12-01", "vat": 22}]}
    scene = begin(scenes(contract=write_contract(price=price, options=FEE_ONLY)))
    issue, offer = offered(scene, hours=10)
    assert "12 000 ₽" in offer
    scene.clock.to("2026-12-01T09:00")
    asked = answered(scene, issue, "director", "1")
    assert ("12 200 ₽" in asked, [row["state"] for row in scene.register()]) == (True, ["offered"])
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert (row["state"], row["fee"]) == ("decided", 12200)


VAT_CHANGE = {"hour": 1000, "vat": 20, "from": [{"date": "2026-12-01", "vat": 22}]}


@pytest.mark.parametrize("words", ["1", "/choose 1"])
@pytest.mark.parametrize(
    ("why", "written", "rewritten", "fee"),
    [
        ("written before the change and handled after it", "2026-11-30T20:30", "2026-12-01T06:00", 12000),
        ("written after it and before the new figures", "2026-12-01T05:00", "2026-12-01T06:00", None),
        ("written after the new figures were published", "2026-12-01T07:00", "2026-12-01T06:00", 12200),
    ],
    ids=["before the change", "against figures that are old", "after the new ones were shown"],
)
def test_choice_counts_for_the_figures_that_could_be_read(
    scenes: Scenes, words: str, why: str, written: str, rewritten: str, fee: int | None
) -> None:
    """A choice after the change is asked anew with the new figures."""
    scene = begin(scenes(contract=write_contract(price=VAT_CHANGE, options=FEE_ONLY)))
    issue, _ = offered(scene, hours=10)
    late = None
    if written < rewritten:
        scene.clock.to(written)
        scene.comment("director", issue, words)
        late = scene.take()
    scene.clock.to(rewritten)
    scene.edit("manager", issue, labels=[*sorted(scene.labels(issue)), "urgent"])
    scene.settle()
    if late is None:
        scene.clock.to(written)
        scene.comment("director", issue, words)
        late = scene.take()
    scene.post(late)
    scene.settle()
    (row,) = scene.register()
    expected = ("decided", fee) if fee else ("offered", 12200)
    assert (row["state"], row["fee"]) == expected, why
    said = [text.replace("\xa0", " ") for text in scene.said(issue)]
    sums = {"12 000 ₽": fee == 12000, "12 200 ₽": fee != 12000}
    assert {each: any(each in text for text in said) for each in sums} == sums, why


@pytest.mark.parametrize(
    ("language", "price", "labels", "said"),
    [
        (
            "ru",
            {"hour": 3500, "vat": 22},
            [],
            "4 ч × 3 500 ₽ = 14 000 ₽, НДС 22 % — 3 080 ₽, итого 17 080 ₽.",
        ),
        (
            "ru",
            {"hour": 3500, "vat": 22, "round_to": 100},
            [],
            "14 000 ₽, с НДС 22 % — 17 080 ₽, с округлением вверх — 17 100 ₽, из них НДС 3 083,61 ₽.",
        ),
        (
            "ru",
            {"hour": 1500, "surcharges": [{"label": "срочно", "percent": 50, "title": "срочность"}]},
            ["срочно"],
            "4 ч × 1 500 ₽ = 6 000 ₽, срочность 50 % — 3 000 ₽, итого 9 000 ₽.",
        ),
        ("ru", {"hour": 100, "minimum": "8h"}, [], "4 ч считаем как 8 ч: 8 ч × 100 ₽ = 800 ₽."),
        ("ru", {"hour": 100, "vat": "none"}, [], "4 ч × 100 ₽ = 400 ₽, НДС не облагается."),
        ("en", {"hour": 250}, [], "4 h × US$250 = US$1,000."),
        (
            "en",
            {"hour": 250, "vat": 25, "vat_included": True},
            [],
            "4 h × US$250 = US$1,000, including 25% VAT: US$200.",
        ),
    ],
)
def test_why_shows_how_the_sum_came_about(
    scenes: Scenes, language: str, price: dict[str, Any], labels: list[str], said: str
) -> None:
    """The breakdown names each step, and rounding only where it changed the sum."""
    scene = begin(scenes(contract=write_contract(language=language, price=price, options=FEE_ONLY)))
    issue, _ = offered(scene, hours=4, labels=labels)
    assert said in answered(scene, issue, "director", "/why")


def test_a_region_has_its_own_holidays(scenes: Scenes) -> None:
    """`calendar: GB-ENG`: a day after Thursday before Easter is Tuesday after it."""
    terms = {"capacity": "6h", "options": ["move_deadline"]}
    contract = {"calendar": "GB-ENG", "timezone": "Europe/London", "currency": "GBP"}
    stage = {"id": "d", "title": "Site", "due": "2027-03-25"}
    text = write_contract(language="en", contract=contract, stages=[stage], **terms)
    scene = begin(scenes(contract=text))
    issue, _ = offered(scene, hours=6)
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert (row["working_days"], row["due_after"]) == (1, "2027-03-30")


def test_a_contract_says_its_week_and_how_long_an_offer_stands(scenes: Scenes) -> None:
    """Thirty calendar days are valid until 30 December; a Saturday is worked."""
    week = ["mon", "tue", "wed", "thu", "fri", "sat"]
    contract = {"calendar": "DE", "timezone": "Europe/Berlin", "currency": "EUR", "work_week": week}
    stage = {"id": "k", "title": "Konzept", "due": "2026-12-04"}
    terms = {"capacity": "6h", "options": ["move_deadline", "withdraw"], "offer_valid": {"days": 30}}
    scene = begin(scenes(contract=write_contract(language="en", contract=contract, stages=[stage], **terms)))
    issue, offer = offered(scene, hours=6)
    assert "30 December" in offer
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert row["due_after"] == "2026-12-05"


def test_hours_of_a_month_roll_over_in_part(scenes: Scenes) -> None:
    """16 h of the 20 left in November are used in December; the next hour is over."""
    monthly = {"id": "40", "title": "Monthly", "hours_per_month": {"hours": 40, "roll_over": 40}}
    stage = {"id": "m", "title": "Service", "items": [{**monthly, "link": {"label": "sup"}}]}
    terms = {"price": {"hour": 90}, "options": ["extra_fee", "withdraw"], "stages": [stage]}
    scene = begin(scenes(contract=write_contract(language="en", **terms)))
    offered(scene, "November", hours=20, labels=["sup"])
    scene.clock.to("2026-12-07T15:00")
    december, said = offered(scene, "December", hours=56, labels=["sup"])
    assert (scene.labels(december), said) == ({"in-scope", "sup"}, "")
    further, offer = offered(scene, "One more", hours=1, labels=["sup"])
    assert scene.labels(further) == {"beyond-scope", "sup"}
    assert "US$90" in offer


def test_two_rulings_that_overdraw_an_item_are_told_at_once(scenes: Scenes) -> None:
    """Both are in scope; the team hears that the second overdraws the item by 10 h."""
    pool = {"id": "9.1", "title": "Пул доработок", "hours": 20, "link": {"label": "pool"}}
    stage = {"id": "p", "title": "Система", "due": "2026-12-18", "items": [pool]}
    scene = begin(scenes(contract=write_contract(price={"hour": 3000}, capacity="8h", stages=[stage])))
    for number in (1, 2):
        issue, _ = offered(scene, f"Доработка {number}", hours=15)
        scene.comment("manager", issue, "/scope in 9.1")
        scene.settle()
        assert scene.labels(issue) == {"in-scope"}
    (told,) = [text for text in scene.said(issue, team=True) if "10" in text]
    assert "9.1" in told


def test_gifts_without_a_month_end_with_the_size_of_a_request(scenes: Scenes) -> None:
    """`goodwill.per_month` may be left out: every small request is a gift."""
    terms = {"price": {"hour": 100}, "goodwill": {"per_request": "1h"}}
    scene = begin(scenes(contract=write_contract(**terms)))
    for number in range(5):
        issue, said = offered(scene, f"Мелочь {number}", hours=1)
        assert scene.labels(issue) == {"scope-bonus"}
        assert "Отвечать не нужно" in said
        assert "бонус" in said
        assert "остаётся" not in said
    issue, _ = offered(scene, "Не мелочь", hours=2)
    assert scene.labels(issue) == {"beyond-scope"}
