"""Samples of what is said about waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sample_worlds import World

from plugin.texts import reminder_messages as reminders
from plugin.texts import waiting_date_messages as dates
from plugin.texts import waiting_messages as say
from plugin.texts.messages import Message
from plugin.texts.notice_messages import DateNews, MailNoticeRepeated, NoticeRepeated

DUE = date(2026, 4, 10)


def waiting_messages(world: World) -> Iterator[Message]:
    """Yield every message about waits, case by case."""
    ru = world.language == "ru"
    texts, logo = (
        ("тексты для главной", "логотип в векторе") if ru else ("texts for the main page", "the logo")
    )
    draft = "первый вариант меню" if ru else "the first draft of the menu"
    line = say.WaitLine(1, "input", texts, world.contact, world.manager, DUE, "open")
    waited = say.Waited(4, date(2026, 4, 20), date(2026, 4, 23), date(2026, 4, 24))
    one_day = say.Waited(1, date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 4))
    months = say.Waited(3, date(2026, 4, 29), date(2026, 5, 5))
    second = replace(line, number=2, what=logo, person=world.director)
    answered = replace(line, state="answered", answered_on=date(2026, 4, 14))
    got = replace(line, state="got", answered_on=date(2026, 4, 24), waited=waited)
    promise = say.WaitLine(3, "promise", draft, world.manager, "", DUE, "open")
    yield say.WaitsShown((line,), ours=True)
    yield say.WaitsShown((replace(line, person=world.manager, asker=world.contact),), ours=False)
    yield say.WaitsShown((line, second, promise), ours=True)
    yield say.WaitsShown((line, second, promise), ours=True, more=4)
    yield say.WaitsShown((answered, replace(second, missing=logo)), ours=True)
    yield say.WaitsShown(
        (got, replace(second, state="moved", moved_to=3), replace(promise, state="cancelled")), ours=True
    )
    days = say.DaysAway(date(2026, 4, 9), date(2026, 4, 15), (world.contact,))
    yield say.WaitsShown((replace(line, away=replace(days, stand_ins=())),), ours=True)
    yield say.Asked(replace(second, away=days), ours=True)
    yield say.Asked(replace(second, away=replace(days, until=days.starts)), ours=True)
    yield say.Asked(second, ours=True)
    yield say.Asked(replace(second, person=world.manager, asker=world.contact), ours=False)
    yield say.Asked(promise, ours=True)
    names = (world.director, world.contact)
    for why in ("unknown_person", "several_people", "several_named", "nobody", "past", "private", "stranger"):
        word = "спросить" if ru else "ask"
        yield say.AskUnclear(world.manager, why, ("Олю" if ru else "Olga"), names, word, DUE)
    promise_word = "обещаю" if ru else "promise"
    yield say.AskUnclear(world.manager, "past", "", (), promise_word, DUE, is_promise=True)
    got_word = "получили" if ru else "got"
    yield say.WhichWait(world.manager, got_word, ((1, texts), (2, logo)), None)
    yield say.WhichWait(world.manager, got_word, ((1, texts), (2, logo)), 7)
    yield say.WhichWait(world.manager, got_word, (), None)
    yield say.WhichWait(world.manager, got_word, (), 7)
    yield say.WhichWait(world.manager, got_word, (), None, others_wait=True)
    part = "не всё: логотип" if ru else "part: the logo"
    yield say.WhichWait(world.manager, got_word, ((1, texts), (2, logo)), None, rest=part)
    written = (
        ("Тексты готовы, папка здесь: https://example.org/texts_v2", "Логотип пришлём в среду.")
        if ru
        else ("The texts are ready: https://example.org/texts_v2", "The logo follows on Wednesday.")
    )
    yield say.AnsweredOnPage(world.contact, texts, written)
    docx = "тексты_2.docx" if ru else "texts_2.docx"
    yield say.AnsweredOnPage(world.contact, texts, written, ((docx, 48_300),))
    yield say.AnsweredOnPage(world.contact, texts, (), ((docx, 48_300), ("logo.svg", 2_400_000)))
    yield say.FileNotAttached(world.contact, docx, "413: the file is larger than 1 MB")
    yield say.WaitClosed(world.contact, texts, "input", waited, date(2026, 4, 24))
    yield say.WaitClosed(world.contact, texts, "input", None, date(2026, 4, 10))
    yield say.WaitClosed(world.contact, texts, "input", one_day, date(2026, 5, 4), by_silence=True)
    yield say.WaitClosed(world.manager, texts, "promise", None, date(2026, 4, 10))
    yield say.PartMissing(world.contact, texts, logo)
    yield say.WaitCancelled(texts)
    yield say.WaitChanged(world.contact, 2, logo, DUE, texts, None)
    yield say.WaitChanged(world.contact, 2, logo, DUE, texts, date(2026, 4, 8))
    yield say.WaitChanged(world.contact, 2, logo, DUE, "", date(2026, 4, 8))
    yield say.WaitChanged(world.manager, 3, draft, DUE, "", date(2026, 4, 8), is_promise=True)
    yield say.AskOver(world.manager, texts)
    yield say.AskOver(world.manager, draft, is_promise=True)
    cancel = "снять" if ru else "cancel"
    yield say.AskDeleted(world.manager, 2, logo, cancel)
    yield say.AskDeleted(world.manager, 3, draft, cancel, is_promise=True)
    again = "напоминания да" if ru else "remind on"
    yield say.RemindersSwitched(texts, on=False, again=again)
    yield say.RemindersSwitched(texts, on=True, again=again)
    yield say.NotTheAsker(world.contact, world.manager)
    after, later = date(2026, 4, 16), ((world.later, date(2026, 6, 2)),)
    yield dates.WaitingMoved(world.director, world.stage, texts, waited, 4, DUE, after, False, later)
    yield dates.WaitingMoved("", world.stage, texts, months, 3, DUE, date(2026, 5, 15), True, ())
    yield dates.WaitingProposed(
        world.director, world.stage, texts, waited, 4, DUE, after, False, date(2026, 5, 4)
    )
    yield dates.WaitingProposed("", world.stage, texts, months, 3, DUE, after, True, date(2026, 5, 4))
    yield dates.WaitingDecided(world.director, world.stage, True, 4, after, DUE)
    yield dates.WaitingDecided(world.director, world.stage, False, 4, DUE, DUE)
    yield dates.WaitingReset(world.manager, world.stage, 4, DUE)
    yield dates.WaitingReset(world.manager, world.stage, 4, after, 3, logo)
    yield say.WaitOrphaned(world.contact, texts, 1)
    yield say.WaitOrphaned(world.contact, texts, 2, is_question=False)
    got, cancel = ("получили", "снять") if ru else ("got", "cancel")
    yield say.DoneWithOpenWaits(world.manager, ((1, texts),), got, cancel)
    yield say.DoneWithOpenWaits(world.manager, ((1, texts), (2, logo)), got, cancel)
    yield reminders.PromiseBroken(world.manager, "ACME-7", draft, DUE)
    later = DateNews(world.stage, after)
    yield NoticeRepeated((world.director, world.contact), later, DUE)
    yield MailNoticeRepeated(world.director, later, DUE, "ACME-12", "Сайт" if ru else "Website")
    yield from _reminders(world, texts, logo, draft)


def _reminders(world: World, texts: str, logo: str, draft: str) -> Iterator[Message]:
    times = ((date(2026, 4, 14), "11:00"), (date(2026, 4, 15), "15:00"))
    rungs: tuple[reminders.ReminderWord, ...] = (
        "heads_up",
        "remind",
        "offer_call",
        "ask_for_another_contact",
    )
    lines = (
        reminders.ReminderLine("ACME-12", texts, DUE, "input"),
        reminders.ReminderLine("ACME-15", world.request, date(2026, 4, 13), "decision"),
        reminders.ReminderLine("ACME-1", world.stage, date(2026, 4, 14), "signature"),
        reminders.ReminderLine("", draft, date(2026, 4, 15), "promise"),
        reminders.ReminderLine("ACME-12", draft, date(2026, 4, 15), "confirmation"),
    )
    for rung in rungs:
        calls = times if rung == "offer_call" else ()
        yield reminders.Reminder(rung, "input", world.contact, texts, DUE, call_times=calls)
        yield reminders.Reminder(rung, "confirmation", world.director, draft, DUE, call_times=calls)
        yield reminders.Reminder(rung, "signature", world.director, world.stage, DUE, call_times=calls)
        yield reminders.ReminderList(rung, world.director, lines, 0 if rung == "remind" else 2, calls)
        if rung == "heads_up":
            page = "https://ugovor.acme.example/mine"
            yield reminders.ReminderList(rung, world.director, lines, 2, calls, page)
        yield reminders.MailReminder(
            person=world.director,
            lines=lines if rung != "remind" else lines[:1],
            more=3 if rung == "offer_call" else 0,
            rung=rung,
            call_times=calls,
            link="https://ugovor.acme.example/answer/abc",
            valid_days=14,
            manager=world.manager,
        )
    pages = ("Сайт", "Магазин") if world.language == "ru" else ("Website", "Shop")
    yield reminders.MailReminder(
        person=world.director,
        lines=lines,
        more=0,
        rung="remind",
        call_times=(),
        link="https://ugovor.acme.example/answer/abc",
        valid_days=14,
        manager=world.manager,
        pages=tuple((title, f"https://ugovor.acme.example/answer/{n}") for n, title in enumerate(pages)),
    )
    yield reminders.Reminder("heads_up", "promise", world.manager, draft, DUE)
    yield reminders.Reminder("remind", "input", world.contact, texts, DUE, missing=logo)
    risk = reminders.DateAtRisk(world.stage, date(2026, 4, 24), date(2026, 4, 16))
    yield reminders.Reminder("heads_up", "input", world.contact, texts, DUE, risk=risk)
    yield reminders.Reminder("remind", "input", world.contact, texts, DUE, risk=risk)
    yield reminders.DeciderTold(world.director, world.contact, texts, "ACME-12", DUE, 10, world.stage, 10)
    yield reminders.DeciderTold(world.director, world.contact, texts, "ACME-12", DUE, 10, world.stage, None)
    yield reminders.DeciderTold(world.director, world.contact, texts, "ACME-12", DUE, 10, "", None)
    stuck_told = (world.director, world.contact, texts, "ACME-12", DUE, 3, world.stage, None)
    yield reminders.DeciderTold(*stuck_told, risk)
    at_risk = (reminders.ReminderLine("ACME-12", texts, DUE, "input", risk), *lines[1:])
    yield reminders.ReminderList("remind", world.director, at_risk, 0)
    yield reminders.MailReminder(
        person=world.director,
        lines=at_risk[:1],
        more=0,
        rung="remind",
        call_times=(),
        link="https://ugovor.acme.example/answer/abc",
        valid_days=14,
        manager=world.manager,
    )
    yield reminders.WaitStuck(world.contact, texts, 1, DUE, 9)
    yield reminders.WaitStuck(world.director, world.request, None, DUE, 9)
    told = reminders.DeciderTold(world.director, world.contact, texts, "ACME-12", DUE, 10, world.stage, 10)
    stuck = tuple(
        reminders.StuckLine(key, what, world.contact, DUE)
        for key, what in (("ACME-12", texts), ("ACME-15", logo))
    )
    yield reminders.DeciderToldList(world.director, stuck)
    yield reminders.DeciderToldList(world.director, stuck, 2)
    own = reminders.StuckLine("ACME-16", logo, world.director, DUE, risk)
    yield reminders.DeciderToldList(world.director, (*stuck, own))
    title = "Сайт" if world.language == "ru" else "Website"
    yield reminders.MailDeciderTold(world.director, told, texts, title, world.manager)
    yield reminders.MailDeciderTold(world.director, None, texts, title, world.manager)
    kept = reminders.DeciderTold(*stuck_told, risk)
    yield reminders.MailDeciderTold(world.director, kept, texts, title, world.manager)
    page = "https://ugovor.acme.example/contracts/ACME/waits"
    yield reminders.DeciderToldList(world.director, stuck, 2, page)
    several = reminders.DeciderToldList(world.director, (*stuck, own), 2, page)
    yield reminders.MailDeciderTold(world.director, None, texts, title, world.manager, several)
