"""The lines of `ugovor doctor` for the names of a mapping.

Is each of them in the tracker.

Every name is looked up, whatever came of the one before; each that is missing has a line of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from mappings.model import ContractMapping, Person
from mappings.suggestions import did_you_mean, find_closest, join_words
from plugin.core.model.kept_names import find_alike
from plugin.trackers.base import (
    Check,
    FoundPerson,
    IssueGone,
    NotPermitted,
    TrackerBusy,
    TrackerError,
    TrackerUnreachable,
)
from plugin.trackers.mentioned_names import (
    PLURALS,
    IssueMention,
    Mention,
    NameKind,
    list_issue_mentions,
    list_mentions,
)

_MAX_LISTED = 12
"""A remedy lists what there is up to that many names."""


class Directory(Protocol):
    """What a tracker tells of its names."""

    @property
    def product(self) -> str:
        """How people call the tracker, such as `Jira`."""

    def list_names(self, kind: NameKind, project: str, wanted: Collection[str]) -> Mapping[str, str] | None:
        """Return the names of a project by the word that a mapping writes.

        Each with what people call it.

        None where the tracker does not tell; `wanted` are the names that are looked for.
        """

    def find_issue(self, issue: str) -> str | None:
        """Look for an issue; `IssueGone` where there is none.

        Return its key now, where a tracker may have given it another.
        """

    def list_issues(self, project: str) -> Mapping[str, str]:
        """Return some issues of a project, stages and epics among them: key and summary."""

    def find_person(self, account: str) -> FoundPerson | None:
        """Return whose account it is, None where nobody has it."""

    def find_people(self, name: str) -> tuple[FoundPerson, ...]:
        """Return the people of this name."""


def describe_failure(error: TrackerError, product: str) -> str:
    """Say what happened in words, with the tracker's own answer behind them."""
    if isinstance(error, NotPermitted):
        what = f"{product} does not let the account look at this"
    elif isinstance(error, IssueGone):
        what = f"{product} shows the account no such thing"
    elif isinstance(error, TrackerBusy):
        what = f"{product} asks to be left alone for a while"
    elif isinstance(error, TrackerUnreachable):
        what = f"{product} gave no answer that can be used"
    else:
        what = f"{product} refused the question"
    return f"{what} ({error})."


def check_names(
    directory: Directory, contract: ContractMapping, kinds: Collection[NameKind]
) -> Iterator[Check]:
    """Check the names of these kinds."""
    mentions = list_mentions(contract)
    for kind in kinds:
        named = tuple(each for each in mentions if each.kind is kind)
        if named:
            yield from _check_kind(directory, contract, kind, named)


def _check_kind(
    directory: Directory, contract: ContractMapping, kind: NameKind, mentions: tuple[Mention, ...]
) -> Iterator[Check]:
    name, wanted = f"{PLURALS[kind]} of {contract.id}", {each.name for each in mentions}
    try:
        there = _list_everywhere(directory, contract, kind, wanted)
    except TrackerError as error:
        sentence = describe_failure(error, directory.product)
        yield Check(name, ok=True, sentence=sentence, remedy=f"Compare {join_words(sorted(wanted))} by hand.")
        return
    if there is None:
        return
    missing = [each for each in mentions if each.name not in there]
    for each in missing:
        sentence = f'{directory.product} has no {kind} "{each.name}", which {each.place} names.'
        yield Check(name, ok=False, sentence=sentence, remedy=suggest_name(each.name, there))
    if not missing:
        yield Check(name, ok=True, sentence=f"Every {kind} that the mapping names is there.")


def _list_everywhere(
    directory: Directory, contract: ContractMapping, kind: NameKind, wanted: Collection[str]
) -> dict[str, str] | None:
    """Return the names of all projects together.

    None where nothing can be told of any.

    A project that the account does not see has its own line, and the others are looked at.
    """
    there: dict[str, str] | None = None
    for project in contract.tracker.projects:
        try:
            found = directory.list_names(kind, project, wanted)
        except IssueGone:
            continue
        there = there if found is None else {**(there or {}), **found}
    return there


