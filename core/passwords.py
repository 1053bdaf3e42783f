"""Passwords that are drawn, not chosen."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

# A chosen password is guessed from lists, so that each try must cost a second's part. One drawn from more than 2^49 is
# not: 20,000 rounds make all of them cost more than anyone has, and a class of five hundred does not wait for minutes.
ROUNDS = 20_000


def hash_drawn(password: str) -> str:
    """The hash of a random password, quickly. Django makes it anew, at full cost, when its person first signs in."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=min(ROUNDS, hasher.iterations))
    return hasher.encode(password, hasher.salt())
