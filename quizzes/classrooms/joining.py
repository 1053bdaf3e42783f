"""The codes students join a class by: short, readable, hard to guess."""

from random import Random

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Nothing that is read for something else: no I or 1, no O or 0."""
LENGTH = 8


def new_code(chance: Random) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(LENGTH))


def as_code(typed: str) -> str:
    """What was typed, as codes are kept: "abcd efgh" and "ABCD-EFGH" are one."""
    return "".join(letter for letter in typed.upper() if letter not in " -")


def is_code(text: str) -> bool:
    return len(text) == LENGTH and set(text) <= set(LETTERS)


def told(code: str) -> str:
    """In two halves, as it is read out."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
