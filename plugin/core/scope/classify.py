"""The verdict of an issue before goodwill: in scope, beyond, unclear, or a defect."""

from __future__ import annotations

from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.model.placement import Evidence, Placement
from plugin.core.model.quantity_claims import Allotment
from plugin.core.model.verdict import Reason, Ruling, Verdict, VerdictKind

BEYOND = VerdictKind.BEYOND_SCOPE


def decide_verdict(
    placement: Placement,
    mapping: ContractMapping,
    *,
    stage: str | None,
    estimate: Decimal | None,
    ruling: Ruling | None,
    allotment: Allotment | None,
    after_sign_off: bool,
) -> Verdict:
    """Decide what a governed issue is, by the evidence that placed it.

    Args:
        placement: where the issue belongs, and by what evidence.
        mapping: the contract in force.
        stage: the stage that the issue belongs to.
        estimate: in hours; None while nobody has estimated.
        ruling: a person's own verdict, where there is one.
        allotment: what its item's quantities gave it; None where it claims none.
        after_sign_off: it was created (or reopened) after its stage was signed off.

    Returns:
        The verdict; `over_hours` come from the estimate alone: logged work prices nothing.
    """
    match placement.evidence:
        case Evidence.RULING if ruling:
            return _ruled(placement, ruling, stage, estimate, allotment)
        case Evidence.DEFECT:
            return Verdict(kind=VerdictKind.DEFECT, stage=stage, reasons=(Reason(word="defect_type"),))
        case Evidence.WARRANTY:
            days = Reason(word="within_warranty", values={"days": str(mapping.tracker.warranty_days)})
            return Verdict(kind=VerdictKind.WARRANTY, stage=stage, reasons=(days,))
        case Evidence.LINK:
            return _linked(placement, mapping, stage, estimate, allotment, after_sign_off)
        case Evidence.EXCLUSION if placement.exclusion:
            reason = Reason(word="excluded", values=_exclusion_values(placement))
            return Verdict(
                kind=BEYOND,
                clause=placement.exclusion.clause,
                stage=stage,
                over_hours=estimate,
                reasons=(reason,),
            )
        case _:
            beyond = mapping.unmatched == "beyond_scope"
            return Verdict(
                kind=BEYOND if beyond else VerdictKind.UNCLEAR,
                stage=stage,
                over_hours=estimate if beyond else None,
                reasons=(Reason(word="unmatched"),),
            )


def _ruled(
    placement: Placement,
    ruling: Ruling,
    stage: str | None,
    estimate: Decimal | None,
    allotment: Allotment | None,
) -> Verdict:
    kinds = {
        "in_scope": VerdictKind.IN_SCOPE,
        "beyond_scope": VerdictKind.BEYOND_SCOPE,
        "bonus": VerdictKind.BONUS,
    }
    item = placement.item
    over = allotment.over if allotment and ruling.kind == "in_scope" else ()
    clause = item.id if item else placement.exclusion.clause if placement.exclusion else ""
    return Verdict(
        kind=kinds[ruling.kind],
        clause=clause,
        item=item.id if item else None,
        stage=stage,
        over_hours=None if ruling.kind == "in_scope" else estimate,
        reasons=(Reason(word="ruled", values={"by": ruling.by, "verdict": ruling.kind}), *over),
    )


def _linked(
    placement: Placement,
    mapping: ContractMapping,
    stage: str | None,
    estimate: Decimal | None,
    allotment: Allotment | None,
    after_sign_off: bool,
) -> Verdict:
    item = placement.item
    if item is None:
        raise ValueError("a linked issue has an item")
    reasons = [Reason(word="linked", values={"item": item.id, "title": item.title})]
    if placement.also_linked:
        reasons.append(Reason(word="linked_twice", values={"items": ", ".join(placement.also_linked)}))
    if placement.exclusion:
        reasons.append(Reason(word="exclusion_words_in_linked", values=_exclusion_values(placement)))

    def verdict(kind: VerdictKind, over_hours: Decimal | None, *more: Reason) -> Verdict:
        return Verdict(
            kind=kind,
            clause=item.id,
            item=item.id,
            stage=stage,
            over_hours=over_hours,
            reasons=(*reasons, *more),
        )

    if after_sign_off:
        named = mapping.stage(stage) if stage else None
        values = {"stage": stage or "", "title": named.title if named else ""}
        return verdict(BEYOND, estimate, Reason(word="stage_signed_off", values=values))
    if allotment and allotment.over:
        return verdict(BEYOND, allotment.over_hours if estimate is not None else None, *allotment.over)
    return verdict(VerdictKind.IN_SCOPE, None, Reason(word="within_quantities"))


def _exclusion_values(placement: Placement) -> dict[str, str]:
    exclusion = placement.exclusion
    if exclusion is None:
        return {}
    return {"clause": exclusion.clause, "text": exclusion.text, "matched": placement.matched}
