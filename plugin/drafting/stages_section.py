"""`stages:` of a draft."""

from __future__ import annotations

from plugin.drafting.contract_terms.terms import ContractTerms, Found, Language, MonthlyTerms
from plugin.drafting.people_section import DraftPerson, find_named
from plugin.drafting.scope import DraftItem, DraftStage
from plugin.drafting.sentences import say
from plugin.drafting.yaml_lines import YamlLines, quote, show, show_number


def write_stages(
    lines: YamlLines,
    stages: tuple[DraftStage, ...],
    people: list[DraftPerson],
    terms: ContractTerms | None,
    language: Language,
) -> None:
    """Write the stages, each of the contract's with its words."""
    lines.add("stages:")
    for number, stage in enumerate(stages, 1):
        sold = stage.contract
        lines.add(f"- id: {quote(stage.id)}", indent=2)
        lines.add(f"title: {quote(stage.title)}", sold.quotation.show(language) if sold else "", indent=4)
        _write_due(lines, stage, terms, language)
        if stage.issue:
            lines.add(f"issue: {quote(stage.issue)}", indent=4)
        else:
            lines.add_off("issue: …", say("issue_unknown", language), indent=4)
        _write_items(lines, stage, number, _find_general_rounds(terms), language)
        if number == 1:
            lines.add_off("criteria: […]", say("criteria", language), indent=4)
        _write_sign_off(lines, people, terms, language)


def _write_due(lines: YamlLines, stage: DraftStage, terms: ContractTerms | None, language: Language) -> None:
    sold = stage.contract
    if sold is not None and sold.due is not None:
        why = sold.quotation.show(language)
        if stage.issue_due is not None and stage.issue_due != sold.due:
            why += "; " + say("due_differs", language, issue=stage.issue, day=stage.issue_due)
        lines.add(f"due: {sold.due}", why, indent=4)
    elif sold is not None and sold.term:
        why = f"{say('due_relative', language, term=sold.term)}: {sold.quotation.show(language)}"
        lines.add_off(f"due: {stage.issue_due or '2026-12-31'}", why, indent=4)
    elif stage.issue_due is not None and terms is None:
        lines.add(f"due: {stage.issue_due}", say("due_from_issue", language), indent=4)
    elif stage.issue_due is not None:
        # With a contract nothing is sure without its words.
        why = f"{say('due_no_quote', language)}; {say('due_from_issue', language)}"
        lines.add_off(f"due: {stage.issue_due}", why, indent=4)
    else:
        lines.add_off("due: 2026-12-31", say("due_unknown", language), indent=4)


def _write_items(
    lines: YamlLines, stage: DraftStage, number: int, rounds: Found[int] | None, language: Language
) -> None:
    if not stage.items:
        item = f'- {{id: "{number}.1", title: …, hours: …, link: {{label: …}}}}'
        lines.add_off("items:", "", indent=4)
        lines.add_off(item, say("items_none", language), indent=4, below=2)
    else:
        lines.add("items:", indent=4)
    for each in stage.items:
        lines.add(f"- {show(_describe(each, rounds))}", _explain(each, rounds, language), indent=6)
    if rounds is not None and not stage.items:
        why = f"{say('rounds_nowhere', language)}: {rounds.quotation.show(language)}"
        lines.add_off(f"rounds: {{max: {rounds.value}, label: revision}}", why, indent=4, below=4)
    for each in stage.unused:
        shown = {"id": each.id, "title": each.title, "link": dict(each.link)}
        if stage.items:
            lines.add_off(f"- {show(shown)}", say("no_issues", language), indent=6)
        else:
            lines.add_off(f"- {show(shown)}", say("no_issues", language), indent=4, below=2)


def _find_general_rounds(terms: ContractTerms | None) -> Found[int] | None:
    """Return the rounds of all items; those in one item's own clause are its alone."""
    rounds = terms.rounds if terms else None
    if terms is None or rounds is None:
        return None
    of_items = {each.quotation.clause for each in terms.items if each.rounds is not None}
    return None if rounds.quotation.clause in of_items else rounds


def _describe(item: DraftItem, rounds: Found[int] | None) -> dict[str, object]:
    """Return an item as a mapping holds it; what was sold comes before estimates."""
    sold = item.sold
    hours = sold.hours if sold is not None and sold.hours else item.hours
    count = sold.rounds if sold is not None and sold.rounds is not None else rounds.value if rounds else None
    shown: dict[str, object] = {"id": item.id, "title": item.title}
    if sold is not None and sold.month is not None:
        shown["hours_per_month"] = _describe_month(sold.month)
    elif hours:
        shown["hours"] = hours
    if count is not None:
        shown["rounds"] = {"max": count, "label": "revision"}
    if sold is not None and sold.pieces is not None:
        shown["pieces"] = {"max": sold.pieces, "label": "piece"}
    if item.link:
        shown["link"] = dict(item.link)
    return shown


