"""The shortest contract mappings that name projects."""

from __future__ import annotations

from mappings.model import ContractMapping


def contracts_on(*projects: str, **tracker: object) -> tuple[ContractMapping, ...]:
    """Return one mapping on these projects.

    More keys of its `tracker` section by name.
    """
    data = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {"name": "main", "projects": projects, **tracker},
        "stages": [{"id": "design", "title": "Design"}],
    }
    return (ContractMapping.model_validate(data),)
