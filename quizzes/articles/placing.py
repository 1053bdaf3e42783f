"""Where citations stand in a later revision of their article: placed, moved, changed or orphaned.

Quote, 32 characters before and after it, and position all count. Tools that anchor by these take the best match
whatever it is worth, and so land on the wrong words when the right ones are gone. Here a match must be good in
itself, clearly ahead of every other place, and the way back from it must lead to the citation and nowhere else:
words that stood elsewhere all along are not the cited ones moved. What remains open is orphaned, for a person to
decide; a tie is never guessed.

Typography is not wording: texts are compared folded as `quoting` folds them, character for character, so that
every span is one of the text as it stands.

The engine is rapidfuzz: likeness is 100 less the share of characters to insert or delete.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, Postfix, Prefix

from quizzes.articles.quoting import ALIKE, Span, is_inside_a_word, occurrences
from quizzes.articles.wording import ...
