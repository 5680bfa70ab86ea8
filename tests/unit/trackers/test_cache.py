"""The memory of what a tracker answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from plugin.trackers.cache import Cache


def test_a_value_is_kept_under_its_key() -> None:
    """What was put is given back; nothing else is known."""
    cache: Cache[str, str] = Cache()
    assert "2-15" == cache.put("ACME-1", "2-15")
    assert ("2-15", None) == (cache.get("ACME-1"), cache.get("ACME-2"))


def test_a_full_cache_forgets_everything() -> None:
    """It does not grow for ever; a key that it holds can still be written anew."""
    cache: Cache[int, int] = Cache(max_entries=2)
    for key in (1, 2):
        cache.put(key, key)
    cache.put(2, 20)
    assert (1, 20) == (cache.get(1), cache.get(2))
    cache.put(3, 3)
    assert (None, None, 3) == (cache.get(1), cache.get(2), cache.get(3))


def test_a_cache_that_is_emptied_meanwhile_fails_no_thread() -> None:
    """Threads that read and fill it at once get the value or None."""
    cache: Cache[int, int] = Cache(max_entries=3)

    def use(number: int) -> bool:
        cache.put(number % 7, number % 7)
        return cache.get(number % 5) in (None, number % 5)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(2_000)))
