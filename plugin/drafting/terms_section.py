"""Price, options, goodwill and exclusions of a draft."""

from __future__ import annotations

from plugin.drafting.contract_terms.terms import ContractTerms, Language
from plugin.drafting.sentences import say
from plugin.drafting.yaml_lines import YamlLines, quote, show, show_number

_OPTIONS = ("move_deadline", "extra_fee", "fee_and_date", "swap", "park", "withdraw")

_OF_PRICE = ("hour", "step", "minimum", "surcharges")
_MAX_UNUSED = 60
"""More would be the contract itself."""


def write_price(lines: YamlLines, terms: ContractTerms | None, language: Language) -> None:
    """Write the rate and the VAT, behind a hash where neither is known."""
    known = [each for each in (terms.hour, terms.vat) if each] if terms else []
    if terms is None or not known:
        lines.add_off("price:", "")
        lines.add_off("hour: …", say("rate_unknown", language), below=2)
        _write_rates(lines, terms, language, below=2)
        _write_vat_unknown(lines, terms, language, below=2)
        return
    lines.add("price:")
    if terms.hour is not None:
        lines.add(f"hour: {show_number(terms.hour.value)}", terms.hour.quotation.show(language), indent=2)
    else:
        lines.add_off("hour: …", say("rate_unknown", language), indent=2)
    _write_rates(lines, terms, language, indent=2)
    _write_vat_unknown(lines, terms, language, indent=2)
    if terms.vat is not None:
        vat = "none" if terms.vat.value is None else show_number(terms.vat.value)
        lines.add(f"vat: {vat}", terms.vat.quotation.show(language), indent=2)
    if terms.vat_included is not None and terms.vat is not None and terms.vat.value:
        included, why = show(terms.vat_included.value), terms.vat_included.quotation.show(language)
        if terms.is_rate_vat_known:
            lines.add(f"vat_included: {included}", why, indent=2)
        else:
            lines.add_off(f"vat_included: {included}", f"{say('vat_of_sums', language)}: {why}", indent=2)


def _write_vat_unknown(
    lines: YamlLines, terms: ContractTerms | None, language: Language, indent: int = 0, below: int = 0
) -> None:
    """Write that a tax is said of the sums while its percent is not."""
    if terms is not None and terms.vat is None and terms.vat_included is not None:
        why = f"{say('vat_unknown', language)}: {terms.vat_included.quotation.show(language)}"
        lines.add_off("vat: …", why, indent=indent, below=below)


def _write_rates(
    lines: YamlLines, terms: ContractTerms | None, language: Language, indent: int = 0, below: int = 0
) -> None:
    for each in terms.unclear if terms else ():
        if each.key in _OF_PRICE:
            why = f"{say(each.why, language)}: {each.quotation.show(language)}"
            lines.add_off(f"{each.key}: {each.value}", why, indent=indent, below=below)


def write_options(lines: YamlLines, terms: ContractTerms | None, language: Language, *, dated: bool) -> None:
    """Write the options that are possible now, and all of them behind a hash."""
    lines.add_off("capacity: 6h", say("capacity", language))
    priced = terms is not None and terms.hour is not None
    possible = [
        option
        for option in _OPTIONS
        if (dated or option not in ("move_deadline", "fee_and_date"))
        and (priced or option not in ("extra_fee", "fee_and_date"))
    ]
    lines.add(f"options: {show(possible)}")
    if len(possible) < len(_OPTIONS):
        lines.add_off(f"options: {show(_OPTIONS)}", say("options_later", language))


def write_goodwill(lines: YamlLines, terms: ContractTerms | None, language: Language) -> None:
    """Write the goodwill, where the contract names it."""
    goodwill = terms.goodwill if terms else None
    if goodwill is None:
        lines.add_off("goodwill: {per_request: 60m, per_month: 3h}", say("goodwill", language))
        return
    lines.add("goodwill:")
    lines.add(f"per_month: {show_number(goodwill.value)}h", goodwill.quotation.show(language), indent=2)


def write_exclusions(lines: YamlLines, terms: ContractTerms | None, language: Language) -> None:
    """Write the exclusions; those without telling words stand behind a hash."""
    found = terms.exclusions if terms else ()
    live = [each for each in found if each.words and each.quotation.clause]
    if live:
        lines.add("exclusions:")
    else:
        lines.add_off("exclusions:", "")
    for each in found:
        row = {"clause": each.quotation.clause or "…", "text": each.text, "words": list(each.words) or ["…"]}
        if each in live:
            lines.add(f"- {show(row)}", each.quotation.show(language), indent=2)
        else:
            reason = "clause_unknown" if each.words else "no_words"
            why = f"{say(reason, language)}: {each.quotation.show(language)}"
            indent, below = (2, 0) if live else (0, 2)
            lines.add_off(f"- {show(row)}", why, indent=indent, below=below)
    if not found:
        example = f"- {{clause: {quote('5.1')}, text: …, words: […]}}"
        lines.add_off(example, say("exclusion_unknown", language), below=2)


def write_questions(lines: YamlLines, terms: ContractTerms | None, language: Language) -> None:
    """End the draft with what nobody answered yet."""
    answered = {
        "rate": terms is not None and terms.hour is not None,
        "rounds": terms is not None and terms.rounds is not None,
        "signs": terms is not None and (terms.signatory is not None or bool(terms.powers)),
        "goodwill": terms is not None and terms.goodwill is not None,
        "silence": terms is not None and terms.silence is not None,
    }
    open_ones = [key for key, is_answered in answered.items() if not is_answered]
    if not open_ones:
        lines.remark(say("all_answered", language))
    else:
        _write_open_questions(lines, open_ones, terms, language)
    if terms is not None and terms.unused:
        lines.gap()
        lines.remark(say("clauses_unused", language))
        for each in terms.unused[:_MAX_UNUSED]:
            lines.remark(each.show(language))
        if len(terms.unused) > _MAX_UNUSED:
            lines.remark(say("clauses_more", language, count=len(terms.unused) - _MAX_UNUSED))


def _write_open_questions(
    lines: YamlLines, open_ones: list[str], terms: ContractTerms | None, language: Language
) -> None:
    lines.remark(say("questions" if terms else "questions_no_contract", language))
    for number, key in enumerate(open_ones, 1):
        lines.remark(f"{number}. {say(f'question_{key}', language)}")
