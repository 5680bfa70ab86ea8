"""Yandex Tracker."""
