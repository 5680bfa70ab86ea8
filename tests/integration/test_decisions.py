"""The trade-off and the decision: who chooses, what moves, what is only said."""

from __future__ import annotations

import pytest
from scene import Scene, opened
from scenes import Scenes

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.state import PracticeIssue

CALCULATOR = "Калькулятор стоимости"


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


@pytest.fixture
def offered(scene: Scene) -> PracticeIssue:
    """An excluded request of 18 hours with its offer, an hour ago."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    return issue


def stage(scene: Scene, number: int = 1) -> PracticeIssue:
    """Return the issue of a stage."""
    return scene.site.issue(f"ACME-{number}")


def test_offer_names_dates_and_sums(scene: Scene, offered: PracticeIssue) -> None:
    """18 hours at 6 a day are three working days and cost 76 900."""
    (offer,) = [plain(text) for text in scene.said(offered)]
    lines = offer.split("\n")
    assert [line[:2] for line in lines if line[:1].isdigit()] == ["1.", "2.", "3.", "4."]
    assert "15 апреля" in offer
    assert "76 900 ₽" in offer
    assert "Пётр Соколов" in offer
    assert len(offer) < 640


def test_offer_without_an_estimate_has_no_options(scene: Scene) -> None:
    """The comment says so, and is completed when an estimate comes."""
    issue = scene.create("contact", CALCULATOR, description="")
    scene.settle()
    (first,) = scene.said(issue)
    note = issue.notes[0].id
    assert "1." not in first
    scene.edit("manager", issue, hours=18)
    scene.settle()
    (second,) = scene.said(issue)
    assert "1." in second
    assert note == issue.notes[0].id


@pytest.mark.parametrize("words", ["/choose 1", "/выбор 1", "1", "/chose 1", "  /choose 1.", "/ВЫБОР 1"])
def test_director_moves_the_deadline(scene: Scene, offered: PracticeIssue, words: str) -> None:
    """A digit decides: the due date moves, and the register says so."""
    scene.comment("director", offered, words)
    scene.settle()
    (row,) = scene.register()
    assert scene.due(stage(scene)) == "2026-04-15"
    assert (row["state"], row["option"], row["working_days"]) == ("decided", "move_deadline", 3)
    assert (row["due_before"], row["due_after"]) == ("2026-04-10", "2026-04-15")
    assert len(scene.said(offered)) == 2
    assert {"beyond-scope"} == scene.labels(offered)


def test_stage_comment_shows_the_new_date(scene: Scene, offered: PracticeIssue) -> None:
    """The stage's comment follows the decision, and a later one."""
    (before,) = [plain(text) for text in scene.said(stage(scene))]
    scene.comment("director", offered, "/choose 1")
    scene.settle()
    (after,) = [plain(text) for text in scene.said(stage(scene))]
    assert ("10 апреля" in before, "15 апреля" in after, "10 апреля" in after) == (True, True, False)
    scene.comment("director", offered, "/choose 2")
    scene.settle()
    assert [before] == [plain(text) for text in scene.said(stage(scene))]


@pytest.mark.parametrize(
    ("who", "words", "named"),
    [
        ("contact", "/choose 1", "Пётр Соколов"),
        ("contact", "2", "Пётр Соколов"),
        ("stranger", "/choose 4", "Пётр Соколов"),
        ("manager", "/choose 4", "Пётр Соколов"),
        ("deputy", "/choose 4", "Пётр Соколов"),
    ],
    ids=[
        "three days are over the contact's limit",
        "76 900 is over the contact's limit",
        "a stranger decides nothing",
        "our own side decides nothing",
        "a deputy decides nothing outside the dates",
    ],
)
def test_wrong_person_decides_nothing(
    scene: Scene, offered: PracticeIssue, who: str, words: str, named: str
) -> None:
    """A friendly sentence names who can, and nothing is decided."""
    scene.comment(who, offered, words)
    scene.settle()
    assert named in scene.said(offered)[-1]
    assert [row["state"] for row in scene.register()] == ["offered"]
    assert scene.due(stage(scene)) is None


def test_deputy_decides_within_the_dates(scene: Scene, offered: PracticeIssue) -> None:
    """In July the deputy stands in for the director; the decision says for whom."""
    scene.clock.to("2026-07-02T09:00")
    scene.comment("deputy", offered, "/choose 4")
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["withdrawn"]
    assert "Пётр Соколов" in scene.said(offered)[-1]


def test_contact_decides_small_extras(scene: Scene) -> None:
    """Two days and 30 000 are within the contact's limit."""
    issue = scene.create("contact", CALCULATOR, hours=6)
    scene.settle()
    scene.clock.move(minutes=5)
    assert scene.said(issue)[0].split(",")[0] == "Анна"
    scene.comment("contact", issue, "2")
    scene.settle()
    (row,) = scene.register()
    assert (row["option"], row["fee"], row["decided_by"]) == ("extra_fee", 25700, "Анна Белова")
    assert scene.due(stage(scene)) is None


