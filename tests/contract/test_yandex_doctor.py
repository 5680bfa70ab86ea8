"""What `ugovor doctor` finds out about an organisation on Yandex Tracker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from contracts import contracts_on
from yandex_site import ANNA, BOT, MARIA, PETR, URL, YandexSite
from yandex_standin.people import MEMBER, READER

from mappings.model import ContractMapping
from plugin.trackers.base import Check

SECRET = "a secret of more than thirty-two characters"


@pytest.fixture
def yandex() -> Iterator[YandexSite]:
    """An organisation whose queue has our triggers."""
    site = YandexSite()
    site.tracker().connect(URL, SECRET, ("ACME",))
    yield site
    site.close()


def lines(
    yandex: YandexSite, contracts: tuple[ContractMapping, ...] | None = None, **settings: object
) -> dict[str, Check]:
    """Return every line by its name."""
    given = yandex.tracker(**settings).check(contracts or contracts_on("ACME"))
    return {line.name: line for line in given}


def failed(
    yandex: YandexSite, contracts: tuple[ContractMapping, ...] | None = None, **settings: object
) -> dict[str, str]:
    """Return the lines that are not well, by name."""
    found = lines(yandex, contracts, **settings)
    return {name: f"{line.sentence} {line.remedy}" for name, line in found.items() if not line.ok}


def become(yandex: YandexSite, number: int, **change: Any) -> None:
    """Change one of the organisation's people."""
    yandex.state.people[number] = replace(yandex.state.people[number], **change)


def test_all_is_well(yandex: YandexSite) -> None:
    """Rights, names, people and triggers pass every line."""
    statuses = {"working": ["В работе"], "done": ["resolved"], "accepted": ["Закрыт"]}
    contracts = contracts_on("ACME", statuses=statuses, defect_types=["Ошибка"], stage_type="stage")
    found = lines(yandex, contracts)
    assert {} == {name: line.sentence for name, line in found.items() if not line.ok or line.remedy}
    assert {"address", "token", "account", "rights in ACME"} <= set(found)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({"url": "http://127.0.0.1:9"}, ["address"], id="nothing answers"),
        pytest.param({"token": "y0_other"}, ["token"], id="the token is not accepted"),
        pytest.param({"org_id": "1"}, ["token"], id="another organisation"),
        pytest.param(
            {"org_id": None, "cloud_org_id": "8020001"}, ["token"], id="the organisation in the other header"
        ),
        pytest.param({"account": ANNA}, ["account"], id="the account is somebody else's"),
        pytest.param({"account": None}, ["account"], id="no account is set"),
    ],
)
def test_faults_of_the_settings(
    yandex: YandexSite, settings: dict[str, str | None], expected: list[str]
) -> None:
    """Each fault shows in its own line."""
    assert expected == list(failed(yandex, **settings))


def test_the_account_that_is_wanted_is_named(yandex: YandexSite) -> None:
    """To paste into the settings."""
    assert f'account = "{BOT}"' in failed(yandex, account=None)["account"]


def test_an_account_without_a_licence_reads_only(yandex: YandexSite) -> None:
    """It could write nothing."""
    become(yandex, 0, is_licensed=False)
    assert "reads only" in failed(yandex)["licence"]


def test_a_token_of_iam_is_warned_of(yandex: YandexSite) -> None:
    """It works, and ends after some hours."""
    become(yandex, 0, token="t1.9euelZ")
    line = lines(yandex, token="t1.9euelZ")["token life"]
    assert (True, "Use an OAuth token instead.") == (line.ok, line.remedy)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rights": READER | {"GRANT"}}, "lacks WRITE"),
        ({"rights": frozenset({"GRANT", "READ"}), "is_licensed": True}, "lacks WRITE"),
    ],
)
def test_a_right_that_is_missing(yandex: YandexSite, change: dict[str, Any], says: str) -> None:
    """By the word that the tracker has for it."""
    become(yandex, 0, **change)
    assert says in failed(yandex)["rights in ACME"]


def test_rights_that_are_not_told(yandex: YandexSite) -> None:
    """That is no fault."""
    yandex.faults.next("GET", "/permissions/", "403")
    assert "is not told" in lines(yandex)["rights in ACME"].sentence


def test_a_queue_that_is_closed_to_the_account(yandex: YandexSite) -> None:
    """One line, with the remedy."""
    become(yandex, 0, closed_queues=frozenset({"ACME"}))
    assert "give the account access" in failed(yandex)["queue ACME"]


def linked(**link: str) -> list[dict[str, object]]:
    """Return a stage with one item that issues are linked to."""
    return [{"id": "design", "title": "Design", "items": [{"id": "2.1", "title": "Card", "link": link}]}]