def _describe_month(month: MonthlyTerms) -> object:
    percent = month.roll_over.value if month.roll_over else None
    return {"hours": month.hours, "roll_over": percent} if percent is not None else month.hours


def _explain(item: DraftItem, rounds: Found[int] | None, language: Language) -> str:
    parts = [item.sold.quotation.show(language)] if item.sold is not None else []
    month = item.sold.month if item.sold is not None else None
    if month is not None and month.roll_over is not None:
        words = month.roll_over.quotation.show(language)
        is_known = month.roll_over.value is not None
        parts.append(words if is_known else f"{say('roll_over_unknown', language)}: {words}")
    if item.link:
        parts.append(_describe_hours(item, language))
    else:
        parts.append(say("link_unknown", language))
    if rounds is not None and (item.sold is None or item.sold.rounds is None):
        parts.append(rounds.quotation.show(language))
    if not item.is_placed:
        parts.append(say("stage_guess" if item.link else "stage_not_told", language))
    return "; ".join(parts)


def _describe_hours(item: DraftItem, language: Language) -> str:
    if not item.count:
        return say("no_issues", language)
    if not item.estimated:
        return say("hours_none", language, count=item.count)
    hours = show_number(item.hours)
    if item.estimated == item.count:
        return say("hours_found", language, hours=hours, count=item.count)
    return say("hours_partly", language, hours=hours, with_hours=item.estimated, count=item.count)


def _write_sign_off(
    lines: YamlLines, people: list[DraftPerson], terms: ContractTerms | None, language: Language
) -> None:
    signatory = next((each for each in people if each.signs), None)
    client = signatory or next((each for each in people if each.side == "client"), None)
    signing = next((each for each in (terms.powers if terms else ()) if "sign_off" in each.may), None)
    named = find_named(people, signing) if signing else None
    review = _describe_review(terms)
    if signatory is None or terms is None or terms.signatory is None:
        by = (named and named.key) or (client.key if client else "…")
        why = signing.quotation.show(language) if signing and named else say("sign_off", language)
        if terms is not None and terms.review_days is not None:
            why += f"; {terms.review_days.quotation.show(language)}"
        lines.add_off(f"sign_off: {show({'by': [by], **review})}", why, indent=4)
        _write_silence(lines, terms, language, indent=4, below=2)
        return
    lines.add("sign_off:", indent=4)
    signs = signing if signing is not None and named is signatory else terms.signatory
    lines.add(f"by: {show([signatory.key])}", signs.quotation.show(language), indent=6)
    if signing is not None and named is not None and named is not signatory:
        lines.add_off(f"by: {show([named.key])}", signing.quotation.show(language), indent=6)
    if review and terms.review_days is not None:
        why = terms.review_days.quotation.show(language)
        lines.add(f"review: {show(review['review'])}", why, indent=6)
    for each in terms.unclear:
        if each.key == "review":
            why = f"{say(each.why, language)}: {each.quotation.show(language)}"
            lines.add_off(f"review: {{working_days: {each.value}, then: remind}}", why, indent=6)
    _write_silence(lines, terms, language, indent=6)


def _write_silence(
    lines: YamlLines, terms: ContractTerms | None, language: Language, *, indent: int, below: int = 0
) -> None:
    """Write what silence means; that it accepts stays off until somebody says so."""
    silence = terms.silence if terms else None
    if terms is None or silence is None:
        return
    words = silence.quotation.show(language, is_whole=True)
    if not silence.value:
        lines.remark(f"{say('silence_denied', language)}: {words}", indent=indent)
        return
    # Acceptance by silence needs the clause that says so.
    review = {"working_days": "…", "clause": silence.quotation.clause or "…"}
    accepted = {**review, **_describe_review(terms).get("review", {}), "then": "accepted"}
    why = f"{say('silence_known', language)}: {words}"
    lines.add_off(f"review: {show(accepted)}", why, indent=indent, below=below)


def _describe_review(terms: ContractTerms | None) -> dict[str, dict[str, object]]:
    """Return the review period; silence never accepts before somebody says so."""
    if terms is None or terms.review_days is None:
        return {}
    found: dict[str, object] = {"working_days": terms.review_days.value}
    clause = (terms.silence or terms.review_days).quotation.clause
    if clause:
        found["clause"] = clause
    return {"review": {**found, "then": "remind"}}
