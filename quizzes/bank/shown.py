"""Addresses that mark a citation's words in the reader carry a signature: whoever was shown the evidence has one,
and nobody gets at the words that decide a question by counting through the ids.
"""

from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="quizzes.bank.citation", sep=".")


def signed(citation_id: int) -> str:
    return SIGNER.sign(str(citation_id))


def citation_id(asked_for: str) -> int | None:
    """None for what we did not sign."""
    try:
        return int(SIGNER.unsign(asked_for))
    except BadSignature:
        return None
