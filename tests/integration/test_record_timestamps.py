"""The record's head is stamped once a day by an authority.

And the answers are checked.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Response
from timestamp_authority import Authority, timestamp_authority

from plugin.cli import main
from plugin.store import claims, record, record_timestamps, schema
from plugin.store.engine import Database
from plugin.store.record_timestamps import KeptStamp
from plugin.timestamps.authority import TimestampAuthority
from plugin.worker.lease import LeaseHolder
from plugin.worker.record_stamper import RecordStamper

SETTINGS = """
[service]
database = "sqlite:///{folder}/ugovor.db"
mappings = "mappings"
[record]
timestamp_url = "{url}"
{roots}
"""


@dataclass
class Clock:
    """A clock that is moved by hand."""

    moment: datetime = datetime(2026, 11, 30, 9, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment


@dataclass
class Stamping:
    """A record, its stamper, and an authority."""

    folder: Path
    authority: Authority
    database: Database
    clock: Clock

    def write(self, number: int) -> None:
        """Put an entry on record."""
        with self.database.change() as connection:
            entry = record.NewEntry("ACME-SITE", "main", "10015", "verdict", {"n": number})
            record.append(connection, self.clock.moment, [entry])

    def work(self, **later: float) -> str:
        """Do what is due some time later; return what came of it."""
        self.clock.moment += timedelta(**later)
        stamper = RecordStamper(self.database, TimestampAuthority(self.authority.url, timeout_s=5))
        stamper.start({"main": None}, self.clock.moment)
        holder = LeaseHolder(self.database, self.clock, timedelta(minutes=2))
        lease = holder.claim(self.clock.moment)
        if lease is None:
            return "nothing is due"
        said = stamper.stamp(lease, self.clock.moment)
        holder.release(None)
        return said

    def kept(self) -> list[int]:
        """Return the entries that were stamped."""
        with self.database.look() as connection:
            return [stamp.seq for stamp in record_timestamps.load_all(connection)]

    def run(self, *args: str, trusts: bool = True) -> Result:
        """Run `ugovor record`."""
        roots = f'timestamp_roots = "{self.authority.roots}"' if trusts else ""
        text = SETTINGS.format(folder=self.folder, url=self.authority.url, roots=roots)
        (self.folder / "ugovor.toml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["--config", str(self.folder / "ugovor.toml"), "record", *args])


@pytest.fixture
def stamping(tmp_path: Path) -> Iterator[Stamping]:
    """An empty record beside an authority."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(database)
    with timestamp_authority(tmp_path / "tsa") as authority:
        yield Stamping(tmp_path, authority, database, Clock())
    database.close()


def test_the_head_is_stamped_once_a_day(stamping: Stamping) -> None:
    """An authority is asked once a day for the head.

    And only where there is a new one.
    """
    assert stamping.work() == "nothing new is on record"
    stamping.write(1)
    stamping.write(2)
    assert stamping.work(hours=23) == "nothing is due"
    assert stamping.work(hours=1).startswith("entry 2 was stamped at 20")
    stamping.write(3)
    assert stamping.work(hours=2) == "nothing is due"
    assert stamping.work(hours=22).startswith("entry 3 was stamped")
    assert stamping.work(days=1) == "nothing new is on record"
    assert (stamping.kept(), stamping.authority.asked) == ([2, 3], 2)


@pytest.mark.parametrize(
    "fails",
    [
        pytest.param(Response(status=503), id="it is down"),
        pytest.param(Response("<html>", content_type="text/html"), id="a page"),
        pytest.param(Response(b"0" * 21_000_000), id="a huge answer"),
    ],
)
def test_an_authority_that_fails_is_asked_again_in_an_hour(stamping: Stamping, fails: Response) -> None:
    """Nothing is kept of it, and nothing else waits."""
    stamping.write(1)
    stamping.authority.fails = [fails]
    assert stamping.work() == "not stamped"
    assert stamping.kept() == []
    assert stamping.work(minutes=59) == "nothing is due"
    assert stamping.work(minutes=1).startswith("entry 1 was stamped")


def test_an_answer_to_another_question_is_not_kept(stamping: Stamping) -> None:
    """The nonce of an old answer does not fit."""
    stamping.write(1)
    stamping.work()
    with stamping.database.look() as connection:
        (old,) = record_timestamps.load_all(connection)
    stamping.write(2)
    stamping.authority.fails = [Response(old.answer)]
    assert stamping.work(days=1) == "not stamped"
    assert stamping.kept() == [1]


def test_record_verify_checks_the_answers(stamping: Stamping) -> None:
    """Whole, trusted answers are counted; an untrusted root says where it goes."""
    stamping.write(1)
    stamping.work()
    result = stamping.run("verify")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "The record holds: 1 entry.")
    assert "1 time stamp holds, the last of 20" in result.stdout
    untrusted = stamping.run("verify", trusts=False)
    assert untrusted.exit_code == 1
    assert "the time stamp of entry 1: its signature does not hold" in untrusted.stderr
    assert "record.timestamp_roots" in untrusted.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param("cut", "the answer is no time stamp", id="cut off"),
        pytest.param("flip", "its signature does not hold", id="a bit flipped at the end"),
        pytest.param("rewritten", "is of another record", id="the record was written anew"),
        pytest.param("moved", "it is a time stamp of another hash", id="kept under another entry"),
    ],
)
def test_an_answer_that_does_not_hold_is_named(stamping: Stamping, spoil: str, said: str) -> None:
    """A record that was written anew has other hashes than those that were stamped."""
    stamping.write(1)
    stamping.work()
    stamping.write(2)
    with stamping.database.change() as connection:
        (kept,) = record_timestamps.load_all(connection)
        answer, seq, hashed = kept.answer, kept.seq, kept.hash
        if spoil == "cut":
            answer = answer[:-40]
        elif spoil == "flip":
            answer = answer[:-5] + bytes([answer[-5] ^ 1]) + answer[-4:]
        elif spoil == "rewritten":
            hashed = "0" * 64
        else:
            seq, hashed = record.load_head(connection)
        record_timestamps.save_stamp(connection, KeptStamp(seq, hashed, kept.stamped_at, answer))
    result = stamping.run("verify")
    assert result.exit_code == 1
    assert said in result.stderr


def test_answers_are_checked_without_us(stamping: Stamping, tmp_path: Path) -> None:
    """`record export --timestamps` writes what OpenSSL alone can verify."""
    stamping.write(1)
    stamping.work()
    assert stamping.run("export", "--timestamps", str(tmp_path / "stamps")).exit_code == 0
    with stamping.database.look() as connection:
        _, head = record.load_head(connection)
    (tmp_path / "head").write_text(head)
    command = ["openssl", "ts", "-verify", "-data", tmp_path / "head", "-in", tmp_path / "stamps" / "1.tsr"]
    checked = subprocess.run(  # noqa: S603
        [*command, "-CAfile", stamping.authority.roots],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (checked.returncode, "Verification: OK" in checked.stdout + checked.stderr) == (0, True)


def test_without_an_authority_nobody_is_asked(stamping: Stamping) -> None:
    """The timer ends where the setting was taken out."""
    stamping.write(1)
    stamping.work()
    stamper = RecordStamper(stamping.database, None)
    holder = LeaseHolder(stamping.database, stamping.clock, timedelta(minutes=2))
    lease: claims.Lease | None = holder.claim(stamping.clock.moment + timedelta(days=2))
    assert lease is not None
    assert stamper.stamp(lease, stamping.clock.moment) == "no authority is set any more"
    holder.release(None)
    assert holder.claim(stamping.clock.moment + timedelta(days=9)) is None
