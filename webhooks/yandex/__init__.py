"""What triggers of Yandex Tracker send."""
