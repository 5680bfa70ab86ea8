"""The sites that every adapter is tried on, and a Jira site of either flavour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from jira_site import JiraSite
from jira_standin import JiraStandIn
from redmine_server import RedmineServer, require_redmine
from redmine_site import RedmineSite
from redmine_standin import RedmineStandIn
from tracker_site import TrackerSite
from yandex_site import YandexSite
from youtrack_site import YouTrackSite

from plugin.practice.tracker.actions import create_issue
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import Flavour, PracticeIssue
from plugin.trackers.jira.adapter import JiraTracker

SITES: dict[str, Callable[[], TrackerSite]] = {
    "jira_cloud": lambda: JiraSite("cloud"),
    "jira_dc": lambda: JiraSite("dc"),
    "yandex": YandexSite,
    "youtrack": YouTrackSite,
}
"""The site of every adapter; the conformance suite runs on each."""


@pytest.fixture(scope="session")
def redmine_server() -> Iterator[RedmineServer]:
    """A genuine Redmine for the whole run, or a failure that says why there is none."""
    require_redmine()
    server = RedmineServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redmine_standin() -> Iterator[RedmineStandIn]:
    """A strict stand-in for Redmine, for the whole run."""
    server = RedmineStandIn()
    yield server
    server.stop()


REDMINES = {"redmine": "redmine_standin", "redmine_genuine": "redmine_server"}
"""Both pass the same tests; each by the fixture that runs it."""
REDMINE_PARAMS = ["redmine", pytest.param("redmine_genuine", marks=pytest.mark.redmine)]
"""The genuine one is asked for by name: `make test-redmine`."""


@pytest.fixture(params=[*SITES, *REDMINE_PARAMS])
def site(request: pytest.FixtureRequest) -> Iterator[TrackerSite]:
    """A site of each tracker; a genuine Redmine, too, where one is asked for."""
    if request.param in REDMINES:
        made: TrackerSite = RedmineSite(request.getfixturevalue(REDMINES[request.param]))
    else:
        made = SITES[request.param]()
    yield made
    made.close()


@dataclass
class Bench:
    """A Jira site with one issue, its people, and a way to make adapters for it."""

    site: JiraSite
    issue: PracticeIssue
    contact: PracticeUser

    @property
    def state(self) -> JiraStandIn:
        """What the site holds."""
        return self.site.state

    def tracker(self, **settings: object) -> JiraTracker:
        """Return an adapter; settings stand above the usual ones."""
        return self.site.tracker(**settings)


@pytest.fixture(params=["cloud", "dc"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A served site of each flavour."""
    yield from _served(request.param)


@pytest.fixture
def cloud() -> Iterator[Bench]:
    """A served Cloud site."""
    yield from _served("cloud")


@pytest.fixture
def data_center() -> Iterator[Bench]:
    """A served Data Center site."""
    yield from _served("dc")


def _served(flavour: Flavour) -> Iterator[Bench]:
    site = JiraSite(flavour)
    anna = site.state.person("anna")
    issue = create_issue(site.state, anna, "ACME", fields={"summary": "Cost calculator", "labels": ["site"]})
    yield Bench(site, issue, anna)
    site.close()


@pytest.fixture(params=REDMINE_PARAMS)
def room(request: pytest.FixtureRequest) -> Iterator[RedmineSite]:
    """A project on each Redmine, for what only Redmine does."""
    made = RedmineSite(request.getfixturevalue(REDMINES[request.param]))
    yield made
    made.close()
