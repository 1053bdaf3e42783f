"""Taking somebody's names out of texts that others, or the program, wrote: what logs tell. Pure."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Words:
    """Names to take out wherever they stand as whole words, in whatever case, and what stands there instead."""

    names: tuple[str, ...]
    instead: str

    @classmethod
    def of(cls, names: Iterable[str], instead: str) -> "Words":
        found = {name.strip() for name in names if name and name.strip()} - {instead}
        # The longest first: “Ada Lovelace” before “Ada”.
        return cls(tuple(sorted(found, key=lambda name: (-len(name), name))), instead)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The names as texts may hold them: plainly, and as JSON writes them where it keeps to ASCII."""
        return tuple(dict.fromkeys([*self.names, *(json.dumps(name)[1:-1] for name in self.names)]))

    @cached_property
    def pattern(self) -> re.Pattern:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.written))})(?!\w)", re.IGNORECASE)

    def taken_out(self, value: Any) -> Any:
        """The value without the names: a text, a text that holds JSON, or what JSON can hold. Others stay as they are."""
        if not self.names:
            return value
        if isinstance(value, str):
            return self.out_of_text(value)
        if isinstance(value, list):
            return [self.taken_out(item) for item in value]
        if isinstance(value, dict):
            return {key: self.taken_out(item) for key, item in value.items()}
        return value

    def out_of_text(self, text: str) -> str:
        if text[:1] in "[{":
            try:
                return json.dumps(self.taken_out(json.loads(text)))
            except ValueError:
                pass
        return self.pattern.sub(self.instead, text)
