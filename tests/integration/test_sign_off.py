"""Stages are signed off by the right people: by command and by status."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from page_player import link, reader
from scene import Scene, opened
from scenes import Scenes

from plugin.core.model.stage_state import StageState
from plugin.practice.tracker import actions, views
from plugin.practice.tracker.people import ADMINISTRATOR, PracticeUser
from plugin.practice.tracker.state import PracticeIssue, PracticeNote
from plugin.store import record, stages

EPIC = {"epic": "ACME-3"}


@pytest.fixture
def signing(scenes: Scenes) -> Scene:
    """A project with two stages, an acknowledged kick-off, and agreed work."""
    return scenes.after(opened_and_agreed, contract="signing.yaml")


def opened_and_agreed(scene: Scene) -> Scene:
    """Create what the mapping names, the kick-off and one agreed piece of work."""
    return agreed(opened(scene))


def agreed(scene: Scene) -> Scene:
    """Acknowledge the kick-off as the director, and create agreed work."""
    kick_off = scene.create("manager", "Старт проекта")
    scene.settle()
    scene.comment("director", kick_off, "/согласен")
    scene.settle()
    scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()
    scene.clock.move(hours=1)
    return scene


def stage_issue(scene: Scene, number: int = 1) -> PracticeIssue:
    """Return the issue of a stage."""
    return scene.site.issue(f"ACME-{number}")


def on_record(scene: Scene, stage: str = "design") -> StageState:
    """Return what is on record about a stage."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")[stage]


def say(scene: Scene, who: str, words: str, number: int = 1) -> None:
    """Comment on a stage's issue as a person."""
    scene.comment(who, stage_issue(scene, number), words)
    scene.settle()
    scene.clock.move(minutes=1)


def kinds(scene: Scene) -> list[str]:
    """Return the kinds of the record's entries, oldest first."""
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        return [entry["kind"] for entry in record.export(connection)]


def test_checklist_is_shown_on_the_stages_issue(signing: Scene) -> None:
    """Criteria as boxes in our comment; the description is left alone."""
    (checklist,) = signing.said(stage_issue(signing))
    assert "Главная согласована в двух ширинах" in checklist
    assert "Пётр Соколов" in checklist
    assert "[ ] 1. " in checklist


def test_done_ticks_and_undo_unticks_without_signing(signing: Scene) -> None:
    """A tick informs: the comment is rewritten in place, nothing is signed."""
    say(signing, "manager", "/готово 1")
    assert "[x] 1. " in signing.said(stage_issue(signing))[0]
    say(signing, "manager", "/undo 1")
    assert "[ ] 1. " in signing.said(stage_issue(signing))[0]
    assert 1 == len(signing.said(stage_issue(signing)))
    assert "awaited" == on_record(signing).state


@pytest.mark.parametrize(
    ("who", "state", "label"),
    [
        ("director", "accepted", {"signed-off"}),
        ("contact", "preliminary", set()),
        ("deputy", "preliminary", set()),
        ("manager", "preliminary", set()),
        ("stranger", "preliminary", set()),
    ],
)
def test_yes_by_command_counts_only_for_a_signatory(
    signing: Scene, who: str, state: str, label: set[str]
) -> None:
    """Others are thanked and told who the director is."""
    say(signing, who, "/принято")
    assert (state, label) == (on_record(signing).state, signing.labels(stage_issue(signing)))
    assert "Пётр Соколов" in signing.said(stage_issue(signing))[-1]


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("director", "accepted", "Accepted"),
        ("contact", "preliminary", "To Do"),
        ("manager", "preliminary", "To Do"),
    ],
)
def test_yes_by_status_counts_only_for_a_signatory(signing: Scene, who: str, state: str, status: str) -> None:
    """The wrong person's move is named and taken back."""
    signing.move(who, stage_issue(signing), "Accepted")
    signing.settle()
    assert (state, status) == (on_record(signing).state, stage_issue(signing).status)


def test_deputy_signs_within_the_dates(signing: Scene) -> None:
    """In July the deputy signs for the director."""
    signing.clock.to("2026-07-10T09:00")
    say(signing, "deputy", "/accept")
    assert "accepted" == on_record(signing).state
    assert "director" == on_record(signing).words[-1].on_behalf_of


