"""One message of each kind with the values of an ordinary contract, in the reader's own language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.texts import messages as say
from plugin.texts.render import render


@dataclass(frozen=True)
class World:
    """The names of a contract in one language."""

    language: str
    director: str
    contact: str
    deputy: str
    manager: str
    owner: str
    request: str
    other: str
    third: str
    stage: str
    later: str
    item: str
    second_item: str
    exclusion: str
    clause: str
    word: str
    currency: str
    to_do: str
    doing: str
    choose: str


RU = World(
    language="ru",
    director="Пётр Соколов",
    contact="Анна Белова",
    deputy="Игорь Ким",
    manager="Мария Орлова",
    owner="Олег Зимин",
    request="Калькулятор стоимости на главной",
    other="Блок «Отзывы»",
    third="Перевод раздела «О компании»",
    stage="Дизайн",
    later="Сборка и запуск",
    item="Дизайн главной страницы",
    second_item="Шаблоны внутренних страниц",
    exclusion="Тексты и перевод",
    clause="5.2",
    word="перевод",
    currency="RUB",
    to_do="К работе",
    doing="В работе",
    choose="выбор",
)
EN = World(
    language="en",
    director="Nora Walsh",
    contact="Liam Byrne",
    deputy="Tom Daly",
    manager="Sofia Marques",
    owner="Ruth Kane",
    request="Cost calculator on the home page",
    other="Reviews block",
    third="Irish version of the “About” page",
    stage="Design",
    later="Build and launch",
    item="Home page design",
    second_item="Inner page templates",
    exclusion="Copywriting and translation",
    clause="Schedule 2.5",
    word="translation",
    currency="EUR",
    to_do="To Do",
    doing="In Progress",
    choose="choose",
)
WORLDS = {"ru": RU, "en": EN}
APRIL = date(2026, 4, 1)


def excluded(world: World) -> say.Because:
    """Return the reason of a request that an exclusion names."""
    values = {"clause": world.clause, "text": world.exclusion, "matched": world.word}
    return say.Because("excluded", values)


def options(world: World) -> tuple[say.OptionLine, ...]:
    """Return all five options, with a later stage that moves too."""
    due, moved = date(2026, 4, 10), date(2026, 4, 15)
    later = say.MovedStage(world.later, date(2026, 5, 29), date(2026, 6, 3))
    hours = Decimal(18)
    return (
        say.OptionLine(
            1,
            "move_deadline",
            before=due,
            after=moved,
            working_days=3,
            later=(later,),
            hours=hours,
            stage_title=world.stage,
        ),
        say.OptionLine(
            2,
            "extra_fee",
            due=due,
            before=due,
            fee=Decimal(75600),
            vat=Decimal(12600),
            vat_percent=Decimal(20),
            hour=Decimal(3500),
            hours=hours,
            stage_title=world.stage,
        ),
        say.OptionLine(3, "swap", hours=hours, swap_key="ACME-31", swap_summary=world.other),
        say.OptionLine(4, "park", hours=hours, stage_title=world.stage),
        say.OptionLine(5, "withdraw", hours=hours, stage_title=world.stage),
    )


def precedents(world: World) -> tuple[say.Precedent, ...]:
    """Return two earlier like issues."""
    return (
        say.Precedent("ACME-24", world.third, "beyond_scope", "extra_fee"),
        say.Precedent("ACME-19", world.other, "bonus"),
    )


def offer(world: World) -> say.Offer:
    """Return the offer with every option."""
    return say.Offer(
        decider=world.director,
        asked_by=world.contact,
        summary=world.request,
        reason=excluded(world),
        hours=Decimal(18),
        currency=world.currency,
        options=options(world),
        answer_by=date(2026, 4, 8),
        bare_digit=True,
    )


def for_the_client(world: World) -> tuple[say.Message, ...]:
    """Return one message of every kind that the client reads."""
    shift, fee, *_ = options(world)
    return (
        offer(world),
        say.EstimateAwaited(world.contact, world.request, excluded(world), ask_purpose=True),
        say.BonusAnnounced(
            asked_by=world.contact,
            summary=world.request,
            hours=Decimal("0.75"),
            worth=Decimal(3200),
            currency=world.currency,
            left_hours=Decimal("4.5"),
            vat_percent=Decimal(20),
            month=APRIL,
        ),
        say.NoLongerExtra(
            world.request, "in_scope", say.Because("linked", {"item": "2.1", "title": world.item})
        ),
        say.OfferDecided(world.request, fee, world.director),
        say.DecisionTaken(
            summary=world.request,
            option=shift,
            decider=world.deputy,
            on_behalf_of=world.director,
            decided_on=date(2026, 4, 7),
            currency=world.currency,
            supersedes="extra_fee",
        ),
        say.NotTheDecider(
            person=world.contact,
            deciders=(world.director, world.deputy),
            why_not="over_fee",
            option=fee,
            currency=world.currency,
            limit=Decimal(30000),
        ),
        say.NotYours(world.contact, "/scope", (world.manager, world.owner)),
        say.FiguresChanged(world.director, 2, options(world), world.currency, bare_digit=True),
        say.NoSuchOption(world.director, (1, 2, 3)),
        say.OfferReminder(world.director, world.request, date(2026, 4, 8), 1, bare_digit=True),
        say.StartedUndecided(world.request, world.doing, world.director, world.to_do, has_options=True),
        say.LabelRestored(world.contact, "beyond-scope", removed=True, who_rules=(world.manager,)),
        say.SwappedOut(world.other, "ACME-40", world.request, world.director),
        say.SwappedBackIn(world.other, "ACME-40"),
        say.CommandHint(world.choose[:-1], world.choose, f"/{world.choose} 1"),
        say.HelpShown(client_side=True, bare_digit=True),
        why(world),
        say.NotGoverned("counts_only"),
    )


def why(world: World) -> say.WhyShown:
    """Return the explanation of a priced extra."""
    return say.WhyShown(
        summary=world.request,
        verdict="beyond_scope",
        clause=world.clause,
        clause_text=world.exclusion,
        reasons=(excluded(world), say.Because("over_per_request", {"hours": "18", "per_request": "1"})),
        options=options(world)[:2],
        not_offered=(("swap", "no_work_of_equal_size"), ("withdraw", "not_in_contract")),
        precedents=precedents(world),
        currency=world.currency,
        who_rules=(world.manager, world.owner),
    )


def for_the_team(world: World) -> tuple[say.Message, ...]:
    """Return one message of every kind that only the team reads."""
    items = (("2.1", world.item), ("2.2", world.second_item))
    who = (world.manager, world.owner)
    return (
        say.RulingWanted(world.request, who, items, precedents(world)),
        say.DraftReady(render(offer(world), world.language), who, "raised_by_team"),
        say.GoodwillLow(world.manager, 75, Decimal("1.5"), APRIL),
        say.RepeatedRequest(world.manager, 3, 14, f"clause:{world.clause}", precedents(world)),
        say.RulingDeparts(world.owner, "in_scope", precedents(world)),
        say.ExclusionWordsFound(
            matched=world.word,
            clause=world.clause,
            clause_text=world.exclusion,
            item="2.1",
            item_title=world.item,
        ),
        say.DueDateDrifted(world.contact, world.stage, date(2026, 4, 24), date(2026, 4, 10)),
        say.RuledOverQuantity("2.1", world.item, Decimal(6)),
    )


def every_message(world: World) -> tuple[say.Message, ...]:
    """Return one message of every kind."""
    return (*for_the_client(world), *for_the_team(world))
