"""`people:` and `authority:` of a draft."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from mappings.checks.people import begins_with_surname
from plugin.drafting.contract_terms.terms import ContractPower, ContractTerms, Language
from plugin.drafting.names import make_unique, slugify
from plugin.drafting.sentences import say
from plugin.drafting.sides import guess_side
from plugin.drafting.yaml_lines import YamlLines, show
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson

_CLIENT_POWERS = ("decide", "sign_off")
_OUR_POWERS = ("rule_scope", "estimate", "price", "publish")


@dataclass(frozen=True)
class DraftPerson:
    """A person of the draft; without a side the line is commented out."""

    key: str
    person: SurveyedPerson
    side: str | None
    why: str
    signs: bool = False


def draft_people(
    survey: ProjectSurvey, terms: ContractTerms | None, our_domains: Collection[str], language: Language
) -> list[DraftPerson]:
    """Return everybody who can be named, the service's own account left out.

    Who signs the contract stands among them, with the account where the tracker shows the same name.
    """
    domains = {*our_domains}
    signatory = terms.signatory if terms else None
    found: list[DraftPerson] = []
    for person in survey.people:
        if person.account == survey.own.id or not person.active:
            continue
        signs = signatory is not None and is_same_person(signatory.value, person.name)
        key = make_unique(slugify(person.name, "_"), {each.key for each in found}, "person")
        if signs and signatory is not None:
            why = signatory.quotation.show(language)
            found.append(DraftPerson(key, person, "client", why, signs=True))
        else:
            guess = guess_side(person, domains, language)
            found.append(DraftPerson(key, person, guess.side, guess.why))
    if signatory is not None and not any(each.signs for each in found):
        person = SurveyedPerson("", signatory.value)
        key = make_unique(slugify(person.name, "_"), {each.key for each in found}, "signatory")
        found.append(DraftPerson(key, person, "client", signatory.quotation.show(language), signs=True))
    return sorted(found, key=lambda each: (each.side is None, each.side or ""))


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's, by the words of the shorter.

    >>> is_same_person("Соколов Пётр Ильич", "Пётр Соколов"), is_same_person("Anna Blau", "Anna Bell")
    (True, False)
    >>> is_same_person("Иванов И.И.", "Иван Иванов"), is_same_person("Иванов И.И.", "Иванов Пётр")
    (True, False)
    """
    first, second = (_split_name(each) for each in (one, other))
    shorter, longer = sorted((first, second), key=len)
    # A surname alone is no proof, and neither are initials.
    if len(shorter) < 2 or not any(len(word) > 1 for word in shorter):
        return False
    return all(any(_is_same_word(word, each) for each in longer) for word in shorter)


def _split_name(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold().replace("ё", "е"))


def _is_same_word(one: str, other: str) -> bool:
    """Tell whether two words of names are the same, one of them perhaps an initial."""
    return one[0] == other[0] if min(len(one), len(other)) == 1 else one == other


def write_people(lines: YamlLines, people: list[DraftPerson], language: Language, tracker: str) -> None:
    """Write the people, those of no known side behind a hash."""
    if not any(each.side for each in people):
        lines.remark("people:" if people else f"people: {say('people_none', language)}")
    else:
        lines.add("people:")
    is_open = any(each.side for each in people)
    for each in people:
        text = f"{each.key}: {show(_describe(each))}"
        if each.side is None:
            lines.add_off(text, each.why, indent=2 if is_open else 0, below=0 if is_open else 2)
            continue
        why = each.why
        if each.signs and not each.person.account:
            why = f"{why}; {say('signatory', language, tracker=tracker)}"
        lines.add(text, why, indent=2)


def _describe(drafted: DraftPerson) -> dict[str, object]:
    person = drafted.person
    shown: dict[str, object] = {"name": person.name}
    if begins_with_surname(person.name):
        shown["call"] = person.name.split()[1]
    shown["side"] = drafted.side or "…"
    if person.account:
        shown["account"] = person.account
    if person.email:
        shown["email"] = person.email
    return shown


def write_authority(
    lines: YamlLines, people: list[DraftPerson], terms: ContractTerms | None, language: Language
) -> None:
    """Write who decides: live for the contract's signatory with an account alone."""
    signatory = next((each for each in people if each.signs), None)
    known = signatory is not None and (signatory.person.account or signatory.person.email)
    ours = next((each for each in people if each.side == "contractor"), None)
    client = signatory or next((each for each in people if each.side == "client"), None)
    rows: list[tuple[dict[str, object], str, bool]] = []
    quoted = terms.signatory.quotation.show(language) if terms is not None and terms.signatory else ""
    if client is not None:
        why = quoted if known else say("authority", language)
        rows.append(({"person": client.key, "may": list(_CLIENT_POWERS)}, why, bool(known)))
    for power in terms.powers if terms else ():
        named = find_named(people, power)
        if not (known and named is signatory and power.fee is None):
            rows.append((_describe_power(power, named), power.quotation.show(language, is_whole=True), False))
    if ours is not None:
        rows.append(({"person": ours.key, "may": list(_OUR_POWERS)}, say("authority", language), False))
    if known:
        lines.add("authority:", say("authority_signatory", language))
    else:
        has_powers = terms is not None and bool(terms.powers)
        lines.add_off("authority:", say("authority_named" if has_powers else "authority", language))
    for row, why, is_live in rows:
        if is_live:
            lines.add(f"- {show(row)}", why, indent=2)
        else:
            lines.add_off(f"- {show(row)}", why, indent=2 if known else 0, below=0 if known else 2)


def find_named(people: list[DraftPerson], power: ContractPower) -> DraftPerson | None:
    """Return the person whom a clause of the contract names, where the draft has one."""
    return next((each for each in people if is_same_person(power.name, each.person.name)), None)


def _describe_power(power: ContractPower, named: DraftPerson | None) -> dict[str, object]:
    shown: dict[str, object] = {"person": named.key if named else slugify(power.name, "_")}
    shown["may"] = list(power.may)
    if power.fee is not None:
        shown["up_to"] = {"fee": power.fee}
    return shown
