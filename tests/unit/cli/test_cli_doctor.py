"""`ugovor doctor`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from cli_scene import MAPPING, NOW, SECOND_TRACKER, SETTINGS, CliScene, arrival, extra, issue

from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import Decision, IssueState
from plugin.core.model.kept_names import KeptName, Term
from plugin.core.model.options import OfferOption
from plugin.core.model.slots import VERDICT_SLOT
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import Certificate, StageState, Statement, Tick
from plugin.store import (
    deliveries,
    effects,
    heartbeats,
    kept_names,
    record,
    record_timestamps,
    stages,
    webhook_traffic,
)
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.trackers.base import Check, TrackerUnreachable


def _levels(office: CliScene, name: str) -> list[str]:
    return [line["level"] for line in office.json("doctor", "--json") if line["name"] == name]


def _beat(office: CliScene, seconds_ago: float) -> None:
    database = office.database()
    with database.change() as connection:
        heartbeats.save_heartbeat(connection, "worker:host:1", NOW - timedelta(seconds=seconds_ago), {})
    database.close()


def test_all_is_well(office: CliScene) -> None:
    """Every line says ok and the exit code is 0."""
    _beat(office, 5)
    lines = office.json("doctor", "--json")
    assert {line["level"] for line in lines} == {"ok"}
    assert [line["name"] for line in lines] == [
        "settings",
        "public_url",
        "mail",
        "mappings",
        "database",
        "worker",
        "deliveries",
        "effects",
        "main: deliveries",
        "main: address",
        "main: projects",
    ]
    result = office.run("doctor")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "All is well, 0 warnings."


def test_a_tracker_is_asked_for_the_projects_of_its_mappings(office: CliScene) -> None:
    """Permissions are looked at where issues live."""
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == "main: projects"]
    assert line["sentence"] == "ACME"


@pytest.mark.parametrize(
    ("secrets", "levels"),
    [
        pytest.param('["first secret", "second secret"]', ["ok"], id="long ones"),
        pytest.param('["12345678"]', ["ok"], id="just long enough"),
        pytest.param('["first secret", "1234567"]', ["ok", "warn"], id="the older one is short"),
    ],
)
def test_short_secrets_are_warned_of(office: CliScene, secrets: str, levels: list[str]) -> None:
    """A short one is taken and warned of, by its place and without showing it."""
    office.furnish(SETTINGS.replace('["first secret", "second secret"]', secrets))
    assert _levels(office, "settings") == levels
    said = office.run("doctor").stdout
    assert ("trackers.main.webhook_secrets[1] is shorter than 8 characters" in said) is ("warn" in levels)
    assert "1234567" not in said


@pytest.mark.parametrize(
    ("mapping", "name", "level"),
    [
        pytest.param(MAPPING, "mappings", ["ok"], id="a good one"),
        pytest.param(
            MAPPING.replace("title: C", "titel: C"), "mappings", ["no"], id="one that does not load"
        ),
        pytest.param(
            MAPPING.replace("authority: [{person: director, may: [decide]}]", ""),
            "mappings",
            ["warn", "ok"],
            id="one with a warning",
        ),
        pytest.param(
            MAPPING.replace(", team_comments: {role: Agency}", ""),
            "ACME-SITE",
            ["warn"],
            id="team texts are not posted at all",
        ),
        pytest.param(MAPPING.replace("name: main", "name: mian"), "ACME-SITE", ["no"], id="no such tracker"),
    ],
)
def test_faults_of_mappings_are_lines(office: CliScene, mapping: str, name: str, level: list[str]) -> None:
    """A fault says no, what only makes the service quieter warns."""
    office.furnish(mapping=mapping)
    assert _levels(office, name) == level
    assert office.run("doctor").exit_code == (1 if "no" in level else 0)


def test_what_team_comments_are_for_is_said(office: CliScene) -> None:
    """Nobody should wonder where the drafts are."""
    office.furnish(mapping=MAPPING.replace(", team_comments: {role: Agency}", ""))
    assert "texts for the team are not posted at all" in office.run("doctor").stdout


def test_no_mapping_at_all_is_not_well(office: CliScene) -> None:
    """The service would govern nothing."""
    office.mapping_file.unlink()
    assert _levels(office, "mappings") == ["no"]


@pytest.mark.parametrize(
    ("seconds_ago", "level", "said"),
    [
        pytest.param(None, "warn", "None has run on this database yet.", id="before the first start"),
        pytest.param(5, "ok", "Alive, heard of 5 s ago.", id="alive"),
        pytest.param(300, "no", "last heard of 300 s ago.", id="stopped or hanging"),
    ],
)
def test_the_age_of_the_workers_heartbeat_is_judged(
    office: CliScene, seconds_ago: float | None, level: str, said: str
) -> None:
    """The age of its last heartbeat is told."""
    if seconds_ago is not None:
        _beat(office, seconds_ago)
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == "worker"]
    assert line["level"] == level
    assert said in line["sentence"]


@pytest.mark.parametrize(
    ("kind", "parked", "levels"),
    [
        pytest.param("handled", False, ["ok"], id="one that waits: nothing to do"),
        pytest.param("handled", True, ["no"], id="one that was parked: replay it"),
        pytest.param("unknown", False, ["warn"], id="one that was not understood"),
        pytest.param("unknown", True, ["warn"], id="one that was not understood, parked by hand too"),
    ],
)
def test_parked_deliveries_are_counted(office: CliScene, kind: str, parked: bool, levels: list[str]) -> None:
    """What waits for an operator is told."""
    office.receive(arrival(1, kind))
    if parked:
        database = office.database()
        with database.change() as connection:
            deliveries.park(connection, 1, "it failed")
        database.close()
    assert _levels(office, "deliveries") == levels


@pytest.mark.parametrize(
    ("subject", "issue"),
    [
        pytest.param("10015", "10015", id="an issue"),
        pytest.param("stage/ACME-SITE/design", "ACME-2", id="a stage is named by its issue"),
    ],
)
def test_parked_effects_are_named_with_the_command_that_mends_them(
    office: CliScene, subject: str, issue: str
) -> None:
    """The tracker does not show what it should."""
    database = office.database()
    with database.change() as connection:
        effects.request_effect(
            connection, "main", "ACME-SITE", subject, VERDICT_SLOT, PostComment(text="x"), NOW
        )
        [waiting] = effects.load_due(connection, "main", subject, NOW + effects.SETTLE_DELAY)
        effects.park(connection, waiting, "the field is not on the screen")
    database.close()
    result = office.run("doctor")
    assert result.exit_code == 1
    assert "the field is not on the screen" in result.stdout
    assert f"`ugovor recheck {issue} --tracker main`" in result.stdout


GIVEN = {"name": "Peter Falk", "counts": True, "means": "command", "version": 1, "at": NOW}
DESIGN = StageState(contract="ACME-SITE", stage="design")
SAID = DESIGN.model_copy(update={"words": (Statement(by="director", **GIVEN),)})
TICKED = DESIGN.model_copy(update={"ticks": (Tick(number=1, at=NOW),)})
SIGNED = SAID.model_copy(
    update={
        "certificates": (
            Certificate(
                version=1,
                outcome="accepted",
                criteria=(),
                issues=(),
                words=(),
                remarks=(),
                waived=(),
                signed_at=NOW,
                hash="0",
            ),
        )
    }
)
KICKED_OFF = SAID.model_copy(update={"stage": KICK_OFF})
SHIFTED = extra(15, decided=True).model_copy(
    update={
        "change": extra(15, decided=True).change.model_copy(
            update={
                "decisions": (
                    Decision(
                        id="15/1",
                        option=OfferOption(number=1, option="move_deadline", working_days=3),
                        hours=18,
                        by="director",
                        at=NOW,
                        on=NOW.date(),
                    ),
                )
            }
        )
    }
)
RENAMED = MAPPING.replace("id: design", "id: layout")


@pytest.mark.parametrize(
    ("mapping", "stages_said", "issues_said", "told"),
    [
        pytest.param(MAPPING, [SIGNED], [SHIFTED], None, id="nothing was renamed"),
        pytest.param(RENAMED, [], [], None, id="nothing is on record"),
        pytest.param(RENAMED, [DESIGN], [], None, id="nobody has said anything about it"),
        pytest.param(RENAMED, [KICKED_OFF], [], None, id="the kick-off is no stage"),
        pytest.param(RENAMED, [], [extra(15, decided=True)], None, id="a fee shifts nothing"),
        pytest.param(RENAMED, [], [SHIFTED], "its accepted shifts no longer count.", id="a shift"),
        pytest.param(RENAMED, [SIGNED], [], "its sign-off no longer counts.", id="a sign-off"),
        pytest.param(RENAMED, [SAID], [], "what was said about it no longer counts.", id="a word"),
        pytest.param(RENAMED, [TICKED], [], "what was said about it no longer counts.", id="a tick"),
        pytest.param(
            RENAMED,
            [SIGNED],
            [SHIFTED],
            "its accepted shifts no longer count and its sign-off no longer counts.",
            id="both",
        ),
    ],
)
def test_a_stage_that_only_the_record_has_is_warned_of(
    office: CliScene,
    mapping: str,
    stages_said: list[StageState],
    issues_said: list[IssueState],
    told: str | None,
) -> None:
    """A stage that was renamed takes what was decided about it along."""
    _keep(office, stages_said, issues_said)
    office.furnish(mapping=mapping)
    wanted = [f'The stage "design" is on record but not in the mapping: {told}'] if told else []
    assert [line["sentence"] for line in _warnings(office)] == wanted
    assert office.run("doctor").exit_code == 0


@pytest.mark.parametrize(
    ("sentence", "before", "after", "named"),
    [
        ("The one who decided is there.", "", "", []),
        ("She was renamed.", "director", "boss", ["director"]),
    ],
)
def test_a_person_whom_only_the_record_has_is_warned_of(
    office: CliScene, sentence: str, before: str, after: str, named: list[str]
) -> None:
    """A person who decided once must be known by name for good."""
    _keep(office, [], [extra(15, decided=True), extra(16, decided=True)])
    office.furnish(mapping=MAPPING.replace(before, after) if before else MAPPING)
    assert [line["sentence"] for line in _warnings(office)] == [
        f'"{name}" is not one of people, and 2 decisions on record carry that name.' for name in named
    ], sentence


def _keep(office: CliScene, stages_said: list[StageState], issues_said: list[IssueState]) -> None:
    """Put states on record with a live worker while the mapping has the stage."""
    office.put_on_record(*issues_said)
    database = office.database()
    with database.change() as connection:
        for state in stages_said:
            stages.save(connection, state)
    database.close()
    _beat(office, 5)


def _warnings(office: CliScene) -> list[dict[str, str]]:
    return [line for line in office.json("doctor", "--json") if line["level"] == "warn"]


@pytest.mark.parametrize(
    ("check", "level"),
    [
        pytest.param(Check("token", True, "It works."), "ok", id="well"),
        pytest.param(Check("token", True, "Not seen.", "Look there."), "warn", id="well, with a remedy"),
        pytest.param(Check("token", False, "It is refused.", "Renew it."), "no", id="not well"),
    ],
)
def test_a_check_of_the_tracker_becomes_a_line(office: CliScene, check: Check, level: str) -> None:
    """Each becomes a line under the tracker's name."""
    office.trackers["main"].checks = (check,)
    assert _levels(office, "main: token") == [level]