def suggest_name(name: str, there: Mapping[str, str]) -> str:
    """Return the name that was probably meant, else what there is.

    A mapping may write what people see where the tracker wants its own id: then that id is meant.
    """
    listed = sorted(there)
    if not listed:
        return "There is none at all; make it there, or take it out of the mapping."
    more = ", …" if len(listed) > _MAX_LISTED else ""
    known = f"There are: {join_words(listed[:_MAX_LISTED])}{more}."
    by_title = {title: word for word, title in there.items()}
    # A type that a tracker comes with may be there in another language.
    closest = find_closest(name, [*there, *by_title]) or find_alike(name, there)
    if closest is None:
        return known
    word = closest if closest in there else by_title[closest]
    title = "" if there[word] == word else f" ({there[word]})"
    return f'Did you mean "{word}"{title}? {known}'


def check_issues(
    directory: Directory, contract: ContractMapping, mentions: tuple[IssueMention, ...] | None = None
) -> Iterator[Check]:
    """Check that the issues that a mapping names, or these of them, are there."""
    mentions = list_issue_mentions(contract) if mentions is None else mentions
    name, lost = f"issues of {contract.id}", 0
    for each in mentions:
        try:
            key = directory.find_issue(each.issue) or each.issue
            if key != each.issue:
                lost += 1
                sentence = f"{each.issue} is {key} now; {each.place} names it, and it is followed."
                yield Check(name, ok=True, sentence=sentence, remedy=f"Write {key} in the mapping.")
        except IssueGone:
            lost += 1
            sentence = (
                f"{directory.product} shows the account no issue {each.issue}, which {each.place} names."
            )
            yield Check(name, ok=False, sentence=sentence, remedy=suggest_issue(directory, contract, each))
        except TrackerError as error:
            lost += 1
            remedy = f"Look whether {each.issue} ({each.place}) is there."
            yield Check(name, ok=True, sentence=describe_failure(error, directory.product), remedy=remedy)
    if mentions and not lost:
        yield Check(name, ok=True, sentence="Every issue that the mapping names is there.")


def suggest_issue(directory: Directory, contract: ContractMapping, mention: IssueMention) -> str:
    """Return the issue that was probably meant: by its summary, else by its key."""
    there: dict[str, str] = {}
    for project in contract.tracker.projects:
        try:
            there |= directory.list_issues(project)
        except TrackerError:
            continue
    by_summary = {summary: key for key, summary in there.items()}
    meant = find_closest(mention.title, by_summary) if mention.title else None
    key = by_summary[meant] if meant else find_closest(mention.issue, there)
    if key is None:
        return "Write the issue as it is called now, and let the account see it."
    return f'Did you mean {key} ("{there[key]}")? Else let the account see {mention.issue}.'


def check_people(directory: Directory, contract: ContractMapping) -> Iterator[Check]:
    """Check that the account of each person is there and can be used."""
    people = [(key, each) for key, each in contract.people.items() if each.account]
    name, faults = f"people of {contract.id}", 0
    for key, person in people:
        try:
            fault = _check_person(directory, contract, name, key, person)
        except TrackerError as error:
            remedy = "Let the account see users, or compare the accounts of the mapping by hand."
            yield Check(name, ok=True, sentence=describe_failure(error, directory.product), remedy=remedy)
            return
        if fault is not None:
            faults += 1
            yield fault
    if people and not faults:
        yield Check(name, ok=True, sentence="Every account that the mapping names is there.")


def _check_person(
    directory: Directory, contract: ContractMapping, name: str, key: str, person: Person
) -> Check | None:
    account = person.account or ""
    whose = f"people.{key} ({person.name})"
    found = directory.find_person(account)
    if found is None:
        sentence = f'{directory.product} knows nobody with the account "{account}", which {whose} names.'
        return Check(name, ok=False, sentence=sentence, remedy=_suggest_account(directory, contract, person))
    if not found.active:
        sentence = f"The account of {whose} is switched off: nothing they write will come."
        return Check(name, ok=True, sentence=sentence, remedy="Name the person who answers now.")
    return None


def _suggest_account(directory: Directory, contract: ContractMapping, person: Person) -> str:
    command = f'`ugovor people {contract.tracker.name} "{person.name}"` prints account ids.'
    try:
        alike = directory.find_people(person.name) or directory.find_people(person.name.split()[0])
    except TrackerError:
        alike = ()
    if len(alike) == 1:
        return f'Did you mean "{alike[0].account}" ({alike[0].name})? {command}'
    by_account = [each.account for each in alike]
    return f"{did_you_mean(person.account or '', by_account, '')} {command}".strip()
