"""The keywords of a FITS header, those of ESO's convention HIERARCH among them."""

import re

from loader.fits_header import CARD

_VALUE = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^/]*?))\s*(?:/.*)?$", re.DOTALL)
_HIERARCH = re.compile(r"HIERARCH\s+(.+?)\s*=(.*)$", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d+)?", re.ASCII)

Value = str | float | bool


def read_keywords(text: bytes) -> dict[str, Value]:
    """
    Give the keywords of a header by name, without HIERARCH; what cannot be read is left out.

    Parameters
    ----------
    text : bytes
        Cards of 80 characters each.
    """
    found: dict[str, Value] = {}
    for start in range(0, len(text), CARD):
        card = text[start : start + CARD].decode("latin-1")
        if hierarch := _HIERARCH.match(card):
            name, rest = " ".join(hierarch[1].split()), hierarch[2]
        elif card[8:10] == "= ":
            name, rest = card[:8].rstrip(), card[10:]
        else:
            continue
        value = keyword_value(rest)
        if value is not None:
            found.setdefault(name.upper(), value)
    return found


def keyword_value(text: str) -> Value | None:
    """Give the value of a card after its equals sign; None where there is none."""
    match = _VALUE.match(text)
    if match is None:
        return None
    if match[1] is not None:
        return match[1].replace("''", "'").strip()
    plain = (match[2] or "").strip()
    if plain in ("T", "F"):
        return plain == "T"
    if _NUMBER.fullmatch(plain):
        return float(plain.upper().replace("D", "E"))
    return plain or None
