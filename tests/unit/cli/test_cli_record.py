"""`ugovor record verify|export`."""

from __future__ import annotations

import json

import pytest
from cli_scene import NOW, CliScene

from plugin.store import record


def _write(office: CliScene, entries: int, *spoil: str) -> None:
    """Put entries on record, then do to the table what nobody should."""
    database = office.database()
    fresh = [record.NewEntry("ACME-SITE", "main", "10015", "verdict", {"n": n}) for n in range(entries)]
    with database.change() as connection:
        record.append(connection, NOW, fresh)
    with database.change() as connection:
        for statement in spoil:
            connection.exec_driver_sql(statement)
    database.close()


def test_a_whole_record_holds(office: CliScene) -> None:
    """People read how long it is, programs that it is well."""
    _write(office, 3)
    assert office.run("record", "verify").stdout == "The record holds: 3 entries.\n"
    assert office.json("record", "verify", "--json") == {
        "ok": True,
        "entries": 3,
        "erased": 0,
        "seq": None,
        "sentence": "",
        "timestamps": 0,
    }


@pytest.mark.parametrize(
    ("given", "exit_code", "said"),
    [
        pytest.param("2:{hash12}", 0, "1 noted head fits.", id="as under a comment"),
        pytest.param("2 · {hash12}", 0, "1 noted head fits.", id="copied as it is shown"),
        pytest.param("2:{HASH}", 0, "1 noted head fits.", id="the whole hash, in capitals"),
        pytest.param("1:{hash12}", 1, "entry 1 has the head", id="of another entry"),
        pytest.param("2:000000000000", 1, "not 000000000000", id="of another record"),
        pytest.param("9:{hash12}", 1, "entry 9 is not in the record, whose last is 3", id="cut off"),
        pytest.param("2:{hash12}x", 2, "such as 412:3f9a2b7c10de", id="a slip"),
        pytest.param("2:abc", 2, "such as 412:3f9a2b7c10de", id="too few digits"),
    ],
)
def test_a_noted_head_is_held_against_the_chain(
    office: CliScene, given: str, exit_code: int, said: str
) -> None:
    """`record verify --head SEQ:HASH` holds a chain against what somebody noted."""
    _write(office, 3)
    exported = json.loads(office.run("record", "export").stdout.splitlines()[1])
    head = given.format(hash12=exported["hash"][:12], HASH=exported["hash"].upper())
    result = office.run("record", "verify", "--head", head)
    assert result.exit_code == exit_code
    assert said in result.stdout + result.stderr


def test_several_heads_are_held_against_it_at_once(office: CliScene) -> None:
    """Each that does not fit is named."""
    _write(office, 3)
    heads = ("--head", "1:000000000000", "--head", "7:111111111111")
    result = office.run("record", "verify", *heads)
    assert result.exit_code == 1
    assert "entry 1 has the head" in result.stderr
    assert "entry 7 is not in the record" in result.stderr
    told = json.loads(office.run("record", "verify", "--json", *heads).stdout)
    assert (told["ok"], told["seq"]) == (False, None)


@pytest.mark.parametrize(
    ("spoil", "seq"),
    [
        pytest.param("""UPDATE record SET payload = '{"n":7}' WHERE seq = 2""", 2, id="an entry was changed"),
        pytest.param("DELETE FROM record WHERE seq = 2", 2, id="an entry was taken out"),
        pytest.param("DELETE FROM record WHERE seq = 3", 3, id="the end was cut off"),
    ],
)
def test_the_first_bad_entry_is_named(office: CliScene, spoil: str, seq: int) -> None:
    """The exit code says no, and the sentence names the place."""
    _write(office, 3, spoil)
    result = office.run("record", "verify")
    assert result.exit_code == 1
    assert f"from seq {seq} on" in result.stderr
    told = office.run("record", "verify", "--json")
    assert (told.exit_code, json.loads(told.stdout)["seq"]) == (1, seq)


def test_the_record_is_exported_a_line_an_entry(office: CliScene) -> None:
    """JSON Lines, in order, with everything that the hash covers."""
    _write(office, 2)
    entries = [json.loads(line) for line in office.run("record", "export").stdout.splitlines()]
    assert [(entry["seq"], entry["payload"]) for entry in entries] == [(1, {"n": 0}), (2, {"n": 1})]
    assert entries[1]["previous"] == entries[0]["hash"]


def test_an_empty_record_exports_nothing(office: CliScene) -> None:
    """Not even an empty line."""
    assert office.run("record", "export").stdout == ""
