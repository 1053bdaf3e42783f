"""Names and passwords for accounts that a class makes: easy to read from a slip and to type."""

import re
import unicodedata
from collections.abc import Container, Iterator
from random import Random

# Lower case, and nothing that is read for something else: no l, i or 1, no o or 0.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - the letters passwords are drawn from
USERNAME = re.compile(r"[\w.@+-]+")
LONGEST_USERNAME, LONGEST_MADE = 150, 40
# Letters that are no letter with a mark, and how they are typed without them.
PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
QUALITIES = [
    "amber",
    "bold",
    "brave",
    "bright",
    "busy",
    "calm",
    "clear",
    "clever",
    "cool",
    "cosy",
    "deep",
    "early",
    "fair",
    "fast",
    "fine",
    "free",
    "fresh",
    "gentle",
    "glad",
    "golden",
    "grand",
    "green",
    "happy",
    "honest",
    "jolly",
    "keen",
    "kind",
    "light",
    "lively",
    "lucky",
    "merry",
    "mild",
    "neat",
    "new",
    "noble",
    "open",
    "plain",
    "proud",
    "quick",
    "quiet",
    "rapid",
    "ready",
    "round",
    "sharp",
    "silver",
    "smart",
    "smooth",
    "snowy",
    "soft",
    "solid",
    "spring",
    "steady",
    "sunny",
    "swift",
    "tall",
    "tidy",
    "true",
    "warm",
    "wise",
]
THINGS = [
    "acorn",
    "anchor",
    "apple",
    "aspen",
    "badger",
    "barley",
    "beaver",
    "birch",
    "bridge",
    "brook",
    "camel",
    "candle",
    "canoe",
    "castle",
    "cedar",
    "cherry",
    "clover",
    "comet",
    "compass",
    "copper",
    "coral",
    "crane",
    "daisy",
    "dolphin",
    "eagle",
    "elm",
    "falcon",
    "fern",
    "finch",
    "forest",
    "fox",
    "garden",
    "ginger",
    "harbour",
    "hazel",
    "hedge",
    "heron",
    "island",
    "ivory",
    "kestrel",
    "kite",
    "lantern",
    "lark",
    "lemon",
    "lily",
    "linden",
    "lion",
    "maple",
    "meadow",
    "mint",
    "moon",
    "oak",
    "ocean",
    "olive",
    "orchid",
    "otter",
    "owl",
    "panda",
    "paper",
    "pearl",
    "pebble",
    "pepper",
    "pine",
    "planet",
    "plum",
    "poppy",
    "puffin",
    "rabbit",
    "raven",
    "reed",
    "river",
    "robin",
    "rocket",
    "rose",
    "saffron",
    "sail",
    "salmon",
    "sparrow",
    "star",
    "stork",
    "summer",
    "swan",
    "thistle",
    "tiger",
    "tulip",
    "valley",
    "violet",
    "walnut",
    "whale",
    "willow",
    "winter",
    "zebra",
]


def new_password(chance: Random) -> str:
    """As in "k7mpx-3qdwh": ten letters of thirty-one, more than 49 bits."""
    letters = "".join(chance.choice(PASSWORD_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def pseudonyms(chance: Random) -> Iterator[str]:
    """User names that tell nothing of who bears them, as in "quiet-otter-47". They never end."""
    while True:
        yield f"{chance.choice(QUALITIES)}-{chance.choice(THINGS)}-{chance.randrange(10, 100)}"


def names_like(name: str, chance: Random) -> Iterator[str]:
    """User names made of a person's name, the plainest first; where nothing of it can be used, pseudonyms."""
    plain = made_safe(name)
    if not plain:
        yield from pseudonyms(chance)
    yield plain
    for number in range(2, 6):
        yield f"{plain}{number}"
    while True:
        yield f"{plain}{chance.randrange(10, 10_000)}"


def made_safe(name: str) -> str:
    """As in "ada.lovelace": plain letters where the name has such, else its own."""
    lower = name.casefold().translate(PLAIN)
    folded = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", folded.replace("'", ""))
    if not any(word.isalpha() for word in words):
        words = re.findall(r"\w+", unicodedata.normalize("NFKC", lower))
    return ".".join(words)[:LONGEST_MADE].strip("._")


def first_free(names: Iterator[str], taken: Container[str]) -> str:
    return next(name for name in names if name not in taken)


def username_fault(username: str) -> str:
    """What is wrong with a user name that somebody chose; nothing when it can be one."""
    if len(username) > LONGEST_USERNAME:
        return f"is longer than {LONGEST_USERNAME} characters. Choose a shorter one."
    if not USERNAME.fullmatch(username):
        return "has blanks or signs that no user name may have. Use letters, digits and . - _ + @ alone."
    return ""