@pytest.mark.parametrize(
    ("parts", "kind", "says", "remedy"),
    [
        ({"tracker": {"statuses": {"done": ["Решен"]}}}, "statuses", "tracker.statuses.done", '"Решён"?'),
        ({"tracker": {"statuses": {"done": ["resolvd"]}}}, "statuses", 'no status "resolvd"', '"resolved"'),
        ({"tracker": {"defect_types": ["Ошибки"]}}, "types", 'no type "Ошибки"', '"Ошибка"?'),
        ({"tracker": {"fields": {"due": "deadlin"}}}, "fields", "tracker.fields.due", '"deadline"'),
        ({"stages": linked(component="inner pages")}, "components", "link of 2.1", '"inner-pages"?'),
        ({"stages": linked(version="1,0")}, "versions", "link of 2.1", '"1.0"?'),
        ({"stages": linked(epic="ACME-11")}, "issues", "ACME-11", 'Did you mean ACME-1 ("Design")?'),
        ({"people": "a.belova"}, "people", 'account "a.belova"', f'Did you mean "{ANNA}" (Анна Белова)?'),
        ({"tracker": {"projects": ["ACMY"]}}, "queue", "no such thing", '"ACME"?'),
        ({"tracker": {"projects": ["acme"]}}, "queue", "no such thing", '"ACME"?'),
        ({"tracker": {"team": {"role": "Agency"}}}, "tracker.team", "not of roles", "team: {group"),
        (
            {"tracker": {"team_comments": {"group": "Agency"}}},
            "team_comments",
            "nothing for the team is posted",
            "Take team_comments out of the mapping",
        ),
    ],
)
def test_each_missing_name_comes_with_did_you_mean(
    yandex: YandexSite, parts: dict[str, Any], kind: str, says: str, remedy: str
) -> None:
    """Doctor says which names it cannot find, with "did you mean"."""
    yandex.create("Design")
    data: dict[str, Any] = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {"name": "main", "projects": ["ACME"], **parts.get("tracker", {})},
        "stages": parts.get("stages", [{"id": "design", "title": "Design"}]),
    }
    if login := parts.get("people"):
        data["people"] = {"contact": {"name": "Анна Белова", "side": "client", "account": login}}
    given = yandex.tracker().check((ContractMapping.model_validate(data),))
    (line,) = [line for line in given if not line.ok and line.name.startswith(kind)]
    assert says in line.sentence
    assert remedy in line.remedy


def test_fields_for_trackers_without_labels_are_needless(yandex: YandexSite) -> None:
    """Tags are there."""
    found = failed(yandex, contracts_on("ACME", fields={"verdict": "epic"}))
    assert "Yandex Tracker has tags" in found["fields of ACME-SITE"]


def people(**parts: Any) -> tuple[ContractMapping, ...]:
    """Return a contract with people of both sides."""
    data = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {"name": "main", "projects": ["ACME"], **parts.get("tracker", {})},
        "people": {
            "director": {
                "name": "Пётр Соколов",
                "side": "client",
                "account": PETR,
                **parts.get("director", {}),
            },
            "contact": {"name": "Анна Белова", "side": "client", "account": ANNA},
            "manager": {"name": "Мария Орлова", "side": "contractor", "account": MARIA},
            "guest": {"name": "Гость", "side": "client", "email": "guest@acme.example"},
        },
        "stages": [{"id": "design", "title": "Design"}],
    }
    return (ContractMapping.model_validate(data),)


def test_people_who_only_read_are_named(yandex: YandexSite) -> None:
    """They cannot answer in an issue: a mail leads to a page."""
    line = lines(yandex, people())["licences of ACME-SITE"]
    assert line.ok
    assert "Пётр Соколов can only read" in line.sentence
    assert "Give Пётр Соколов an email" in line.remedy
    mailed = lines(yandex, people(director={"email": "p@acme.example"}))["licences of ACME-SITE"]
    assert (True, "") == (mailed.ok, mailed.remedy)
    assert "They answer on signed pages." in mailed.sentence


def test_our_own_people_need_a_licence(yandex: YandexSite) -> None:
    """Rulings and estimates are written in issues."""
    become(yandex, 1, is_licensed=False)
    assert "Give Мария Орлова full access" in lines(yandex, people())["licences of ACME-SITE"].remedy


