"""Messages of each kind with the values of an ordinary contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from call_samples import call_messages
from mail_samples import mails_and_pages
from register_samples import register_messages
from sample_worlds import World
from stage_samples import ordinary_stage_messages, unusual_stage_messages
from timeline_samples import timeline_messages
from waiting_samples import waiting_messages

from plugin.texts import answer_messages, mail_messages, team_messages
from plugin.texts import messages as say
from plugin.texts.render import render

APRIL = date(2026, 4, 1)


CALL_TIMES = ((date(2026, 4, 14), "11:00"), (date(2026, 4, 15), "15:00"))


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
            stage_title=world.stage,
        ),
        say.OptionLine(
            2,
            "extra_fee",
            due=due,
            before=due,
            fee=Decimal(76860),
            vat=Decimal(13860),
            vat_percent=Decimal(22),
            basis=say.SumBasis(
                base=Decimal(63000),
                before_rounding=Decimal(76860),
                hours=hours,
                asked_hours=hours,
                hour=Decimal(3500),
            ),
            stage_title=world.stage,
        ),
        say.OptionLine(3, "swap", swap_key="ACME-31", swap_summary=world.other),
        say.OptionLine(4, "park", stage_title=world.stage),
        say.OptionLine(5, "withdraw", stage_title=world.stage),
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
        replace(offer(world), forecast=date(2026, 4, 20)),
        say.EstimateAwaited(
            world.contact, world.request, excluded(world), ask_purpose=True, may_be_bonus=True
        ),
        say.BonusAnnounced(
            asked_by=world.contact,
            summary=world.request,
            hours=Decimal("0.75"),
            worth=Decimal(3200),
            currency=world.currency,
            left_hours=Decimal("4.5"),
            vat_percent=Decimal(22),
            month=APRIL,
        ),
        say.NoLongerExtra(
            world.request, "in_scope", say.Because("linked", {"item": "2.1", "title": world.item})
        ),
        say.OfferDecided(
            world.request, fee, world.director, date(2026, 11, 30), options(world), world.currency
        ),
        say.DecisionTaken(
            summary=world.request,
            option=shift,
            decider=world.deputy,
            on_behalf_of=world.director,
            decided_on=date(2026, 4, 7),
            currency=world.currency,
            supersedes="extra_fee",
        ),
        answer_messages.NotTheDecider(
            person=world.contact,
            deciders=(world.director, world.deputy),
            why_not="over_fee",
            option=fee,
            currency=world.currency,
            limit=Decimal(30000),
        ),
        answer_messages.ChoiceKept(
            world.contact, fee, 1, 2, (world.director,), otherwise=(), currency=world.currency
        ),
        answer_messages.NotYours(world.contact, "/scope", (world.manager, world.owner)),
        answer_messages.FiguresChanged(world.director, 2, options(world), world.currency, bare_digit=True),
        answer_messages.NoSuchOption(world.director, (1, 2, 3)),
        answer_messages.AnswerUnclear(world.director, fee, (1, 2, 3), None, world.currency, bare_digit=True),
        answer_messages.AcceptLineWanted(world.director, world.stage),
        say.OfferReminder(
            world.director, world.request, date(2026, 4, 8), 1, True, options(world), world.currency
        ),
        say.StartedUndecided(world.request, world.doing, world.director, world.to_do, has_options=True),
        say.LabelRestored(world.contact, "beyond-scope", removed=True, who_rules=(world.manager,)),
        *(say.LabelExplained(key.replace("_", "-"), key, removed=True) for key in LABELS),
        say.SwappedOut(world.other, "ACME-40", world.request, world.director),
        say.SwappedBackIn(world.other, "ACME-40"),
        answer_messages.CommandHint(world.choose[:-1], world.choose, f"/{world.choose} 1"),
        answer_messages.NoSuchCriterion(world.done, 9, 5),
        answer_messages.OtherCurrency(
            world.manager, Decimal(300), world.other_currency, world.currency, world.fee_example
        ),
        answer_messages.HelpShown(client_side=True, bare_digit=True),
        why(world),
        answer_messages.NotGoverned("counts_only"),
        answer_messages.NotOnThisIssue(world.contact, ((world.stage, "ACME-1"), (world.later, "ACME-2"))),
        *ordinary_stage_messages(world),
    )


LABELS = ("in_scope", "bonus", "beyond_scope", "unclear", "defect", "warranty", "signed_off", "outdated")


def why(world: World) -> answer_messages.WhyShown:
    """Return the explanation of a priced extra."""
    return answer_messages.WhyShown(
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
        team_messages.RulingWanted(world.request, who, items, precedents(world)),
        team_messages.DraftReady(render(offer(world), world.language), who, "raised_by_team"),
        *(team_messages.DraftOver(world.request, why) for why in ("published", "decided", "not_offered")),
        team_messages.GoodwillLow(world.manager, 75, Decimal("1.5"), APRIL),
        team_messages.RepeatedRequest(world.manager, 3, 14, f"clause:{world.clause}", precedents(world)),
        team_messages.RulingDeparts(world.owner, "in_scope", precedents(world)),
        team_messages.ExclusionWordsFound(
            matched=world.word,
            clause=world.clause,
            clause_text=world.exclusion,
            item="2.1",
            item_title=world.item,
        ),
        team_messages.DueDateDrifted(world.contact, world.stage, date(2026, 4, 24), date(2026, 4, 10)),
        team_messages.RuledOverQuantity("2.1", world.item, Decimal(6)),
        team_messages.ForecastWanted(world.stage, date(2026, 4, 10)),
        team_messages.NameUnknown("type", "Bug", "Ошибка"),
        answer_messages.NothingToReset(world.manager),
        answer_messages.DecisionStands(world.manager, options(world)[1], (world.manager,)),
        answer_messages.DecisionStands("", options(world)[0], ()),
        say.DecisionReset(world.request, world.manager, options(world)[0], None, world.currency),
        say.DecisionReset(world.request, world.manager, *options(world)[:2], world.currency),
        answer_messages.ForecastTaken(world.manager, world.stage, date(2026, 4, 10)),
        answer_messages.ForecastNotTaken(world.manager, "past", date(2026, 3, 10)),
        answer_messages.ForecastNotTaken(world.manager, "signed_off", date(2026, 4, 10)),
        answer_messages.ForecastNotTaken(world.manager, "no_stage", date(2026, 4, 10)),
        team_messages.EstimateDoubted(Decimal(3000), Decimal(60), who, "3000h"),
        team_messages.ClientEstimate(world.contact, Decimal(18), None, who, "18h"),
        team_messages.ClientEstimate(world.contact, Decimal(2), Decimal(18), who, "2h"),
        team_messages.ClientEditHeld(
            world.contact,
            (
                team_messages.InputChanged("type", "Task", "Bug"),
                team_messages.InputChanged("components", "", "inner-pages"),
            ),
            who,
            "2.1",
        ),
        team_messages.LabelWaits("beyond-scope", "Story", "To Do"),
        mail_messages.MailTeam(world.stage, "ACME-42", world.request),
        team_messages.LabelTouched(world.contact, "beyond-scope", removed=True, who_rules=who, item="2.1"),
    )


def suggested(world: World, *words: str) -> team_messages.SuggestedItem:
    """Return what an unclear issue is most like."""
    return team_messages.SuggestedItem("2.3", world.item, 74, words)


def reasons(world: World) -> tuple[say.Because, ...]:
    """Return every reason that a verdict can have, with the values of the rules."""
    over = {"item": "2.1", "title": world.item, "limit": "40", "over": "6", "month": "2026-04"}
    counted = {"item": "2.1", "title": world.item, "limit": "2"}
    words = {"clause": world.clause, "text": world.exclusion, "matched": world.word}
    by_word = {
        "ruled": {"by": "manager", "verdict": "beyond_scope"},
        "defect_type": {},
        "within_warranty": {"days": "90"},
        "linked": {"item": "2.1", "title": world.item},
        "linked_twice": {"items": "2.2, 3.1"},
        "stage_signed_off": {"stage": "design", "title": world.stage},
        "hours_over": over,
        "monthly_hours_over": over,
        "rounds_over": counted,
        "pieces_over": counted,
        "within_quantities": {},
        "excluded": words,
        "exclusion_words_in_linked": words,
        "unmatched": {},
        "goodwill": {"hours": "0.75", "left": "0", "per_request": "1"},
        "goodwill_used_up": {"hours": "0.75", "left": "0.5", "month": "2026-04"},
        "over_per_request": {"hours": "18", "per_request": "1"},
        "no_estimate": {},
    }
    return tuple(say.Because(word, values) for word, values in by_word.items())


def offers(world: World) -> tuple[say.Message, ...]:
    """Return offers for every reason beyond the scope, and some without values."""
    plain = offer(world)
    beyond = (
        "hours_over",
        "monthly_hours_over",
        "rounds_over",
        "pieces_over",
        "stage_signed_off",
        "unmatched",
    )
    because = {reason.word: reason for reason in reasons(world)}
    shift, fee, *_ = plain.options
    over_new_year = replace(shift, before=date(2026, 12, 28), after=date(2027, 1, 13), later=())
    return (
        *(
            replace(plain, reason=because[word], overrun=word.endswith("_over"), hours=Decimal(6))
            for word in beyond
        ),
        replace(plain, decider="", bare_digit=False),
        replace(plain, asked_by=world.director),
        replace(plain, asked_by="", options=()),
        replace(plain, decider="", asked_by=""),
        replace(
            plain,
            answer_by=date(2026, 12, 22),
            options=(
                over_new_year,
                replace(fee, due=None, vat_percent=Decimal(0), fee=Decimal("1250.5")),
                replace(shift, number=3, before=None),
                replace(shift, number=4, after=None, stage_title="", later=()),
                replace(fee, number=5, fee=Decimal(0)),
            ),
        ),
    )


def unclear_answers(world: World) -> tuple[say.Message, ...]:
    """Return questions about answers: confirm, which, and changes of a decision."""
    shift, fee = options(world)[:2]
    currency = world.currency
    questions = tuple(
        answer_messages.AnswerUnclear(person, option, numbers, decided, currency, bare_digit)
        for person, option, numbers, decided, bare_digit in (
            (world.director, shift, (1, 2, 3), None, False),
            (world.director, None, (1, 2, 3), None, True),
            (world.director, None, (1,), None, True),
            ("", None, (1, 2), None, False),
            (world.director, fee, (1, 2), shift, True),
            ("", None, (1, 2), shift, False),
        )
    )
    return (*questions, answer_messages.AcceptLineWanted("", world.stage))


def variants_for_the_client(world: World) -> tuple[say.Message, ...]:
    """Return what the client reads in less usual cases."""
    shift, fee, swap, park, withdraw = options(world)
    april = date(2026, 4, 8)
    request, director = world.request, world.director
    awaited = say.EstimateAwaited("", request, say.Because("unmatched", {}), ask_purpose=False)
    ours = say.EstimateAwaited(world.manager, request, excluded(world), False, ours=True)
    bonus = say.BonusAnnounced("", request, Decimal("0.75"), None, world.currency, Decimal(0), APRIL)
    decided = [
        say.DecisionTaken(request, option, director, None, date(2026, 4, 7), world.currency)
        for option in (fee, swap, park, withdraw)
    ]
    not_deciding = [
        answer_messages.NotTheDecider(world.contact, people, why_not, shift, world.currency, limit)
        for people, why_not, limit in (
            ((director,), "over_working_days", Decimal(2)),
            ((director,), "over_total_fee", Decimal(60000)),
            ((director,), "over_total_working_days", Decimal(10)),
            ((director,), "not_in_contract", None),
            ((), "no_such_power", None),
        )
    ]
    kept = [
        answer_messages.ChoiceKept(director, fee, 2, 3, (), otherwise=(), currency=world.currency),
        answer_messages.ChoiceKept(
            director, fee, 1, 2, (world.contact,), otherwise=((world.contact, 1),), currency=world.currency
        ),
    ]
    no_option = [
        answer_messages.NoSuchOption(director, numbers, why)
        for numbers, why in (
            ((1, 2), "several"),
            ((), "awaits_estimate"),
            ((), "draft"),
            ((), "no_offer"),
            ((1,), "unknown_number"),
        )
    ]
    return (
        *offers(world),
        awaited,
        ours,
        bonus,
        replace(bonus, hours=Decimal(0)),
        *(
            say.NoLongerExtra(request, verdict, None)
            for verdict in ("in_scope", "unclear", "defect", "warranty")
        ),
        say.OfferDecided(request, withdraw, world.director, date(2026, 11, 30), (), world.currency),
        *decided,
        *not_deciding,
        *kept,
        *(
            answer_messages.NotYours("", f"/{word}", ())
            for word in ("bonus", "estimate", "fee", "publish", "other")
        ),
        answer_messages.FiguresChanged("", 1, options(world)[:1], world.currency, bare_digit=False),
        *no_option,
        *unclear_answers(world),
        say.OfferReminder("", request, april, 1, False, options(world)[:1], world.currency),
        say.OfferReminder(director, request, april, 2, bare_digit=True),
        say.OfferReminder("", request, april, 2, bare_digit=False),
        say.OfferReminder(director, request, april, 1, True, options(world), world.currency, CALL_TIMES),
        say.OfferReminder(director, request, april, 2, True, options(world), world.currency, CALL_TIMES),
        say.StartedUndecided(request, world.doing, None, None, has_options=True),
        say.StartedUndecided(request, world.doing, None, None, has_options=False),
        say.LabelRestored("", "in-scope", removed=False, who_rules=()),
        say.SwappedOut(world.other, "ACME-40", request, ""),
        answer_messages.CommandHint(world.choose, world.choose, f"/{world.choose} 1"),
        answer_messages.CommandHint("xyz", None, None),
        answer_messages.CommandHint(world.choose, world.choose, f"/{world.choose} 1", "number"),
        answer_messages.CommandHint("scope", None, world.scope_example, "item"),
        answer_messages.CommandHint("ask", "ask", "", "", (date(2026, 5, 4), date(2026, 4, 5))),
        answer_messages.CommandHint(world.choose, world.choose, f"/{world.choose} 1", day="31.02"),
        answer_messages.NoSuchCriterion(world.done, 1, 0),
        answer_messages.OtherCurrency(
            "", Decimal(300), world.other_currency, world.currency, world.fee_example
        ),
        answer_messages.HelpShown(client_side=False, bare_digit=False),
        answer_messages.HelpShown(client_side=True, bare_digit=False),
        replace(why(world), reasons=reasons(world), options=(), precedents=(), who_rules=()),
        replace(
            why(world),
            verdict="unclear",
            clause="",
            reasons=(),
            options=(replace(fee, number=1, basis=None),),
        ),
        answer_messages.NotOnThisIssue("", ()),
        *unusual_stage_messages(world),
        *(
            answer_messages.NotGoverned(word)
            for word in ("project", "only", "ignored_type", "ignored_label", "named")
        ),
    )


def variants_for_the_team(world: World) -> tuple[say.Message, ...]:
    """Return what the team reads in less usual cases."""
    many = tuple((f"2.{number}", world.item) for number in range(1, 16))
    return (
        team_messages.RulingWanted(world.request, (), (), ()),
        team_messages.RulingWanted(world.request, (world.manager,), many, ()),
        team_messages.RulingWanted(
            world.request, (world.manager,), many, (), suggested(world, world.word, world.request.split()[0])
        ),
        team_messages.RulingWanted(world.request, (), many, precedents(world), suggested(world, world.word)),
        team_messages.DraftReady(render(offer(world), world.language), (), "mode_draft"),
        team_messages.GoodwillLow(None, 100, Decimal(0), APRIL),
        team_messages.RepeatedRequest(None, 3, 14, "component:blog", precedents(world)),
        team_messages.RulingDeparts("", "beyond_scope", precedents(world)),
        team_messages.DueDateDrifted("", world.stage, None, date(2026, 4, 10)),
        team_messages.DueDateDrifted("", world.stage, date(2027, 4, 10), date(2026, 4, 10)),
        team_messages.RuledOverQuantity("2.1", world.item, Decimal(0)),
        team_messages.EstimateDoubted(Decimal("2000.5"), Decimal(0), (), "2000h30m"),
        team_messages.ClientEstimate("", Decimal(0), Decimal(18), (), "18h"),
        team_messages.ClientEstimate("", Decimal(18), None, (), "18h"),
        team_messages.ClientEditHeld("", (team_messages.InputChanged("field", "", ""),), (), ""),
        team_messages.LabelWaits("", "", ""),
        team_messages.LabelTouched("", "in-scope", removed=False, who_rules=(), item=""),
        say.LabelExplained("in-scope", "in_scope", removed=False),
    )


def every_message(world: World) -> tuple[say.Message, ...]:
    """Return every message, the ordinary case of each kind first."""
    ordinary = (*for_the_client(world), *for_the_team(world))
    unusual = (*variants_for_the_client(world), *variants_for_the_team(world))
    rest = (
        *mails_and_pages(world, options(world), excluded(world)),
        *waiting_messages(world),
        *call_messages(world),
        *timeline_messages(world),
        *register_messages(world),
    )
    return (*ordinary, *unusual, *rest)