def test_quoted_words_are_no_command(scene: Scene, offered: PracticeIssue) -> None:
    """Nothing is decided and nothing is answered."""
    for words in (
        "> /choose 1",
        "как насчёт /choose 1?",
        "{code}\n/choose 1\n{code}",
        "можно /choose 1 или нет",
    ):
        scene.comment("director", offered, words)
        scene.settle()
    assert len(scene.said(offered)) == 1


def test_two_different_numbers_are_no_choice_at_all(scene: Scene, offered: PracticeIssue) -> None:
    """One comment that chooses twice is asked back."""
    scene.comment("director", offered, "/choose 1\n/choose 2")
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["offered"]
    assert len(scene.said(offered)) == 2


def test_unknown_number_is_answered_with_the_options(scene: Scene, offered: PracticeIssue) -> None:
    """The numbers on offer are named."""
    scene.comment("director", offered, "/choose 9")
    scene.settle()
    assert "4" in scene.said(offered)[-1]


def test_later_decision_takes_the_earlier_back(scene: Scene, offered: PracticeIssue) -> None:
    """A fee replaces the shift: the due date goes back."""
    scene.comment("director", offered, "1")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", offered, "/choose 2")
    scene.settle()
    (row,) = scene.register()
    assert (row["option"], row["fee"]) == ("extra_fee", 76900)
    assert scene.due(stage(scene)) == "2026-04-10"
    assert len(scene.said(offered)) == 3


def test_repeated_choice_changes_nothing(scene: Scene, offered: PracticeIssue) -> None:
    """Saying it twice is quiet."""
    scene.comment("director", offered, "1")
    scene.settle()
    said = scene.said(offered)
    scene.comment("director", offered, "/choose 1")
    scene.settle()
    assert said == scene.said(offered)


def test_deleted_choice_takes_nothing_back(scene: Scene, offered: PracticeIssue) -> None:
    """Only a new decision reverses one."""
    note = scene.comment("director", offered, "1")
    scene.settle()
    actions.delete_note(scene.site, offered, note, scene.person("manager"))
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["decided"]


def test_choice_deleted_before_it_is_read_does_not_count(scene: Scene, offered: PracticeIssue) -> None:
    """The payload only says that it is time to look."""
    note = scene.comment("director", offered, "1")
    scene.deliver()
    actions.delete_note(scene.site, offered, note, scene.person("manager"))
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["offered"]


def test_comment_edited_by_another_counts_for_nothing(scene: Scene, offered: PracticeIssue) -> None:
    """The manager writes a choice into the director's comment: it counts for nothing."""
    note = scene.comment("director", offered, "подумаю")
    scene.settle()
    body = {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "1"}]}],
    }
    actions.edit_note(scene.site, offered, note, scene.person("manager"), {"body": body})
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["offered"]


def test_choice_means_the_offer_of_its_moment(scene: Scene, offered: PracticeIssue) -> None:
    """The estimate changed meanwhile: the new figures need a confirmation."""
    note = scene.comment("director", offered, "1")
    choice = scene.site.hooks.take()
    scene.clock.move(minutes=1)
    scene.edit("manager", offered, hours=30)
    scene.settle()
    scene.post(choice)
    scene.work()
    assert note.id
    assert [row["state"] for row in scene.register()] == ["offered"]
    assert "17 апреля" in plain(scene.said(offered)[-1])
    scene.clock.move(minutes=5)
    scene.comment("director", offered, "1")
    scene.settle()
    assert scene.due(stage(scene)) == "2026-04-17"


def test_accepted_shift_remakes_other_open_offers(scene: Scene, offered: PracticeIssue) -> None:
    """The next extra of the stage counts from the date that was just accepted."""
    other = scene.create("contact", "Личный кабинет", hours=12)
    scene.settle()
    scene.clock.move(hours=1)
    assert "14 апреля" in plain(scene.said(other)[0])
    scene.comment("director", offered, "1")
    scene.settle()
    assert "17 апреля" in plain(scene.said(other)[0])
    scene.clock.move(hours=1)
    scene.comment("director", other, "1")
    scene.settle()
    assert scene.due(stage(scene)) == "2026-04-17"


def test_swap_names_open_work_of_equal_size(scene: Scene) -> None:
    """The swapped issue is told; the deadline and the sum stay."""
    reviews = scene.create("contact", "Блок отзывов", customfield_10014="ACME-3", hours=18)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    offer = plain(scene.said(issue)[0])
    assert "Блок отзывов" in offer
    scene.comment("director", issue, "3")
    scene.settle()
    (row,) = scene.register()
    assert (row["option"], row["fee"]) == ("swap", None)
    assert CALCULATOR in scene.said(reviews)[-1]


def test_manager_estimates_and_names_a_fee(scene: Scene) -> None:
    """The manager estimates and names a sum; a client may do neither."""
    issue = scene.create("contact", CALCULATOR)
    scene.settle()
    scene.comment("contact", issue, "/estimate 6h")
    scene.settle()
    assert "Мария Орлова" in scene.said(issue)[-1]
    scene.comment("manager", issue, "/estimate 18h\n/fee 30000")
    scene.settle()
    assert "30 000 ₽" in plain(scene.said(issue)[0])


