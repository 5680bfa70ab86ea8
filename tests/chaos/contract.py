"""The contracts of the storm: one a project, alike but for their names."""

from __future__ import annotations

from pathlib import Path

_TEXT = """
contract: {{id: {id}, title: Сайт {id}, client: Acme, language: ru, currency: RUB, timezone: Europe/Moscow,
  calendar: RU, live_from: 2026-03-02, mode: {mode}}}
tracker:
  name: main
  projects: [{id}]
  defect_types: [Bug]
  stage_type: Stage
  fields: {{epic: customfield_10014}}
  team_comments: {{role: Agency}}
  statuses: {{working: [In Progress], done: [Done], accepted: [Accepted]}}
people:
  director: {{name: Пётр Соколов, side: client, account: director}}
  contact: {{name: Анна Белова, side: client, account: contact}}
  manager: {{name: Мария Орлова, side: contractor, account: manager}}
authority:
  - {{person: director, may: [decide, sign_off]}}
  - {{person: manager, may: [rule_scope, estimate, price, publish]}}
price: {{hour: 3500, vat: 20, round_to: 100}}
capacity: 6h
offer_valid: 5
goodwill: {{per_request: 45m, per_month: 3h}}
stages:
  - id: design
    title: Дизайн
    due: 2027-04-09
    issue: {id}-1
    items:
      - {{id: "2.1", title: Дизайн главной, hours: 40, link: {{epic: {id}-3}}}}
      - {{id: "2.2", title: Шаблоны страниц, hours: 60, link: {{component: inner-pages}}}}
    sign_off: {{by: [director]}}
  - id: build
    title: Сборка и запуск
    due: 2027-05-28
    after: [design]
    issue: {id}-2
    items: [{{id: "3.1", title: Вёрстка, hours: 80, link: {{label: html}}}}]
    sign_off: {{by: [director]}}
exclusions:
  - {{clause: "5.3", text: Калькуляторы и личные кабинеты, words: [калькулятор, личный кабинет]}}
"""


def write_contracts(folder: Path, projects: tuple[str, ...], mode: str = "act") -> None:
    """Write a mapping for each project into a folder.

    With `observe` nothing is written to the tracker.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for project in projects:
        (folder / f"{project.lower()}.yaml").write_text(_TEXT.format(id=project, mode=mode), encoding="utf-8")
