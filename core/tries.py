"""How often somebody may guess. Kept in the cache: where several processes serve, name one they share in CACHE_URL."""

from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Tries:
    """So many failed tries in so many seconds, from the first one on."""

    name: str
    most: int
    seconds: int

    def key(self, who: object) -> str:
        return f"tries:{self.name}:{who}"

    def are_used_up(self, who: object) -> bool:
        return cache.get(self.key(who), 0) >= self.most

    def count(self, who: object) -> None:
        if cache.add(self.key(who), 1, self.seconds):
            return
        try:
            cache.incr(self.key(who))
        except ValueError:  # It ran out between the two.
            cache.set(self.key(who), 1, self.seconds)
