"""Words that say what is to be done, and not to what."""

from __future__ import annotations

_WORDS = """
сделать делать добавить добавление исправить исправление поправить правка нужно надо нужный новый
новая задача проблема вопрос доработка доработать изменить изменение обновить обновление проверить
реализовать реализация создать создание убрать удалить настроить настройка подготовить при для под
над без или что как это все всё его она они если чтобы когда после перед через весь который мы вы
ещё еще уже так там тут быть мочь есть нет также свой наш ваш этот тот один раз работа часть версия
add fix make change update create new task issue problem question remove delete check implement
improve set support use need should please the and for with from into not all can when after before
this that its our your their are was were has have will does done more some any out off via per get
на по из за от до во со об не ни но то же бы ли он она оно я ты
is of to in on at an as be by if it no or so up we my you they he she but
на по из за от до во со об не ни но то же бы ли он она оно я ты
is of to in on at an as be by if it no or so up we my you they he she but
der die das und für mit von nicht ein eine einen neu neue hinzufügen ändern prüfen
"""
COMMON_WORDS = frozenset(_WORDS.split())
"""They tell no exclusion and no scope item from another."""
