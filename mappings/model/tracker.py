"""`tracker:` where the issues are, and what the tracker's names mean."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mappings.model.values import MappingPart, NotifyBy, Text


class Only(MappingPart):
    """`tracker.only:` which issues are this contract's where contracts share a project."""

    label: Text | None = None
    component: Text | None = None
    epic: Text | None = None
    version: Text | None = None

    @property
    def is_everything(self) -> bool:
        """Whether every issue of the projects is the contract's."""
        return all(value is None for value in vars(self).values())


class Ignore(MappingPart):
    """`tracker.ignore:` issues that no rule ever looks at."""

    types: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()


class Statuses(MappingPart):
    """`tracker.statuses:` which statuses, by their exact names, mean what."""

    working: tuple[Text, ...] = ()
    waiting_for_client: tuple[Text, ...] = ()
    done: tuple[Text, ...] = ()
    accepted: tuple[Text, ...] = ()


class Labels(MappingPart):
    """`tracker.labels:` the names of the labels that show a verdict."""

    in_scope: Text = "in-scope"
    bonus: Text = "scope-bonus"
    beyond_scope: Text = "beyond-scope"
    unclear: Text = "scope-unclear"
    defect: Text = "our-defect"
    warranty: Text = "warranty"
    signed_off: Text = "signed-off"
    outdated: Text = "sign-off-outdated"

    @property
    def all(self) -> frozenset[str]:
        """Every label of the service."""
        return frozenset(vars(self).values())


class TeamComments(MappingPart):
    """`tracker.team_comments:` who may read comments meant for the team. Exactly one key is given."""

    role: Text | None = None
    group: Text | None = None
    internal: Literal[True] | None = None


class Team(MappingPart):
    """`tracker.team:` who of the tracker's people is among ours. Exactly one key is given."""

    role: Text | None = None
    group: Text | None = None


class TrackerTerms(MappingPart):
    """`tracker:` where the contract's issues live and how the tracker's words are to be read."""

    name: Text
    projects: Annotated[tuple[Text, ...], Field(min_length=1)]
    only: Only = Only()
    raised_by_team: Literal["draft", "publish"] = "draft"
    stage_type: Text | None = None
    register_issue: Text | None = None
    ignore: Ignore = Ignore()
    defect_types: tuple[Text, ...] = ()
    warranty_days: Annotated[int, Field(ge=0)] = 0
    fields: dict[str, Text] = {}
    team_comments: TeamComments | None = None
    team: Team | None = None
    notify: tuple[NotifyBy, ...] = ("mention", "watch", "mail")
    statuses: Statuses = Statuses()
    labels: Labels = Labels()