def test_director_names_a_deputy_in_the_tracker(signing: Scene) -> None:
    """The director names one; nobody names themselves."""
    say(signing, "contact", "/deputy Анна Белова until 2026-03-20")
    say(signing, "contact", "/принято")
    assert "preliminary" == on_record(signing).state
    say(signing, "director", "/заместитель Анна Белова до 2026-03-20")
    say(signing, "contact", "/принято")
    assert "accepted" == on_record(signing).state


def test_remarks_become_open_points(signing: Scene) -> None:
    """Accepted with remarks: each is closed by its number."""
    say(signing, "director", "/принято с замечаниями\n- поправить отступы\n- заменить фото")
    assert "accepted_with_remarks" == on_record(signing).state
    assert ["поправить отступы", "заменить фото"] == [point.text for point in on_record(signing).points]
    say(signing, "manager", "/done 3")
    assert [True, False] == [point.closed_at is not None for point in on_record(signing).points]


def test_open_criteria_are_waived_in_the_certificate(signing: Scene) -> None:
    """The right person's word counts; what was open stands in the certificate."""
    say(signing, "manager", "/done 1")
    say(signing, "director", "/принято")
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert ("Шесть шаблонов согласованы", "ACME-5") == certificate.waived


def test_refusal_stands_until_a_later_yes(signing: Scene) -> None:
    """The reason stands in the comment; a later yes supersedes it."""
    say(signing, "director", "/не принято шрифты не те")
    assert "refused" == on_record(signing).state
    assert "шрифты не те" in signing.said(stage_issue(signing))[-1]
    say(signing, "director", "/принято")
    assert "accepted" == on_record(signing).state


def test_required_criteria_delay_the_sign_off(signing: Scene) -> None:
    """With `require: [criteria]` the signature waits for the boxes."""
    text = (signing.mappings / "acme.yaml").read_text(encoding="utf-8")
    signing.set_contract(text.replace("quorum: all, gate", "quorum: all, require: [criteria], gate"))
    signing.clock.move(seconds=10)
    signing.work()
    say(signing, "director", "/принято")
    assert "preliminary" == on_record(signing).state
    say(signing, "manager", "/done 1")
    say(signing, "manager", "/done 2")
    assert "accepted" == on_record(signing).state


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"description": "Совсем другое содержание страницы, с новыми блоками и каталогом"}, "outdated"),
        ({"hours": 30}, "outdated"),
        ({"summary": "Слайдеp"}, "accepted"),
        ({"labels": ["in-scope", "urgent"]}, "accepted"),
        ({"duedate": "2026-04-01"}, "accepted"),
    ],
    ids=["another description", "another estimate", "a typo", "somebody's label", "a due date"],
)
def test_material_change_outdates_its_part(signing: Scene, change: dict[str, Any], state: str) -> None:
    """Trivial edits do not; a real one is named and asked to be signed again."""
    say(signing, "director", "/принято")
    work = signing.site.issue("ACME-5")
    signing.edit("manager", work, **change)
    signing.settle()
    assert state == on_record(signing).state
    if state == "outdated":
        assert {"sign-off-outdated"} == signing.labels(stage_issue(signing))
        assert "sign-off-outdated" in signing.labels(work)
        assert "ACME-5" in signing.said(stage_issue(signing))[-1]
        say(signing, "director", "/принято")
        assert "accepted" == on_record(signing).state
        assert "sign-off-outdated" not in signing.labels(work)


def test_one_notice_names_a_bundle_of_changes(signing: Scene) -> None:
    """Changes before anybody answers are one comment; undone, it is taken back."""
    say(signing, "director", "/принято")
    work, quiet = signing.site.issue("ACME-5"), len(signing.said(stage_issue(signing)))
    before = dict(work.fields)
    for change in ({"hours": 30}, {"summary": "Карусель отзывов"}, {"description": "Отзывы из каталога"}):
        signing.edit("manager", work, **change)
        signing.settle()
    (notice,) = signing.said(stage_issue(signing))[quiet:]
    assert all(name in notice for name in ("оценка", "название", "описание"))
    labels = work.fields["labels"]
    signing.edit("manager", work, **{**before, "labels": labels})
    signing.settle()
    (notice,) = signing.said(stage_issue(signing))[quiet:]
    assert "приёмка в силе" in notice
    assert "accepted" == on_record(signing).state


