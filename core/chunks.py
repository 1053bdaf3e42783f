from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
CHUNK = 1000


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of that size, so that no more of them than one list is held at a time."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