@pytest.mark.parametrize(
    ("why", "group", "groups", "is_well", "says"),
    [
        ("our people are in it", "Agency", {}, True, "Who is in Agency is one of ours."),
        ("it is misspelt", "Agncy", {}, False, 'Did you mean "Agency"?'),
        ("nobody is in any", "Agency", {1: frozenset()}, False, "put them into it"),
        (
            "the client is in it",
            "Agency",
            {2: frozenset({"Agency"})},
            False,
            "so it proves nobody to be ours",
        ),
    ],
)
def test_the_group_that_proves_who_is_ours(
    yandex: YandexSite, why: str, group: str, groups: dict[int, frozenset[str]], is_well: bool, says: str
) -> None:
    """By the groups of the people whom the mapping names."""
    for number, held in groups.items():
        become(yandex, number, groups=held)
    line = lines(yandex, people(tracker={"team": {"group": group}}))["tracker.team of ACME-SITE"]
    assert is_well is line.ok, why
    assert says in f"{line.sentence} {line.remedy}"


def test_groups_that_are_not_told(yandex: YandexSite) -> None:
    """All our people have to be named then."""
    yandex.faults.next("GET", f"/users/{ANNA}", "403", times=5)
    line = lines(yandex, people(tracker={"team": {"group": "Agency"}}))["tracker.team of ACME-SITE"]
    assert (True, "Name all our people in `people`, with side.") == (line.ok, line.remedy)


@pytest.mark.parametrize(
    ("type_", "defects", "is_well"),
    [("Ошибка", [], True), ("bug", [], False), ("bug", ["bug"], True)],
)
def test_a_price_by_a_type_goes_by_its_name(
    yandex: YandexSite, type_: str, defects: list[str], is_well: bool
) -> None:
    """Unless the tracker's terms say the key, which stands for the type then."""
    data = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {"name": "main", "projects": ["ACME"], "defect_types": defects},
        "price": {"hour": 3500, "by": [{"type": type_, "hour": 4000}]},
        "stages": [{"id": "design", "title": "Design"}],
    }
    found = failed(yandex, (ContractMapping.model_validate(data),))
    assert is_well is ("price of ACME-SITE" not in found)


# Triggers


def test_missing_triggers_are_named(yandex: YandexSite) -> None:
    """With the command that makes them."""
    del yandex.state.triggers[1]
    yandex.state.triggers[1].active = False
    found = failed(yandex)["triggers of ACME"]
    assert "No active trigger tells of update, comment" in found
    assert "`ugovor connect main`" in found


def test_triggers_that_the_account_may_not_see(yandex: YandexSite) -> None:
    """No fault: they are an owner's; the line says how to look."""
    become(yandex, 0, rights=MEMBER)
    line = lines(yandex)["triggers of ACME"]
    assert line.ok
    assert "`ugovor deliveries list`" in line.remedy


def call(yandex: YandexSite, *statuses: int | None) -> None:
    """Make the update trigger call, and be answered so."""
    answers = iter(statuses)
    yandex.state.hooks.deliver = lambda *_: next(answers, 204)
    issue = yandex.create("Design")
    yandex.state.hooks.take()
    for number in range(len(statuses)):
        yandex.edit(issue, summary=f"Design {number}")
        yandex.state.hooks.deliver_due()


@pytest.mark.parametrize(
    ("why", "statuses", "is_well", "says", "remedy"),
    [
        ("all were taken", (204, 204), True, "was answered 204.", ""),
        ("the last failed", (204, 502), False, "was answered 502. Of the last 2 calls 1 failed", "IPv6"),
        ("nobody answered", (None,), False, "was answered not at all.", "can be reached from outside"),
        ("one failed before", (502, 204), True, "Of the last 2 calls 1 failed", "can be reached"),
        ("the secret is another", (401,), False, "was answered 401.", "Run `ugovor connect main` again."),
    ],
)
def test_the_last_calls_of_a_trigger(
    yandex: YandexSite, why: str, statuses: tuple[int | None, ...], is_well: bool, says: str, remedy: str
) -> None:
    """The log says how each was answered; none is repeated."""
    call(yandex, *statuses)
    line = lines(yandex)["trigger Ugovor: update of ACME"]
    assert is_well is line.ok, why
    assert says in line.sentence
    assert remedy in line.remedy


def test_a_trigger_that_has_not_called_yet(yandex: YandexSite) -> None:
    """That is no fault."""
    line = lines(yandex)["trigger Ugovor: create of ACME"]
    assert (True, "It is on, and has not called yet.", "") == (line.ok, line.sentence, line.remedy)


def test_a_log_that_is_not_told(yandex: YandexSite) -> None:
    """The trigger is on all the same."""
    yandex.faults.next("GET", "/webhooks/log", "500", times=3)
    assert "is not told" in lines(yandex)["trigger Ugovor: create of ACME"].sentence


def test_nothing_is_written(yandex: YandexSite) -> None:
    """Doctor only looks."""
    yandex.state.calls.clear()
    lines(yandex)
    written = [path for method, path in yandex.state.calls if method != "GET"]
    assert [] == [path for path in written if not path.endswith("/_search")]