def test_other_form_of_a_description_outdates_nothing(
    signing: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook about the priority shows wiki markup of a signed document."""
    mention = {"type": "mention", "attrs": {"id": "contact", "text": "@Анна Белова"}}
    code = {"type": "text", "text": "slide_id", "marks": [{"type": "code"}]}
    words: list[dict[str, Any]] = [{"type": "text", "text": "Порядок знает "}, mention]
    words += [{"type": "text", "text": ", поле "}, code]
    document = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": words}]}
    wiki = "Порядок знает [~accountid:contact], поле {{slide_id}}"
    plain = views.as_text
    monkeypatch.setattr(views, "as_text", lambda given: wiki if given == document else plain(given))
    work = signing.site.issue("ACME-5")
    signing.edit("manager", work, description=document)
    signing.settle()
    say(signing, "director", "/принято")
    signed, told = on_record(signing), signing.said(stage_issue(signing))
    signing.edit("manager", work, priority={"id": "2", "name": "High"})
    signing.settle()
    signing.edit("manager", work, customfield_10019="0|i0000v:", labels=[*signing.labels(work), "срочно"])
    signing.settle()
    assert (signed, told) == (on_record(signing), signing.said(stage_issue(signing)))
    assert "sign_off_outdated" not in kinds(signing)


def test_gate_keeps_the_next_stage_shut(signing: Scene) -> None:
    """Work on the build goes back until the design is signed."""
    build = signing.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    signing.settle()
    signing.move("developer", build, "In Progress")
    signing.settle()
    assert "To Do" == build.status
    assert "Пётр Соколов" in signing.said(build)[-1]
    say(signing, "director", "/принято")
    signing.move("developer", build, "In Progress")
    signing.settle()
    assert "In Progress" == build.status


def test_work_after_acceptance_is_beyond_scope(signing: Scene) -> None:
    """A new issue under a signed stage, and a reopened one, are beyond scope."""
    work = signing.site.issue("ACME-5")
    signing.move("developer", work, "Done")
    signing.settle()
    say(signing, "director", "/принято")
    late = signing.create("contact", "Ещё слайдер", **EPIC, hours=5)
    signing.settle()
    assert {"beyond-scope"} == signing.labels(late)
    signing.move("contact", work, "To Do")
    signing.settle()
    assert "beyond-scope" in signing.labels(work)


def test_kick_off_opens_the_first_stage(scenes: Scenes) -> None:
    """Until the director agrees, work on the first stage is flagged."""
    scene = scenes.opened(contract="signing.yaml")
    kick_off = scene.create("manager", "Старт проекта")
    work = scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()
    scene.move("developer", work, "In Progress")
    scene.settle()
    assert 1 == len(scene.said(work))
    scene.comment("contact", kick_off, "/agree")
    scene.settle()
    assert "kick_off_agreed" not in kinds(scene)
    scene.comment("director", kick_off, "/agree")
    scene.settle()
    scene.move("developer", work, "To Do")
    scene.move("developer", work, "In Progress")
    scene.settle()
    assert 1 == len(scene.said(work))
    assert "kick_off_agreed" in kinds(scene)


def test_box_ticked_in_the_comment_is_taken_over(signing: Scene) -> None:
    """The tracker does not tell who did; it informs all the same."""
    issue = stage_issue(signing)
    note = next(note for note in issue.notes if note.author.id == "bot")
    assert isinstance(note.body, dict)
    _tick_first_box(note.body)
    actions.edit_note(signing.site, issue, note, signing.person("contact"), {"body": note.body})
    signing.settle()
    assert [1] == [tick.number for tick in on_record(signing).ticks]


def test_box_ticked_before_a_rewrite_is_not_lost(signing: Scene) -> None:
    """Its webhook never came; the comment is looked at before it is written again."""
    issue = stage_issue(signing)
    note = next(note for note in issue.notes if note.author.id == "bot")
    assert isinstance(note.body, dict)
    _tick_first_box(note.body)
    actions.edit_note(signing.site, issue, note, signing.person("contact"), {"body": note.body})
    signing.site.hooks.take()
    say(signing, "manager", "/done 2")
    assert {1, 2} == {tick.number for tick in on_record(signing).ticks}
    assert "[x] 1. " in signing.said(issue)[0]
    assert "[x] 2. " in signing.said(issue)[0]


def test_record_has_every_step_of_a_sign_off(signing: Scene) -> None:
    """Every word, tick and certificate is an entry of the chain."""
    say(signing, "contact", "/принято")
    say(signing, "manager", "/done 1")
    say(signing, "director", "/принято с замечаниями поправить отступы")
    told = [kind for kind in kinds(signing) if kind in ("preliminary", "ticked", "signature", "sign_off")]
    assert ["preliminary", "ticked", "signature", "sign_off"] == told


def _tick_first_box(node: dict[str, Any]) -> bool:
    if node.get("type") == "taskItem":
        node["attrs"]["state"] = "DONE"
        return True
    return any(_tick_first_box(child) for child in node.get("content", ()) if isinstance(child, dict))


def test_edited_checklist_is_restored(signing: Scene) -> None:
    """The service's own text returns, and nobody has signed."""
    issue = stage_issue(signing)
    note = next(note for note in issue.notes if note.author.id == "bot")
    before = signing.said(issue)
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "/принято"}]}
    body = {"type": "doc", "version": 1, "content": [paragraph]}
    actions.edit_note(signing.site, issue, note, signing.person("contact"), {"body": body})
    signing.settle()
    signing.clock.move(minutes=1)
    signing.work()
    assert before == signing.said(issue)
    assert "awaited" == on_record(signing).state


