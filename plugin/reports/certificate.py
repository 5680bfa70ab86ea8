"""The certificate of a sign-off as a document: what page and PDF both show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mappings.model import Language
from plugin.core.facts import StageFacts
from plugin.core.model.stage_state import Certificate, Means, Statement
from plugin.core.signoff.coverage import find_open_criteria, find_open_issues, list_signed_issues
from plugin.texts import formats
from plugin.texts.escaping import quoted

HASH_DIGITS = 12


@dataclass(frozen=True)
class CertificateLabels:
    """The labels of one language."""

    title: str
    page_title: str
    outcome: str
    outcomes: Mapping[str, str]
    by_clause: str
    contract: str
    version: str
    times: str
    signed_by: str
    heads: tuple[str, str, str, str]
    signatory: str
    deputy: str
    means: Mapping[Means, str]
    nobody: str
    remarks: str
    waived: str
    criteria: str
    no_criteria: str
    issues: str
    issue_heads: tuple[str, str, str]
    no_issues: str
    hash: str
    entry: str
    changed_since: str
    preview: str
    not_yet: str


LABELS: Mapping[Language, CertificateLabels] = {
    "ru": CertificateLabels(
        title="Подтверждение приёмки этапа",
        page_title="Подтверждение приёмки",
        outcome="Результат",
        outcomes={
            "accepted": "принят",
            "accepted_with_remarks": "принят с замечаниями",
            "accepted_by_silence": "принят без ответа",
        },
        by_clause="по {clause} договора",
        contract="Договор",
        version="Версия",
        times="приёмок этого этапа: {number}",
        signed_by="Кто принял",
        heads=("Имя", "В какой роли", "Когда", "Каким способом"),
        signatory="подписант по договору",
        deputy="заместитель, вместо: {name}",
        means={
            "command": "комментарий в трекере",
            "status": "перевод задачи в трекере",
            "page": "личная ссылка на страницу",
        },
        nobody="Подписей нет: этап считается принятым без ответа.",
        remarks="Замечания",
        waived="Принято незавершённым",
        criteria="Критерии",
        no_criteria="В договоре не названы.",
        issues="Задачи",
        issue_heads=("Задача", "Что это", "Контрольная сумма"),
        no_issues="Задач в этапе не было.",
        hash="Контрольная сумма всего подписанного (SHA-256):",
        entry="Запись в журнале договора:",
        changed_since="После этой подписи часть этапа изменилась: здесь то, что было подписано.",
        preview="Так будет выглядеть подтверждение приёмки. Пока ничего не подписано.",
        not_yet="появится после подписи",
    ),
    "en": CertificateLabels(
        title="Certificate of acceptance",
        page_title="Certificate",
        outcome="Outcome",
        outcomes={
            "accepted": "accepted",
            "accepted_with_remarks": "accepted with remarks",
            "accepted_by_silence": "accepted without an answer",
        },
        by_clause="under {clause} of the contract",
        contract="Contract",
        version="Version",
        times="certificates of this stage: {number}",
        signed_by="Accepted by",
        heads=("Name", "In which role", "When", "By what means"),
        signatory="signatory of the contract",
        deputy="deputy for {name}",
        means={
            "command": "a comment in the tracker",
            "status": "a move of the issue in the tracker",
            "page": "a personal page link",
        },
        nobody="There are no signatures: the stage counts as accepted without an answer.",
        remarks="Remarks",
        waived="Open at that moment and accepted as it was",
        criteria="Criteria",
        no_criteria="The contract names none.",
        issues="Issues",
        issue_heads=("Issue", "What it is", "Hash"),
        no_issues="There were no issues in the stage.",
        hash="Hash of everything signed (SHA-256):",
        entry="Entry of the record:",
        changed_since="Part of the stage has changed since: this is what was signed.",
        preview="This is what the certificate will look like. Nothing is signed yet.",
        not_yet="appears once it is signed",
    ),
}


@dataclass(frozen=True)
class CertificateDocument:
    """A certificate in words, in one language.

    Attributes:
        lead: stage, contract and client.
        notice: what has to be known first; empty where nothing has.
        facts: outcome, contract and version, each with its name.
        signatures: rows of name, role, time and means.
        remarks: as they were written.
        waived: what was open and accepted as it was.
        criteria: word for word.
        issues: rows of key, title and the first digits of the hash.
        hash: of everything signed.
        entry: number and first digits of its entry of the record; empty where there is none.
    """

    language: Language
    labels: CertificateLabels
    lead: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str, str, str], ...]
    remarks: tuple[str, ...]
    waived: tuple[str, ...]
    criteria: tuple[str, ...]
    issues: tuple[tuple[str, str, str], ...]
    hash: str
    entry: str


def make_certificate_document(
    facts: StageFacts, certificate: Certificate, entry: tuple[int, str] | None, language: Language
) -> CertificateDocument:
    """Return a certificate in words.

    Args:
        facts: the stage as it stands now.
        certificate: one of its certificates.
        entry: number and hash of its entry of the record.
        language: the reader's.
    """
    labels, terms = LABELS[language], facts.baseline.mapping.contract
    number = len(facts.state.certificates)
    outcome = labels.outcomes[certificate.outcome]
    if certificate.clause:
        outcome += f" {labels.by_clause.format(clause=formats.clause(certificate.clause, language))}"
    version = str(certificate.version)
    if number > 1:
        version += f" ({labels.times.format(number=number)})"
    return CertificateDocument(
        language=language,
        labels=labels,
        lead=_lead(facts, language),
        notice="" if facts.state.signed_off else labels.changed_since,
        facts=(
            (labels.outcome, f"{outcome}, {_moment(facts, certificate.signed_at, language)}"),
            (labels.contract, terms.id),
            (labels.version, version),
        ),
        signatures=tuple(
            _signature(facts, each, labels, language)
            for each in certificate.words
            if each.counts and each.outcome == "accepted"
        ),
        remarks=certificate.remarks,
        waived=tuple(_with_title(each, certificate) for each in certificate.waived),
        criteria=certificate.criteria,
        issues=tuple(
            (each.key, each.fields.get("summary", ""), each.hash[:HASH_DIGITS]) for each in certificate.issues
        ),
        hash=certificate.hash,
        entry=f"{entry[0]} · {entry[1][:HASH_DIGITS]}" if entry else "",
    )


def preview_certificate(facts: StageFacts, name: str, language: Language) -> CertificateDocument:
    """Return what a certificate would look like if somebody signed the stage now.

    Args:
        facts: the stage as it stands.
        name: of the reader.
        language: the reader's.
    """
    labels, terms = LABELS[language], facts.baseline.mapping.contract
    return CertificateDocument(
        language=language,
        labels=labels,
        lead=_lead(facts, language),
        notice=labels.preview,
        facts=(
            (labels.outcome, labels.not_yet),
            (labels.contract, terms.id),
            (labels.version, str(facts.state.version)),
        ),
        signatures=((name, labels.signatory, labels.not_yet, labels.means["page"]),),
        remarks=(),
        waived=(*find_open_criteria(facts), *find_open_issues(facts)),
        criteria=facts.stage.criteria,
        issues=tuple(
            (each.key, each.fields.get("summary", ""), each.hash[:HASH_DIGITS])
            for each in list_signed_issues(facts)
        ),
        hash=labels.not_yet,
        entry="",
    )


def _with_title(waived: str, certificate: Certificate) -> str:
    """Return what was accepted though open; an issue with its title beside its key."""
    titles = {each.key: each.fields.get("summary", "") for each in certificate.issues}
    return f"{waived} {titles.get(waived, '')}".rstrip()


def _lead(facts: StageFacts, language: Language) -> str:
    terms = facts.baseline.mapping.contract
    return ", ".join(filter(None, (quoted(facts.stage.title, language), terms.title, terms.client)))


def _signature(
    facts: StageFacts, statement: Statement, labels: CertificateLabels, language: Language
) -> tuple[str, str, str, str]:
    person = facts.baseline.mapping.people.get(statement.on_behalf_of or "")
    role = labels.deputy.format(name=person.name) if person else labels.signatory
    return statement.name, role, _moment(facts, statement.at, language), labels.means[statement.means]


def _moment(facts: StageFacts, at: datetime, language: Language) -> str:
    """Return a moment with its time zone: «2 марта 2026 года, 12:05 (MSK)»."""
    local = at.astimezone(facts.baseline.mapping.contract.zone)
    day = formats.short_day(local.date(), language, date.min)
    return f"{day}, {local:%H:%M}{formats.NBSP}({local:%Z})"
