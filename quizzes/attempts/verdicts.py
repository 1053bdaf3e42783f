"""How right an answer was, in a word, a sign and a sentence."""

SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "given": "●", "": "–"}


def result_of(credit: float | None) -> str:
    if credit is None:
        return ""
    return "right" if credit == 1 else "partly" if credit > 0 else "wrong"


def verdict_of(credit: float | None) -> str:
    if credit is None:
        return "Waiting to be marked."
    if 0 < credit < 1:
        return f"Partly right: {min(max(round(100 * credit), 1), 99)}%."
    return "Right." if credit else "Not right."