def test_sign_off_label_added_by_hand_is_removed(signing: Scene) -> None:
    """The label shows the sign-off, it does not make one."""
    issue = stage_issue(signing)
    signing.edit("contact", issue, labels=["signed-off"])
    signing.settle()
    assert set() == signing.labels(issue)
    assert "awaited" == on_record(signing).state
    say(signing, "director", "/принято")
    signing.edit("manager", issue, labels=[])
    signing.settle()
    assert {"signed-off"} == signing.labels(issue)


def test_former_account_signs_nothing(signing: Scene) -> None:
    """The mapping names another account for the director: the old one is a stranger's."""
    text = (signing.mappings / "acme.yaml").read_text(encoding="utf-8")
    signing.set_contract(text.replace("account: director", "account: somebody-else"))
    signing.clock.move(seconds=10)
    signing.work()
    say(signing, "director", "/принято")
    assert "preliminary" == on_record(signing).state


def test_design_stage_is_signed_off(signing: Scene) -> None:
    """Contact, director, a changed part, and the build opens."""
    say(signing, "contact", "/принято")
    assert "preliminary" == on_record(signing).state
    page = link(signing, "director")
    reader(signing).answer(page, said="remarks", remarks="Поправить отступы в шапке")
    signing.work()
    assert "accepted_with_remarks" == on_record(signing).state
    assert "page" == on_record(signing).words[-1].means
    say(signing, "manager", "/готово 3")
    assert on_record(signing).points[0].closed_at is not None
    signing.edit("manager", signing.site.issue("ACME-5"), hours=25)
    signing.settle()
    build = signing.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    signing.settle()
    signing.move("developer", build, "In Progress")
    signing.settle()
    assert ("outdated", "To Do") == (on_record(signing).state, build.status)
    again = link(signing, "director", version=on_record(signing).version)
    reader(signing).answer(again, said="accept")
    signing.work()
    signing.clock.move(minutes=1)
    signing.move("developer", build, "In Progress")
    signing.settle()
    assert ("accepted", "In Progress") == (on_record(signing).state, build.status)
    assert {"signed-off"} == signing.labels(stage_issue(signing))


