"""The numbers of statuses, types, components and versions in a tracker's JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugin.core.model.issue import TERM_IDS, TermKind
from plugin.core.model.kept_names import Term
from plugin.trackers.http.json_values import read_identifier


def read_term_ids(given: Mapping[TermKind, object]) -> dict[str, tuple[str, ...]]:
    """Return the fields of a snapshot that hold numbers and names.

    Args:
        given: by kind an object with `id` and `name`, or a list of them.
    """
    found = {
        TERM_IDS[kind]: tuple(f"{each.id} {each.name}" for each in read_terms(kind, value))
        for kind, value in given.items()
    }
    return {name: values for name, values in found.items() if values}


def read_terms(kind: TermKind, value: object) -> Iterator[Term]:
    """Yield the names of an object, or of a list of them, with their numbers."""
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Mapping):
            continue
        number, name = read_identifier(each.get("id")), read_identifier(each.get("name"))
        if number and name:
            # Jira Cloud names some in the site's language as well.
            other = read_identifier(each.get("untranslatedName"))
            yield Term(kind, number, name, (other,) if other and other != name else ())
