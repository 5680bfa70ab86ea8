"""Authority as contracts write it: in total, and by more than one person."""

from __future__ import annotations

from typing import Any

import pytest
from page_player import link, reader, signed_in, words
from scenes import Scenes
from written_terms import answered, begin, offered, write_contract

LIMITED = {"fee": 30000, "total_fee": 60000}
MANAGER = {"person": "manager", "may": ["rule_scope", "estimate", "price", "publish"]}
PRICE = {"hour": 250}


def authority(up_to: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return a director without limits, and a contact with these."""
    contact = {"person": "contact", "may": ["decide"], **({"up_to": up_to} if up_to else {})}
    return [{"person": "director", "may": ["decide"]}, contact, MANAGER]


@pytest.mark.parametrize("up_to", [LIMITED, {"fee": 30000, "percent": 6}], ids=["total_fee", "percent"])
def test_authority_in_total_goes_to_the_next_person(scenes: Scenes, up_to: dict[str, Any]) -> None:
    """Three extras of 30 000: two by the contact, the third by the director."""
    terms = {"price": PRICE, "authority": authority(up_to), "options": ["extra_fee", "withdraw"]}
    contract = write_contract(language="en", contract={"price": 1_000_000}, **terms)
    scene = begin(scenes(contract=contract))
    for number in (1, 2):
        issue, _ = offered(scene, f"Page {number}", hours=120)
        answered(scene, issue, "contact", "1")
    third, offer = offered(scene, "Page 3", hours=120)
    assert offer.startswith("Пётр")
    refused = answered(scene, third, "contact", "1")
    assert ("60,000" in refused, "Пётр" in refused) == (True, True)
    assert [row["state"] for row in scene.register()] == ["decided", "decided", "offered"]
    answered(scene, third, "director", "1")
    assert [row["decided_by"] for row in scene.register()] == ["Анна Белова", "Анна Белова", "Пётр Соколов"]


def test_a_decision_taken_back_gives_its_sum_back(scenes: Scenes) -> None:
    """Only decisions in force count in total."""
    terms = {"price": PRICE, "authority": authority(LIMITED), "options": ["extra_fee", "withdraw"]}
    scene = begin(scenes(contract=write_contract(**terms)))
    issues = [offered(scene, f"Page {number}", hours=120)[0] for number in (1, 2, 3)]
    for issue in issues[:2]:
        answered(scene, issue, "contact", "1")
    answered(scene, issues[0], "contact", "/choose 2")
    answered(scene, issues[2], "contact", "1")
    assert [row["state"] for row in scene.register()] == ["withdrawn", "decided", "decided"]


@pytest.mark.parametrize(
    "decision",
    [{"client": 2}, {"needs": ["director", "contact"]}],
    ids=["two of the client's side", "these two people"],
)
def test_two_have_to_choose_the_same(scenes: Scenes, decision: dict[str, Any]) -> None:
    """One choice is kept and shown as one of two; both decide."""
    terms = {"price": PRICE, "authority": authority(), "decision": decision}
    scene = begin(scenes(contract=write_contract(language="en", options=["extra_fee", "park"], **terms)))
    issue, _ = offered(scene, hours=10)
    kept = answered(scene, issue, "contact", "1")
    assert ("one of two" in kept, "Пётр Соколов" in kept) == (True, True)
    offer = scene.said(issue)[0]
    assert "Анна Белова – 1" in offer.replace("\xa0", " ")
    assert "one of two" in offer
    (row,) = scene.register()
    assert (row["state"], row["note"]) == ("offered", "one of two: Анна Белова – 1")
    again = len(scene.said(issue))
    answered(scene, issue, "contact", "1")
    assert len(scene.said(issue)) == again
    decided = answered(scene, issue, "director", "1")
    assert "Анна Белова and Пётр Соколов" in decided
    (row,) = scene.register()
    assert (row["state"], row["fee"]) == ("decided", 2500)
    assert "note" not in row
    assert row["decided_by"] == "Анна Белова, Пётр Соколов"


def test_different_choices_decide_nothing_and_are_named(scenes: Scenes) -> None:
    """Two people who chose differently are told so; the one who changes decides."""
    terms = {"price": PRICE, "authority": authority(), "decision": {"client": 2}}
    scene = begin(scenes(contract=write_contract(options=["extra_fee", "park"], **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "contact", "1")
    differs = answered(scene, issue, "director", "2")
    assert "1 (Анна Белова)" in differs
    (row,) = scene.register()
    assert (row["state"], row["note"]) == ("offered", "выбрали разное: Анна Белова – 1, Пётр Соколов – 2")
    answered(scene, issue, "contact", "2")
    assert [row["state"] for row in scene.register()] == ["parked"]


def test_a_kept_choice_never_decides_by_a_changed_contract(scenes: Scenes) -> None:
    """Where one word is enough now, the one that was kept is asked for anew."""
    terms = {"price": PRICE, "authority": authority(), "options": ["extra_fee", "park"]}
    scene = begin(scenes(contract=write_contract(language="en", decision={"client": 2}, **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "contact", "1")
    scene.set_contract(write_contract(language="en", **terms))
    scene.settle()
    scene.clock.move(minutes=5)
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["offered"]
    assert "Chosen so far" not in scene.said(issue)[0]
    answered(scene, issue, "contact", "1")
    assert [row["decided_by"] for row in scene.register()] == ["Анна Белова"]


def test_a_kept_choice_is_shown_under_its_number_of_today(scenes: Scenes) -> None:
    """Two people who chose different options never read as if they agreed."""
    terms = {"price": PRICE, "authority": authority(), "decision": {"client": 2}}
    scene = begin(scenes(contract=write_contract(language="en", options=["extra_fee", "park"], **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "contact", "1")
    scene.set_contract(write_contract(language="en", options=["park", "extra_fee"], **terms))
    scene.settle()
    scene.clock.move(minutes=5)
    scene.settle()
    answered(scene, issue, "director", "1")
    offer = scene.said(issue)[0].replace("\xa0", " ")
    assert ("Анна Белова – 2" in offer, "Пётр Соколов – 1" in offer) == (True, True)
    assert "one of two" in offer
    assert [row["state"] for row in scene.register()] == ["offered"]


def test_a_choice_with_other_figures_is_asked_anew(scenes: Scenes) -> None:
    """A waiting choice counts for the figures that its person saw."""
    terms = {"price": PRICE, "authority": authority(), "decision": {"client": 2}}
    scene = begin(scenes(contract=write_contract(options=["extra_fee", "park"], **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "contact", "1")
    scene.edit("manager", issue, hours=12)
    scene.settle()
    scene.clock.move(minutes=5)
    answered(scene, issue, "director", "1")
    assert [row["state"] for row in scene.register()] == ["offered"]
    answered(scene, issue, "contact", "1")
    assert [(row["state"], row["fee"]) for row in scene.register()] == [("decided", 3000)]


def test_both_sides_may_have_to_choose(scenes: Scenes) -> None:
    """One of each side: our own side's word counts for our side alone."""
    rows = [{"person": "director", "may": ["decide"]}, {**MANAGER, "may": [*MANAGER["may"], "decide"]}]
    terms = {"price": PRICE, "authority": rows, "decision": {"client": 1, "contractor": 1}}
    scene = begin(scenes(contract=write_contract(options=["extra_fee"], **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "manager", "1")
    assert [row["state"] for row in scene.register()] == ["offered"]
    answered(scene, issue, "director", "1")
    assert [row["state"] for row in scene.register()] == ["decided"]


def test_a_choice_on_the_page_is_kept_as_well(scenes: Scenes) -> None:
    """The page says that the choice is on record and whose is awaited."""
    terms = {"price": PRICE, "authority": authority(), "decision": {"client": 2}}
    scene = begin(scenes(contract=write_contract(options=["extra_fee", "park"], **terms)))
    issue, _ = offered(scene, hours=10)
    answered(scene, issue, "contact", "1")
    address = link(scene, "director", "choose", issue.id)
    assert "Уже выбрали: Анна Белова" in words(reader(scene).get(address))
    page = words(signed_in(scene, "manager").get("/contracts/ACME-SITE/register"))
    assert "ждёт выбора один из двух: Анна Белова – 1" in page
    reader(scene).answer(address, said="choose", number="2")
    scene.work()
    assert "Ваш выбор записан" in words(reader(scene).get(address))
    assert [row["state"] for row in scene.register()] == ["offered"]


DEPUTY = {"person": "deputy", "may": ["decide", "sign_off"], "for": "director", "until": "2026-11-29"}
HELPER = {"person": "contact", "may": ["rule_scope", "estimate", "price"], "until": "2026-11-29"}


@pytest.mark.parametrize(
    ("sentence", "who", "words", "row"),
    [
        ("A choice.", "deputy", "1", {"state": "decided", "decided_by": "Игорь Ким"}),
        ("An estimate.", "contact", "/estimate 20h", {"hours": 20}),
        ("A sum.", "contact", "/fee 777", {"fee": 777}),
    ],
)
@pytest.mark.parametrize(("written_on", "counts"), [("2026-11-29T15:00", True), ("2026-11-30T06:00", False)])
def test_the_time_of_writing_counts_for_every_word(
    scenes: Scenes, sentence: str, who: str, words: str, row: dict[str, Any], written_on: str, counts: bool
) -> None:
    """A word of the last day counts, although it is handled the day after."""
    rows = [{"person": "director", "may": ["decide", "sign_off"]}, DEPUTY, HELPER, MANAGER]
    scene = scenes(contract=write_contract(price=PRICE, options=["extra_fee", "park"], authority=rows))
    scene.clock.to("2026-11-27T09:00")
    issue, _ = offered(scene, hours=10)
    scene.clock.to(written_on)
    scene.comment(who, issue, words)
    scene.clock.to("2026-11-30T09:00")
    scene.settle()
    (found,) = scene.register()
    assert all(found[key] == value for key, value in row.items()) is counts, sentence


def test_the_time_of_writing_counts_for_a_signature_and_a_ruling(scenes: Scenes) -> None:
    """A deputy's signature and a ruling of their last day count."""
    rows = [{"person": "director", "may": ["decide", "sign_off"]}, DEPUTY, HELPER, MANAGER]
    item = {"id": "2.1", "title": "Макет", "hours": 40, "link": {"label": "d"}}
    stage = {"id": "d", "title": "Дизайн", "issue": "ACME-1", "sign_off": {"by": ["director"]}}
    scene = scenes(contract=write_contract(authority=rows, stages=[{**stage, "items": [item]}]))
    scene.clock.to("2026-11-27T09:00")
    stage_issue = scene.create("manager", "Дизайн", type="Stage")
    issue, _ = offered(scene, hours=10)
    scene.clock.to("2026-11-29T15:00")
    scene.comment("deputy", stage_issue, "/принято")
    scene.comment("contact", issue, "/объём в 2.1")
    scene.clock.to("2026-11-30T09:00")
    scene.settle()
    assert "signed-off" in scene.labels(stage_issue)
    assert scene.labels(issue) == {"in-scope"}


def test_only_what_is_open_is_listed_once_criteria_are_ticked(scenes: Scenes) -> None:
    """Criteria that were ticked before the acceptance counts are not listed as open."""
    item = {"id": "2.1", "title": "Макет", "hours": 40, "link": {"label": "d"}}
    sign_off = {"by": ["director"], "require": ["criteria"]}
    stage = {"id": "d", "title": "Дизайн", "issue": "ACME-1", "criteria": ["Цвета", "Шрифты"]}
    terms = {"stages": [{**stage, "items": [item], "sign_off": sign_off}]}
    scene = begin(scenes(contract=write_contract(**terms)))
    issue = scene.create("manager", "Дизайн", type="Stage")
    scene.settle()
    answered(scene, issue, "director", "/принято с замечаниями: поправить логотип")
    answered(scene, issue, "manager", "/готово 1")
    last = answered(scene, issue, "manager", "/готово 2")
    said = [text for text in scene.said(issue) if "логотип" in text and "принят" in text]
    assert said
    assert "signed-off" in scene.labels(issue)
    assert ("Цвета" in last, "Шрифты" in last) == (False, False)