def test_extra_begun_too_early_is_moved_back(scene: Scene, offered: PracticeIssue) -> None:
    """It is moved back, and the open choice is named."""
    scene.move("developer", offered, "In Progress")
    scene.settle()
    assert offered.status == "To Do"
    assert len(scene.said(offered)) == 2


def test_removed_label_is_restored(scene: Scene, offered: PracticeIssue) -> None:
    """A label of the service taken away is set right again.

    The team's comment names the person and says how to get a ruling, the client's says what the label means.
    """
    actions.apply_edit(scene.site, offered, scene.person("contact"), Edit(fields={"labels": []}))
    scene.settle()
    assert {"beyond-scope"} == scene.labels(offered)
    explained, (touched,) = scene.said(offered)[-1], scene.said(offered, team=True)
    assert ("Анна Белова" in explained, "означает" in explained) == (False, True)
    assert ("Анна Белова" in touched, "/объём в 2.1" in touched) == (True, True)


def test_label_added_by_hand_is_removed(scene: Scene, offered: PracticeIssue) -> None:
    """A second label of the service is taken off."""
    labels = ["beyond-scope", "in-scope", "urgent"]
    actions.apply_edit(scene.site, offered, scene.person("contact"), Edit(fields={"labels": labels}))
    scene.settle()
    assert {"beyond-scope", "urgent"} == scene.labels(offered)


def test_ruling_overrides_the_rules(scene: Scene, offered: PracticeIssue) -> None:
    """Ruled in, the offer is replaced in place; `/scope rules` withdraws the ruling."""
    scene.comment("manager", offered, "/scope in 2.1")
    scene.settle()
    assert {"in-scope"} == scene.labels(offered)
    assert "1." not in scene.said(offered)[0]
    scene.comment("manager", offered, "/scope rules")
    scene.settle()
    assert {"beyond-scope"} == scene.labels(offered)


def test_silence_decides_nothing(scene: Scene, offered: PracticeIssue) -> None:
    """The decider is asked again once, then a call is suggested."""
    scene.clock.to("2026-03-12T08:00")
    scene.work()
    assert len(scene.said(offered)) == 2
    scene.clock.to("2026-03-20T08:00")
    scene.work()
    assert len(scene.said(offered)) == 3
    scene.clock.to("2026-05-20T08:00")
    scene.work()
    assert len(scene.said(offered)) == 3
    assert [row["state"] for row in scene.register()] == ["offered"]


def test_own_sides_request_is_a_draft_until_published(scene: Scene) -> None:
    """The team reads the draft; the client reads it after `/publish`."""
    issue = scene.create("manager", CALCULATOR, hours=18)
    scene.settle()
    assert ([], {"beyond-scope"}) == (scene.said(issue), scene.labels(issue))
    assert "/опубликовать" in scene.said(issue, team=True)[0]
    scene.comment("manager", issue, "/publish")
    scene.settle()
    assert "76 900 ₽" in plain(scene.said(issue)[0])


def test_observe_mode_writes_nothing(scenes: Scenes) -> None:
    """In `mode: observe` labels and comments stand nowhere."""
    scene = scenes()
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("live_from: 2026-03-02", "live_from: 2026-03-02\n  mode: observe"))
    opened(scene)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    assert (set(), []) == (scene.labels(issue), scene.said(issue))
    assert [row["verdict"] for row in scene.register()] == ["beyond_scope"]


def test_changed_mapping_rejudges_undecided_issues(scene: Scene, offered: PracticeIssue) -> None:
    """Without the exclusion the offer goes; a decision would stay."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("words: [калькулятор, личный кабинет]", "words: [личный кабинет]"))
    scene.clock.move(seconds=10)
    scene.work()
    assert {"scope-unclear"} == scene.labels(offered)


def test_faulty_mapping_leaves_the_last_good_one(scene: Scene) -> None:
    """The fault is shown by `/readyz`; verdicts go on."""
    (scene.mappings / "acme.yaml").write_text("contract: [", encoding="utf-8")
    scene.clock.move(seconds=10)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    assert {"beyond-scope"} == scene.labels(issue)
    answer = scene.web.get("/readyz")
    assert answer.status_code == 503
    assert "acme.yaml:1" in answer.get_data(as_text=True)


def test_english_contract_speaks_and_signs_in_english(scenes: Scenes) -> None:
    """Every line of it, the reference too."""
    scene = scenes()
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("language: ru", "language: en").replace("калькулятор,", "calculator,"))
    opened(scene)
    issue = scene.create("contact", "Cost calculator", hours=18)
    scene.settle()
    (offer,) = scene.said(issue)
    assert "Ugovor · " in offer
    assert "Уговор" not in offer
    assert "15 April" in plain(offer)