def test_a_tracker_that_fails_is_a_line(office: CliScene) -> None:
    """The other lines are there all the same."""
    office.trackers["main"].fails = TrackerUnreachable("no answer within 10 s")
    result = office.run("doctor")
    assert result.exit_code == 1
    told = "no    main              no answer within 10 s. Check [trackers.main] in the settings."
    assert told in result.stdout


def test_a_full_disk_is_a_line(office: CliScene, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers what is asked and keeps nothing: that is not well."""
    assert office.run("doctor").exit_code == 0
    with closing(sqlite3.connect(office.folder / "ugovor.db", isolation_level=None)) as shell:
        shell.execute("DELETE FROM heartbeats")
        shell.execute("VACUUM")

    change = Database.change

    @contextmanager
    def have_no_room(database: Database) -> Iterator[Connection]:
        with change(database) as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            yield connection

    monkeypatch.setattr(Database, "change", have_no_room)
    result = office.run("doctor")
    assert result.exit_code == 1
    assert "there is no room left on its disk. Make room there." in result.stdout


@pytest.mark.parametrize(
    ("settings", "name", "said"),
    [
        pytest.param(None, "settings", "There are no settings", id="none at all"),
        pytest.param("[service", "settings", "not valid TOML", id="no TOML"),
        pytest.param(
            SETTINGS.replace('token = "token-of-main"', ""),
            "settings",
            "trackers.main.token is missing",
            id="a secret is missing",
        ),
        pytest.param(
            SETTINGS.replace("sqlite:///{database}", "postgresql://u:pass@host:port/x"),
            "settings",
            "service.database is not an address",
            id="a database address that is none",
        ),
        pytest.param(
            SETTINGS.replace("sqlite:///{database}", "sqlite:////nowhere/at/all/x.db"),
            "database",
            "The database does not answer: unable to open database file",
            id="a database that cannot be opened",
        ),
        pytest.param("", "trackers", "The settings have no tracker", id="no tracker"),
    ],
)
def test_settings_and_database_that_cannot_be_used_are_lines(
    office: CliScene, settings: str | None, name: str, said: str
) -> None:
    """What cannot start is told where it is mended; no secret is repeated."""
    path = office.folder / "ugovor.toml"
    path.unlink()
    if settings is not None:
        path.write_text(settings.replace("{database}", str(office.folder / "ugovor.db")), encoding="utf-8")
    result = office.run("doctor", "--json")
    assert result.exit_code == 1
    assert said in result.stdout
    assert name in [line["name"] for line in office.json("doctor", "--json") if line["level"] == "no"]
    assert "pass" not in result.output


@pytest.mark.parametrize(
    ("section", "name", "level", "words"),
    [
        pytest.param("", "mail", "ok", "by `ugovor link` alone", id="no mail"),
        pytest.param(
            '[mail]\nhost = "127.0.0.1"\nport = 9\nsender = "a@b.example"',
            "mail",
            "no",
            "did not answer",
            id="nobody there",
        ),
        pytest.param(
            '[sign_in]\nissuer = "http://127.0.0.1:9"\nclient_id = "u"\nclient_secret = "x"',
            "sign_in",
            "no",
            "https://ugovor.example.com/auth/callback",
            id="no provider",
        ),
    ],
)
def test_address_mail_and_sign_in_are_checked(
    office: CliScene, section: str, name: str, level: str, words: str
) -> None:
    """Mail and provider are asked whether they answer.

    The remedy names what the provider must know.
    """
    settings = office.folder / "ugovor.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"\n{section}\n", encoding="utf-8")
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == name]
    assert level == line["level"]
    assert words in line["sentence"] + line["remedy"]


def test_an_address_without_tls_is_warned_of(office: CliScene) -> None:
    """Links and cookies could be read on their way: a warning, not a no."""
    settings = office.folder / "ugovor.toml"
    text = settings.read_text(encoding="utf-8").replace("https://ugovor", "http://ugovor")
    settings.write_text(text, encoding="utf-8")
    assert ["warn"] == _levels(office, "public_url")


def _arrive(
    office: CliScene, *, signed: int | None, changed: tuple[int, ...] = (), refused: int | None = None
) -> None:
    """Keep a signed delivery, changes that only asking showed, and refusals.

    By their minutes after nine.
    """
    given = [] if signed is None else [arrival(signed)]
    given += [
        arrival(
            number,
            subject=str(number),
            headers={},
            body=b"",
            event_name="reconcile",
            happened_at=NOW.replace(minute=number),
        )
        for number in changed
    ]
    office.receive(*given)
    if refused is not None:
        database = office.database()
        with database.change() as connection:
            webhook_traffic.add_refused(connection, "main", 3, NOW.replace(minute=refused - 1))
            webhook_traffic.add_refused(connection, "main", 2, NOW.replace(minute=refused))
        database.close()


@pytest.mark.parametrize(
    ("signed", "changed", "refused", "level", "said"),
    [
        pytest.param(None, (), None, "ok", "None has arrived yet", id="before the first"),
        pytest.param(
            5, (), None, "ok", "The last signed one arrived at 2026-04-01T09:05:00Z.", id="one came"
        ),
        pytest.param(5, (7, 14), None, "ok", "The last signed one", id="a change told a little later"),
        pytest.param(5, (20,), None, "warn", "Since then 1 issue changed without one.", id="silent"),
        pytest.param(
            None, (20, 30), None, "no", "No signed one ever arrived. Since then 2 issues", id="never one"
        ),
        pytest.param(
            None, (), 20, "no", "Signatures keep failing: 5 deliveries were refused since", id="refused"
        ),
        pytest.param(
            5, (), 20, "no", "the last at 2026-04-01T09:20:00Z. The last signed one arrived", id="no longer"
        ),
        pytest.param(25, (), 20, "ok", "The last signed one", id="mended since"),
    ],
)
def test_a_silent_webhook_and_a_secret_that_does_not_fit_are_told(
    office: CliScene,
    signed: int | None,
    changed: tuple[int, ...],
    refused: int | None,
    level: str,
    said: str,
) -> None:
    """No signed delivery since when, changes that came without one.

    Signatures that keep failing.
    """
    _arrive(office, signed=signed, changed=changed, refused=refused)
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == "main: deliveries"]
    assert line["level"] == level
    assert said in line["sentence"]
    assert bool(line["remedy"]) == (level != "ok")


@pytest.mark.parametrize(
    ("ends", "level", "said"),
    [
        ("2026-06-01", [], ""),
        ("2026-04-20", ["warn"], "The token runs out on 2026-04-20, in 19 days."),
        ("2026-03-31", ["no"], "The token ran out on 2026-03-31."),
    ],
)
def test_a_token_that_runs_out_is_told(office: CliScene, ends: str, level: list[str], said: str) -> None:
    """Where the tracker does not say it, the settings do; thirty days before it warns."""
    office.furnish(SETTINGS + f"token_expires = {ends}\n")
    lines = [line for line in office.json("doctor", "--json") if line["name"] == "main: token life"]
    assert [line["level"] for line in lines] == level
    assert [line["sentence"] for line in lines] == [said] * len(level)


def test_a_person_with_the_services_own_account_is_refused(office: CliScene) -> None:
    """A person whose account is the service's own.

    Doctor says it, whether the settings name it or not.
    """
    office.furnish(mapping=MAPPING.replace("u-director", "u-bot"))
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == "people of ACME-SITE"]
    assert line["level"] == "no"
    assert line["sentence"].startswith("people.director (Peter Falk) has the service's own account u-bot")


def test_faulty_settings_do_not_hide_faulty_mappings(office: CliScene) -> None:
    """One round names everything.

    Each fault of the settings, and those of the mapping files.
    """
    office.furnish(
        SETTINGS.replace('kind = "jira_cloud"', 'kind = "jria"').replace("token =", "tokn ="),
        MAPPING.replace("title: C", "titel: C"),
    )
    lines = office.json("doctor", "--json")
    assert [line["level"] for line in lines if line["name"] == "settings"] == ["no"] * 3
    assert [line["level"] for line in lines if line["name"] == "mappings"] == ["no"]


def test_a_database_that_does_not_answer_does_not_hide_the_trackers(office: CliScene) -> None:
    """One round names everything: the trackers are asked all the same."""
    office.furnish(SETTINGS.replace("sqlite:///{database}", "sqlite:////nowhere/at/all.db"))
    office.trackers["main"].checks = (Check("token", ok=False, sentence="It is refused."),)
    assert _levels(office, "database") == ["no"]
    assert _levels(office, "main: token") == ["no"]


def test_every_tracker_is_asked_whatever_the_others_answer(office: CliScene) -> None:
    """One round names everything."""
    office.furnish(SETTINGS + SECOND_TRACKER)
    office.trackers["main"].fails = TrackerUnreachable("no answer within 10 s")
    assert _levels(office, "main") == ["no"]
    assert _levels(office, "own: address") == ["ok"]


@pytest.mark.parametrize(
    ("entries", "stamped_days_ago", "level", "said"),
    [
        pytest.param(0, None, "ok", "Nothing is on record yet", id="nothing to stamp"),
        pytest.param(1, None, "warn", "The record has no time stamp yet.", id="not stamped yet"),
        pytest.param(2, 1, "ok", "of entry 1.", id="yesterday"),
        pytest.param(2, 3, "warn", "of entry 1.", id="the authority is silent"),
    ],
)
def test_time_stamps_are_told_where_an_authority_is_set(
    office: CliScene, entries: int, stamped_days_ago: int | None, level: str, said: str
) -> None:
    """When the record's head was last stamped, and where to look if it is not."""
    office.furnish(SETTINGS + '[record]\ntimestamp_url = "https://tsa.example/tsr"\n')
    database = office.database()
    with database.change() as connection:
        fresh = [record.NewEntry("ACME-SITE", "main", "1", "verdict", {"n": n}) for n in range(entries)]
        places = record.append(connection, NOW, fresh)
        if stamped_days_ago is not None:
            at = NOW - timedelta(days=stamped_days_ago)
            stamp = record_timestamps.KeptStamp(1, places[0].hash, at, b"")
            record_timestamps.save_stamp(connection, stamp)
    database.close()
    [line] = [line for line in office.json("doctor", "--json") if line["name"] == "time stamps"]
    assert (line["level"], said in line["sentence"]) == (level, True)


@pytest.mark.parametrize(
    ("labels", "on_record", "told"),
    [
        pytest.param({"beyond-scope"}, 0, True, id="our label, and nothing on record"),
        pytest.param({"beyond-scope"}, 1, False, id="our label, and a record"),
        pytest.param({"urgent", "warranty"}, 0, False, id="labels that people have, too"),
        pytest.param(set(), 0, False, id="a new project"),
    ],
)
def test_an_empty_database_where_there_was_one_is_told(
    office: CliScene, monkeypatch: pytest.MonkeyPatch, labels: set[str], on_record: int, told: bool
) -> None:
    """The tracker shows our labels, but nothing is on record."""
    shown = issue(15).model_copy(update={"labels": frozenset(labels)})
    tracker = office.trackers["main"]
    monkeypatch.setattr(tracker, "iter_issues", lambda *_: iter([shown]))
    database = office.database()
    with database.change() as connection:
        record.append(connection, NOW, [record.NewEntry("ACME-SITE", "main", "1", "verdict", {})] * on_record)
    database.close()
    said = [
        line for line in office.json("doctor", "--json") if "is this the right database?" in line["sentence"]
    ]
    assert [line["level"] for line in said] == ["no"] * told
    assert all("ACME-15" in line["sentence"] and "newest backup" in line["remedy"] for line in said)


def test_a_renamed_status_is_named_once(office: CliScene) -> None:
    """The mapping says «Done», the tracker calls it «Closed» now; both work."""
    statuses = "team_comments: {role: Agency}, statuses: {done: [Done]}}"
    office.furnish(mapping=MAPPING.replace("team_comments: {role: Agency}}", statuses))
    database = office.database()
    with database.change() as connection:
        kept_names.save(connection, "main", KeptName("status", "5", "Done", "Done"))
    database.close()
    office.trackers["main"].terms = (Term("status", "5", "Closed"),)
    [line] = [
        each for each in office.json("doctor", "--json") if each["name"] == "main: statuses of ACME-SITE"
    ]
    assert line["level"] == "warn"
    assert (
        'says "Done" (tracker.statuses.done), the tracker calls this status "Closed" now' in line["sentence"]
    )
    assert line["remedy"] == 'Write "Closed" in the mapping when convenient.'
