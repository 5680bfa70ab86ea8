"""Messages about stages with the values of an ordinary contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sample_worlds import World

from plugin.texts import review_messages
from plugin.texts import stage_messages as say
from plugin.texts.messages import Message

DUE = date(2026, 4, 10)
SIGNED_ON = date(2026, 4, 7)
CRITERIA = {
    "ru": (
        "Макет главной согласован в Figma",
        "Шаблоны внутренних страниц показаны на телефоне и на компьютере",
        "Исходники переданы",
    ),
    "en": (
        "The home page layout is agreed in Figma",
        "Inner page templates are shown on a phone and on a desktop",
        "Source files are handed over",
    ),
}
REMARKS = {
    "ru": ("Логотип в шапке размыт", "В меню не хватает пункта «Вакансии»"),
    "en": ("The logo in the header is blurred", "The menu lacks “Careers”"),
}
ACCEPTED = {"ru": "Принято", "en": "Accepted"}
IN_REVIEW = {"ru": "На проверке", "en": "In Review"}
CONTRACT = {"ru": "Сайт «Акме»", "en": "ACME website"}
REASON = {
    "ru": "форма заявки не отправляется с телефона",
    "en": "the request form cannot be sent from a phone",
}


def criteria(world: World, *ticked: int) -> tuple[say.ChecklistLine, ...]:
    """Return the stage's criteria, some of them ticked by the contact."""
    return tuple(
        say.ChecklistLine(number, text, number in ticked, world.contact if number in ticked else "")
        for number, text in enumerate(CRITERIA[world.language], 1)
    )


def points(world: World) -> tuple[say.ChecklistLine, ...]:
    """Return the open points of the director's remarks; the second one is closed."""
    blurred, missing = REMARKS[world.language]
    return (
        say.ChecklistLine(4, blurred, ticked=False, by=world.director),
        say.ChecklistLine(5, missing, ticked=True, by=world.director),
    )


def signed(world: World) -> tuple[say.SignedLine, ...]:
    """Return the signature of the director's deputy."""
    return (say.SignedLine(world.deputy, world.director, SIGNED_ON),)


def changed(world: World) -> tuple[say.ChangedLine, ...]:
    """Return one changed issue of the stage."""
    return (say.ChangedLine("ACME-12", world.second_item, ("description", "estimate")),)


def checklist(world: World) -> say.StageChecklist:
    """Return the checklist of a stage that is being worked on."""
    return say.StageChecklist(
        stage_title=world.stage,
        state="working",
        criteria=criteria(world, 1),
        points=(),
        signed=(),
        awaited=(world.director,),
        due=DUE,
    )


def ordinary_stage_messages(world: World) -> tuple[Message, ...]:
    """Return one message of every kind about stages."""
    stage, director, contact = world.stage, world.director, world.contact
    return (
        checklist(world),
        say.PreliminaryWord(contact, stage, (director,), "not_a_signatory"),
        say.SignatureCounted(contact, stage, (director,)),
        say.StageAccepted(
            stage_title=stage,
            signed=signed(world),
            points=REMARKS[world.language][:1],
            waived=(CRITERIA[world.language][2], "ACME-14"),
            next_stages=(world.later,),
        ),
        say.StageRefused(stage, director, (), REASON[world.language]),
        say.SignOffWaits(director, stage, CRITERIA[world.language][2:], ("ACME-12", "ACME-14")),
        say.SignOffOutdated(stage, changed(world), (director,)),
        say.SignOffHoldsAgain(stage),
        say.GateClosed(world.request, world.later, "sign_off", stage, (director,), world.to_do),
        say.GateClosed(world.request, world.later, "sign_off", stage, (director,), world.to_do, "ACME-1"),
        say.KickOffWanted(CONTRACT[world.language], (director,), ()),
        say.KickOffAgreed(director, stage),
        say.DeputyNamed(director, world.deputy, date(2026, 5, 1)),
        say.DeputyEnded(director, world.deputy),
        say.DeputyNotNamed(director, "unknown_person", "Vera", (director, contact, world.deputy)),
        say.SignAnew(director, stage),
        say.SignAnew(director, stage, refused=True),
        *review_messages_of(world),
        say.SignOffReset(stage, world.manager, (director,)),
        say.ForecastTold(director, stage, date(2026, 4, 15), DUE, False, REASON[world.language]),
        say.ForecastTold(director, stage, date(2026, 4, 15), DUE, True, REASON[world.language]),
        say.ForecastTold(director, stage, DUE, DUE, False, REASON[world.language], before=date(2026, 4, 15)),
    )