@pytest.fixture
def two(signing: Scene) -> Scene:
    """Director and contact must both sign the design."""
    text = (signing.mappings / "acme.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "sign_off: {by: [director], quorum: all, gate", "sign_off: {by: [director, contact], gate"
    )
    signing.set_contract(text.replace("may: [decide], up_to", "may: [decide, sign_off], up_to"))
    signing.clock.move(seconds=10)
    signing.work()
    return signing


def test_signature_counts_for_what_its_signatory_saw(two: Scene) -> None:
    """The content changes between two signatures: the first is asked for again."""
    say(two, "director", "/принято")
    two.edit("manager", two.site.issue("ACME-5"), description="Всё переписали: теперь это каталог и корзина")
    two.settle()
    say(two, "contact", "/принято")
    assert "preliminary" == on_record(two).state
    say(two, "director", "/принято")
    assert "accepted" == on_record(two).state


def test_second_signature_keeps_the_remarks_of_the_first(two: Scene) -> None:
    """One accepts with remarks, the other without: accepted with remarks, once."""
    say(two, "director", "/принято с замечаниями\n- поправить отступы")
    assert "preliminary" == on_record(two).state
    say(two, "contact", "/принято")
    state = on_record(two)
    assert ("accepted_with_remarks", 1) == (state.state, len(state.certificates))
    assert ["поправить отступы"] == [point.text for point in state.points if point.closed_at is None]
    assert 1 == kinds(two).count("sign_off")
    accepted = [said for said in two.said(stage_issue(two))[1:] if "поправить отступы" in said]
    assert 1 == len(accepted)


def test_open_remark_outlives_a_signature_of_what_changed(signing: Scene) -> None:
    """Signed again without a remark while one is open: accepted with remarks."""
    say(signing, "director", "/принято с замечаниями поправить отступы")
    signing.edit("manager", signing.site.issue("ACME-5"), hours=25)
    signing.settle()
    say(signing, "director", "/принято")
    assert "accepted_with_remarks" == on_record(signing).state
    assert "поправить отступы" in signing.said(stage_issue(signing))[-1]
    say(signing, "manager", "/готово 3")
    signing.edit("manager", signing.site.issue("ACME-5"), hours=30)
    signing.settle()
    say(signing, "director", "/принято")
    assert "accepted" == on_record(signing).state


def test_automation_that_moves_a_stage_signs_nothing(signing: Scene) -> None:
    """A rule of the tracker is nobody of the contract: its move is no yes."""
    rule = PracticeUser(
        "557058:0b7e", "Automation for Jira", "token-of-automation", permissions=ADMINISTRATOR
    )
    signing.site.people.append(rule)
    actions.move_issue(signing.site, stage_issue(signing), rule, "Accepted")
    signing.settle()
    assert ("preliminary", "To Do") == (on_record(signing).state, stage_issue(signing).status)
    assert "Пётр" in signing.said(stage_issue(signing))[-1]
    assert "signature" not in kinds(signing)
    say(signing, "director", "/принято")
    assert "accepted" == on_record(signing).state


def test_refusal_is_taken_back_only_by_its_person(two: Scene) -> None:
    """The contact's yes changes nothing; the director's does."""
    say(two, "director", "/принято")
    say(two, "director", "/не принято передумал")
    say(two, "contact", "/принято")
    assert "refused" == on_record(two).state
    say(two, "director", "/принято")
    assert "accepted" == on_record(two).state


def test_reverted_change_does_not_undo_a_refusal(signing: Scene) -> None:
    """An employee toggles a field of a refused stage: it stays refused."""
    say(signing, "director", "/принято")
    say(signing, "director", "/не принято нашлась ошибка")
    for hours in (30, 10):
        signing.edit("manager", signing.site.issue("ACME-5"), hours=hours)
        signing.settle()
    assert "refused" == on_record(signing).state


def test_ended_power_is_not_handed_over(signing: Scene) -> None:
    """The director names no deputy, and the deputy signs nothing."""
    text = (signing.mappings / "acme.yaml").read_text(encoding="utf-8")
    row = "{person: director, may: [decide, sign_off]}"
    signing.set_contract(text.replace(row, row[:-1] + ", until: 2026-03-01}"))
    signing.clock.move(seconds=10)
    signing.work()
    say(signing, "director", "/заместитель Анна Белова до 2026-12-20")
    say(signing, "contact", "/принято")
    assert "preliminary" == on_record(signing).state


def test_link_does_not_pass_to_a_successor(signing: Scene) -> None:
    """The mapping names somebody else as the director: the old link is no longer good."""
    page = link(signing, "director", mark="0123456789")
    assert 410 == reader(signing).get(page).status_code


def test_deleted_signed_issue_outdates_the_sign_off(signing: Scene) -> None:
    """A part of what was signed is gone."""
    say(signing, "director", "/принято")
    actions.delete_issue(signing.site, signing.site.issue("ACME-5"), signing.person("manager"))
    signing.settle()
    assert "outdated" == on_record(signing).state


def test_remark_after_the_sign_off_becomes_an_open_point(signing: Scene) -> None:
    """Nothing fails silently: it becomes an open point."""
    say(signing, "director", "/принято")
    say(signing, "director", "/принято с замечаниями: сломана корзина")
    assert ["сломана корзина"] == [point.text for point in on_record(signing).points]


def test_move_to_done_does_not_pass_the_gate(signing: Scene) -> None:
    """Straight to a done status is work that was begun as well."""
    build = signing.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    signing.settle()
    signing.move("developer", build, "Done")
    signing.settle()
    assert "To Do" == build.status


def test_move_that_was_taken_back_signs_nothing(signing: Scene) -> None:
    """Accepted by mistake and moved back before anybody looked."""
    signing.move("director", stage_issue(signing), "Accepted")
    signing.move("director", stage_issue(signing), "To Do")
    signing.settle()
    assert "awaited" == on_record(signing).state


@pytest.mark.parametrize("means", ["command", "status", "page"])
def test_signed_work_is_read_before_it_counts(signing: Scene, means: str) -> None:
    """A webhook was lost: the certificate holds what the tracker shows."""
    page = link(signing, "director")
    signing.edit(
        "manager", signing.site.issue("ACME-5"), description="Новое содержание, о котором не сообщили"
    )
    signing.site.hooks.take()
    if means == "page":
        reader(signing).answer(page, said="accept")
        signing.work()
        assert "awaited" == on_record(signing).state
        return
    if means == "status":
        signing.move("director", stage_issue(signing), "Accepted")
        signing.settle()
    else:
        say(signing, "director", "/принято")
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert "Новое содержание, о котором не сообщили" == certificate.issues[0].fields["description"]


def test_typo_signs_and_another_word_does_not(signing: Scene) -> None:
    """«/прниято» is understood; «/принимать» is asked about, and signs nothing."""
    say(signing, "director", "/принимать")
    assert "awaited" == on_record(signing).state
    assert "/принято" in signing.said(stage_issue(signing))[-1]
    say(signing, "director", "/прниято")
    assert "accepted" == on_record(signing).state


def two_signatories(scene: Scene) -> None:
    """Make director and contact signatories, with one deputy in July."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    text = text.replace("by: [director], quorum: all", "by: [director, contact], quorum: all")
    rows = "  - {person: deputy, may: [sign_off], for: contact, from: 2026-07-01, until: 2026-07-31}\n"
    text = text.replace("may: [decide], up_to", "may: [decide, sign_off], up_to")
    scene.set_contract(text.replace("  - {person: manager, may", rows + "  - {person: manager, may"))
    scene.clock.to("2026-07-10T09:00")
    scene.settle()


def test_deputy_of_two_signs_for_both(signing: Scene) -> None:
    """One statement makes both signatures."""
    two_signatories(signing)
    say(signing, "deputy", "/принято")
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert ["director", "contact"] == [word.on_behalf_of for word in certificate.words]


def test_signatory_who_is_a_deputy_signs_for_both(signing: Scene) -> None:
    """Who signs and stands in for the other signatory needs one word for both."""
    two_signatories(signing)
    say(signing, "contact", "/заместитель Пётр Соколов до 2026-07-20")
    say(signing, "director", "/принято с замечаниями: поправить отступы")
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert [None, "contact"] == [word.on_behalf_of for word in certificate.words]
    assert ("поправить отступы",) == certificate.remarks
    assert 1 == len(on_record(signing).points)


def test_refusal_of_a_double_deputy_names_both(signing: Scene) -> None:
    """A refusal for two signatories is one answer that names both."""
    two_signatories(signing)
    say(signing, "deputy", "/не принято логотип размыт")
    assert "refused" == on_record(signing).state
    assert "ответ заместителя, вместо: Пётр Соколов, Анна Белова" in signing.said(stage_issue(signing))[-1]


def test_deputy_cannot_take_back_the_principals_refusal(signing: Scene) -> None:
    """The refusal stands until its person says yes."""
    two_signatories(signing)
    say(signing, "director", "/не принято логотип размыт")
    say(signing, "deputy", "/принято")
    assert "refused" == on_record(signing).state
    say(signing, "director", "/принято")
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert {"director": None, "deputy": "contact"} == {w.by: w.on_behalf_of for w in certificate.words}


def test_deputys_yes_after_a_refusal_is_an_opinion(signing: Scene) -> None:
    """It is thanked for, and the one who refused is named."""
    signing.clock.to("2026-07-10T09:00")
    say(signing, "director", "/не принято логотип размыт")
    say(signing, "deputy", "/принято")
    assert "refused" == on_record(signing).state
    assert "Записали ваше «да»" in signing.said(stage_issue(signing))[-1]


def test_deputy_must_be_of_the_same_side(signing: Scene) -> None:
    """The contractor's manager cannot become the client's deputy."""
    say(signing, "director", "/заместитель Мария Орлова до 2026-03-20")
    assert "Заместителем выберите, пожалуйста, коллегу" in signing.said(stage_issue(signing))[-1]
    say(signing, "manager", "/принято")
    assert "preliminary" == on_record(signing).state


def test_deputy_can_be_ended_at_once(signing: Scene) -> None:
    """A day that has passed ends them; what the deputy says then is an opinion."""
    say(signing, "director", "/заместитель Анна Белова до 2026-03-20")
    say(signing, "director", "/заместитель Анна Белова до 2026-03-01")
    assert "не отвечает вместо вас" in signing.said(stage_issue(signing))[-1]
    say(signing, "contact", "/принято")
    assert "preliminary" == on_record(signing).state


def test_edited_old_comment_signs_nothing_new(signing: Scene) -> None:
    """An edit with new words gets a kind answer; only a new comment signs."""
    issue, agreed = stage_issue(signing), signing.site.issue("ACME-5")
    note = signing.comment("director", issue, "/принято")
    signing.settle()
    signing.clock.move(hours=1)
    signing.edit("manager", agreed, summary="Слайдер на главной и в каталоге")
    signing.settle()
    assert "outdated" == on_record(signing).state
    before = len(signing.said(issue))
    for words, answers in (("/принято!", 0), ("/принято с замечаниями: логотип размыт", 1)):
        body: Any = {"type": "doc", "version": 1, "content": []}
        body["content"] = [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]
        signing.clock.move(minutes=1)
        actions.edit_note(signing.site, issue, note, signing.person("director"), {"body": body})
        signing.settle()
        assert "outdated" == on_record(signing).state
        assert len(signing.said(issue)) == before + answers
    assert "напишите, пожалуйста, новый комментарий" in signing.said(issue)[-1]
    say(signing, "director", "/принято")
    assert "accepted" == on_record(signing).state


def test_edited_old_refusal_takes_no_signature_back(signing: Scene) -> None:
    """A corrected old refusal is answered with a request."""
    issue = stage_issue(signing)
    note = signing.comment("director", issue, "/не принято логотип размыт")
    signing.settle()
    signing.clock.move(hours=1)
    say(signing, "director", "/принято")
    _rewrite(signing, note, "/не принято: логотип размыт!")
    assert "accepted" == on_record(signing).state
    assert "подпись пока остаётся в силе" in signing.said(issue)[-1]
    say(signing, "director", "/не принято всё-таки размыт")
    assert "refused" == on_record(signing).state


def test_edited_remark_stays_one_point(signing: Scene) -> None:
    """Only what is new becomes a point; one that was closed meanwhile stays closed."""
    note = signing.comment("director", stage_issue(signing), "/принято с замечаниями: поправить отступы")
    signing.settle()
    say(signing, "manager", "/done 3")
    _rewrite(signing, note, "/принято с замечаниями:  поправить отступы")
    _rewrite(signing, note, "/принято с замечаниями: поправить отступы в шапке")
    found = [(point.text, point.closed_at is not None) for point in on_record(signing).points]
    assert [("поправить отступы", True), ("поправить отступы в шапке", False)] == found


def test_slow_tracker_clock_allows_a_new_signature(signing: Scene) -> None:
    """A comment dated before our certificate is still new."""
    signing.site.now = lambda: signing.clock.now() - timedelta(hours=2)  # type: ignore[method-assign]
    signing.clock.move(hours=3)
    say(signing, "director", "/принято")
    signing.edit("manager", signing.site.issue("ACME-5"), summary="Слайдер на главной и в каталоге")
    signing.settle()
    assert "outdated" == on_record(signing).state
    say(signing, "director", "/принято")
    assert "accepted" == on_record(signing).state


def _rewrite(scene: Scene, note: PracticeNote, text: str) -> None:
    """Edit a comment on the stage's issue as the director."""
    body: Any = {"type": "doc", "version": 1, "content": []}
    body["content"] = [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]
    scene.clock.move(minutes=1)
    actions.edit_note(scene.site, stage_issue(scene), note, scene.person("director"), {"body": body})
    scene.settle()


def test_comment_edited_into_a_signature_reads_its_work(signing: Scene) -> None:
    """What the signature covers is read anew, though the webhook told of other words."""
    issue = stage_issue(signing)
    note = signing.comment("director", issue, "/готово 1")
    told = signing.site.hooks.take()
    signing.edit("manager", signing.site.issue("ACME-5"), description="Слайдер из одной картинки")
    signing.clock.move(minutes=1)
    body: Any = {"type": "doc", "version": 1, "content": []}
    body["content"] = [{"type": "paragraph", "content": [{"type": "text", "text": "/принято"}]}]
    actions.edit_note(signing.site, issue, note, signing.person("director"), {"body": body})
    signing.site.hooks.take()
    signing.post(told)
    signing.work()
    certificate = on_record(signing).certificate
    assert certificate is not None
    assert ["Слайдер из одной картинки"] == [each.fields["description"] for each in certificate.issues]


def test_estimate_by_command_is_material(signing: Scene) -> None:
    """It outdates the signed part like the tracker's own estimate."""
    say(signing, "director", "/принято")
    signing.comment("manager", signing.site.issue("ACME-5"), "/оценка 30ч")
    signing.settle()
    assert ("estimate",) == on_record(signing).changed[0].what


@pytest.mark.parametrize("status", ["In Progress", "Done"])
def test_work_created_on_a_shut_stage_is_flagged(signing: Scene, status: str) -> None:
    """An issue created in a working status does not pass the gate."""
    issue = signing.create("manager", "Вёрстка меню", labels=["html"], hours=5)
    signing.site.hooks.take()
    signing.move("manager", issue, status)
    signing.site.hooks.take()
    signing.clock.move(minutes=6)
    signing.work()
    assert "gate_closed" in kinds(signing)
    assert [text for text in signing.said(issue) if "Дизайн" in text]


def test_work_moved_into_a_shut_stage_is_flagged(signing: Scene) -> None:
    """It is flagged and stays where it is."""
    issue = signing.site.issue("ACME-5")
    signing.move("manager", issue, "In Progress")
    signing.settle()
    assert "gate_closed" not in kinds(signing)
    signing.clock.move(minutes=1)
    signing.edit("manager", issue, customfield_10014=None, labels=["html"])
    signing.settle()
    assert "gate_closed" in kinds(signing)
    assert "In Progress" == issue.status
