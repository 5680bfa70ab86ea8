"""Check the price: rates, surcharges, VAT, and sums that are never offered."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.checks.stages import check_repeated
from mappings.faults import Fault
from mappings.model import ContractMapping
from mappings.sections import Located, Section

FEE_OPTIONS = ("extra_fee", "fee_and_date")
_RATE_KEYS = ("component", "label", "type")


def check_price(root: Section) -> Iterator[Fault]:
    """Yield what is wrong with the price and with prices of rounds and pieces."""
    price = root.section("price")
    yield from _check_rates(root, price)
    yield from _check_surcharges(root, price)
    yield from _check_vat(root, price)
    yield from _check_fee_options(root, price)
    yield from _check_flat_prices(root)


def offered_options(root: Section) -> list[Located[str]]:
    """Return the options of the contract; without the key those by default."""
    if root.has("options"):
        return root.texts("options")
    return [Located(option, ("stages",)) for option in ContractMapping.model_fields["options"].default]


def list_flat_prices(root: Section) -> list[Section]:
    """Return the rounds and pieces that have a price of their own."""
    items = (item for stage in root.sections("stages") for item in stage.sections("items"))
    counted = (item.section(key) for item in items for key in ("rounds", "pieces"))
    return [each for each in counted if each.has("price")]


def _check_rates(root: Section, price: Section) -> Iterator[Fault]:
    for rate in price.sections("by"):
        given = [key for key in _RATE_KEYS if rate.has(key)]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            sentence = f"a rate takes exactly one of component, label and type, and has {found}"
            remedy = "Name what its issues have in common, such as label: design."
            yield root.error(rate.path, sentence, remedy, "rate_of_what")


def _check_surcharges(root: Section, price: Section) -> Iterator[Fault]:
    labels = [label for each in price.sections("surcharges") if (label := each.text("label"))]
    yield from check_repeated(root, labels, "a surcharge for the label", "duplicate_surcharge")


def _check_vat(root: Section, price: Section) -> Iterator[Fault]:
    changes = price.sections("from")
    first: dict[object, Section] = {}
    for change in changes:
        day = change.day("date")
        if day and first.setdefault(day.value, change) is not change:
            sentence = f"two VATs begin on {day.value}"
            yield root.error(day.path, sentence, "Keep one of the two.", "duplicate_vat")
    vats = [price.data.get("vat", 0), *(change.data.get("vat") for change in changes)]
    if price.data.get("vat_included") is True and all(vat in ("none", 0) for vat in vats):
        sentence = "the VAT is included, and there is none"
        remedy = "Write the VAT in percent, or remove vat_included."
        yield root.error((*price.path, "vat_included"), sentence, remedy, "vat_included")


def _check_fee_options(root: Section, price: Section) -> Iterator[Fault]:
    has_rate = price.has("hour") or price.has("by")
    if has_rate or list_flat_prices(root):
        return
    for option in root.texts("options"):
        if option.value not in FEE_OPTIONS:
            continue
        missing = "price has no hour" if root.has("price") else "there is no price"
        remedy = (
            f"Add {'hour to ' if root.has('price') else ''}price, or take {option.value} out; without it "
            "only a sum named by /fee is offered."
        )
        sentence = f"a fee is among the options and {missing}"
        yield root.warning(option.path, sentence, remedy, "fee_without_price")


def _check_flat_prices(root: Section) -> Iterator[Fault]:
    if any(option.value in FEE_OPTIONS for option in offered_options(root)):
        return
    for counted in list_flat_prices(root):
        sentence = "this price is never offered, because no fee is among the options"
        remedy = "Add extra_fee to options, or remove the price."
        yield root.warning((*counted.path, "price"), sentence, remedy, "price_never_offered")