def review_messages_of(world: World) -> tuple[Message, ...]:
    """Return what is said during a review period."""
    stage, people, last, until = world.stage, (world.director,), date(2026, 4, 14), date(2026, 4, 20)
    return (
        review_messages.HandedOver(people, stage, last, "7.3"),
        review_messages.HandedOver(people, stage, last, ""),
        review_messages.ReviewReminder(people, stage, last, is_over=False),
        review_messages.ReviewReminder(people, stage, last, is_over=True),
        review_messages.SecondNotice(people, stage, last, until, "7.3"),
        review_messages.AcceptedBySilence(people, stage, "7.3", date(2026, 4, 15), date(2026, 4, 30)),
        review_messages.ReviewHalted(people, stage),
        review_messages.NotTakenBack(world.director, stage, "7.3", date(2026, 4, 30), next_is_begun=False),
        review_messages.NotTakenBack(world.director, stage, "7.3", None, next_is_begun=True),
        *(
            review_messages.NotHandedOver(world.contact, stage, why)  # type: ignore[arg-type]
            for why in ("signed_off", "running")
        ),
        review_messages.NoticeNotDelivered(stage, people, "7.3"),
    )


def checklists(world: World) -> tuple[Message, ...]:
    """Return the checklist in every state that a stage can have."""
    plain = replace(checklist(world), state="awaited", criteria=criteria(world, 1, 2, 3))
    accepted = replace(plain, signed=signed(world), awaited=())
    every_change = (
        *changed(world),
        say.ChangedLine("", "", ("criteria",)),
        say.ChangedLine("ACME-13", "", ("deleted",)),
        say.ChangedLine("ACME-44", world.request, ("new",)),
        say.ChangedLine("ACME-14", world.other, ("summary", "customfield_10042")),
    )
    return (
        plain,
        replace(plain, state="preliminary", signed=signed(world), awaited=(world.contact,)),
        replace(accepted, state="accepted"),
        replace(accepted, state="accepted", signed=()),
        replace(accepted, state="accepted_with_remarks", points=points(world)),
        replace(
            plain,
            state="refused",
            criteria=criteria(world),
            refused_by=world.director,
            refused_because=REASON[world.language],
        ),
        replace(plain, state="outdated", points=points(world), changed=every_change, due=None),
        replace(plain, criteria=(), due=None),
        replace(plain, criteria=(), forecast=date(2026, 4, 15)),
        replace(plain, page="https://ugovor.example.com/contracts/ACME/stages/design"),
        replace(plain, criteria=(), awaited=(), due=None),
    )


def unusual_stage_messages(world: World) -> tuple[Message, ...]:
    """Return what is said about stages in less usual cases."""
    stage, director, contact = world.stage, world.director, world.contact
    accepted = ACCEPTED[world.language]
    many = tuple(f"ACME-{number}" for number in range(20, 33))
    agreed = say.SignedLine(contact, None, date(2026, 3, 2))
    people = (director, contact, world.deputy)
    part = changed(world)
    return (
        *checklists(world),
        say.PreliminaryWord(
            contact, stage, (director, world.deputy), "no_such_power", accepted, IN_REVIEW[world.language]
        ),
        say.PreliminaryWord(contact, stage, (director,), "not_yet", accepted),
        say.PreliminaryWord(world.deputy, stage, (director,), "no_longer"),
        say.PreliminaryWord("", stage, (), "not_in_contract"),
        say.PreliminaryWord(contact, stage, (director,), "not_a_signatory", refused=True),
        say.SignatureCounted("", stage, ()),
        say.StageAccepted(stage, signed(world), (), (), ()),
        say.StageAccepted(stage, signed(world), (), (), (world.later, world.item), again=True),
        say.StageAccepted(stage, (agreed, *signed(world)), (), many, ()),
        say.StageRefused(stage, world.deputy, (director,), ""),
        say.StageRefused(stage, world.deputy, (director, contact), ""),
        say.StageRefused(stage, "", (), REASON[world.language]),
        say.SignOffWaits("", stage, (), ("ACME-12",)),
        say.SignOffWaits(director, stage, (), many),
        say.SignOffWaits(director, stage, CRITERIA[world.language], ()),
        say.SignOffOutdated(stage, part, ()),
        say.SignOffOutdated(stage, part * 12, (director, contact)),
        say.GateClosed(world.request, stage, "kick_off", CONTRACT[world.language], (director, contact)),
        say.GateClosed(world.request, stage, "kick_off", CONTRACT[world.language], ()),
        say.GateClosed(world.request, world.later, "sign_off", stage, ()),
        say.KickOffWanted(CONTRACT[world.language], (contact, director), (agreed,)),
        say.KickOffWanted(CONTRACT[world.language], (contact,), (agreed,)),
        say.KickOffAgreed("", stage),
        say.DeputyNamed("", world.deputy, date(2026, 5, 1)),
        say.DeputyEnded("", world.deputy),
        say.SignAnew("", stage),
        say.DeputyNotNamed("", "unknown_person", "Vera", ()),
        say.DeputyNotNamed(director, "several_people", "Vera", ("vera", "vera-k")),
        *(
            say.DeputyNotNamed(director, why, director, people)
            for why in ("nothing_to_hand_over", "own_deputy", "date_passed")
        ),
    )
