"""Headers of a FITS file (FITS standard 4.0), read strictly: keywords, and where each part lies."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.contents import Contents
from loader.faults import BrokenHeader, NotFits, TruncatedFile, UnexpectedBytes

BLOCK, CARD = 2880, 80
# A header longer than this is none: 360,000 cards
HEADER_BLOCKS_MAX = 10_000
_DELIVER = "Deliver the file again."
_PADDING = b"\0 "

_TEXT = re.compile(r"'((?:[^']|'')*)' *(?:/.*)?")
_INTEGER = re.compile(r"([+-]?\d+) *(?:/.*)?", re.ASCII)
_REAL = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[ED][+-]?\d+)?) *(?:/.*)?", re.ASCII)


class Header:
    """
    The keywords of one header.

    A keyword's value is read when it is asked for, so that only what is needed must be right.
    """

    def __init__(self, path: Path, number: int, text: bytes) -> None:
        self.path = path
        self.number = number
        self.text = text
        self.cards: dict[str, str | None] = {}
        for start in range(0, len(text), CARD):
            card = text[start : start + CARD].decode("latin-1")
            if card[8:10] == "= ":
                name = card[:8].rstrip(" ")
                # A keyword that stands twice has no value
                self.cards[name] = None if name in self.cards else card[10:].strip(" ")

    def __contains__(self, name: str) -> bool:
        return name in self.cards

    def text_of(self, name: str) -> str | None:
        """Give the text of a keyword, without blanks around it; None where there is no such keyword."""
        found = self._match(name, _TEXT, "a text in quotes")
        return None if found is None else found.replace("''", "'").strip(" ")

    def integer(self, name: str, least: int | None = None) -> int:
        """Give the whole number of a keyword that must be there."""
        value = self.optional_integer(name)
        if value is None:
            raise self.broken(f"no {name}", "a whole number")
        if least is not None and value < least:
            raise self.broken(f"{name} = {value}", f"a whole number from {least} up")
        return value

    def optional_integer(self, name: str) -> int | None:
        """Give the whole number of a keyword; None where there is no such keyword."""
        found = self._match(name, _INTEGER, "a whole number")
        return None if found is None else int(found)

    def number_of(self, name: str, default: int | float) -> int | float:
        """Give the number of a keyword, as an int where it is a whole one."""
        found = self._match(name, _REAL, "a number")
        if found is None:
            return default
        if _INTEGER.fullmatch(found):
            return int(found)
        value = float(found.replace("D", "E"))
        if not math.isfinite(value):
            raise self.broken(f"{name} = {found}", "a number")
        return int(value) if value.is_integer() else value

    def is_true(self, name: str) -> bool:
        """Tell whether a logical keyword is there and true."""
        return (self.cards.get(name) or "").split("/")[0].strip() == "T"

    def broken(self, found: str, expected: str) -> BrokenHeader:
        """Give the fault of a keyword that is not as it must be."""
        where = f"header {self.number}"
        return BrokenHeader(self.path, where, found, f"{expected}, by the FITS standard", _DELIVER)

    def _match(self, name: str, pattern: re.Pattern[str], expected: str) -> str | None:
        if name not in self.cards:
            return None
        value = self.cards[name]
        if value is None:
            raise self.broken(f"{name} twice", "each keyword once")
        match = pattern.fullmatch(value)
        if not match or len(match[1]) > CARD:
            raise self.broken(f"{name} = {value}", expected)
        return match[1]


@dataclass(frozen=True)
class Part:
    """
    One header and its data.

    Attributes
    ----------
    header : Header
        Its keywords.
    start, data_start, data_end, end : int
        Where header and data begin, where the data end, and where their last block does [byte].
    """

    header: Header
    start: int
    data_start: int
    data_end: int
    end: int


def read_parts(path: Path, contents: Contents) -> list[Part]:
    """
    Give the parts of a file.

    Raises
    ------
    NotFits, TruncatedFile, BrokenHeader, UnexpectedBytes
        If the file does not consist of whole parts, one after another, and padding.
    """
    if contents[:9] != b"SIMPLE  =":
        found = f"a file that begins with {contents[:9]!r}"
        raise NotFits(path, "", found, "a FITS file (SIMPLE  =)", _DELIVER)
    parts = list(_parts(path, contents))
    last = parts[-1]
    if last.data_start > len(contents):
        found = f"{len(contents)} bytes, a header cut short"
        raise TruncatedFile(path, "", found, "a whole FITS file", _DELIVER)
    if last.data_end > len(contents):
        expected = f"at least {last.data_end} by its header"
        raise TruncatedFile(path, "", f"{len(contents)} bytes", expected, _DELIVER)
    for part in parts:
        if contents[part.data_end : part.end].strip(_PADDING):
            raise _unexpected(path, part.data_end)
    rest = contents[last.end :].lstrip(_PADDING)
    if rest:
        raise _unexpected(path, len(contents) - len(rest))
    return parts


def announced_bytes(contents: bytes | bytearray) -> int:
    """
    Give how long a file can be, by its headers so far, if what comes next is another header or padding.

    What is no FITS file, or has a broken header, is not read on, so that its fault can be named.
    """
    parsed = 0
    try:
        for part in _parts(Path(), contents):
            parsed = part.end
    except (NotFits, BrokenHeader):
        return parsed + HEADER_BLOCKS_MAX * BLOCK
    except TruncatedFile:
        pass
    # Room for a header that has not ended, and for padding
    return parsed + HEADER_BLOCKS_MAX * BLOCK


def _parts(path: Path, contents: Contents | bytearray) -> Iterator[Part]:
    start = number = 0
    while start < len(contents) and (number == 0 or contents[start : start + 8] == b"XTENSION"):
        header_end = _header_end(path, contents, start)
        header = Header(path, number, bytes(contents[start:header_end]))
        data_start = start + -(-(header_end - start) // BLOCK) * BLOCK
        data_end = data_start + _data_bytes(header)
        end = data_start + -(-(data_end - data_start) // BLOCK) * BLOCK
        yield Part(header, start, data_start, data_end, end)
        start, number = end, number + 1


def _header_end(path: Path, contents: Contents | bytearray, start: int) -> int:
    """Give where the card END ends."""
    limit = min(len(contents), start + HEADER_BLOCKS_MAX * BLOCK)
    position = start
    while (position := contents.find(b"END" + b" " * 77, position, limit)) >= 0:
        if (position - start) % CARD == 0:
            return position + CARD
        position += 1
    found = f"{len(contents)} bytes, a header cut short (no END)"
    raise TruncatedFile(path, "", found, "a whole FITS file", _DELIVER)


def _data_bytes(header: Header) -> int:
    axes = [header.integer(f"NAXIS{k}", 0) for k in range(1, _n_axis(header) + 1)]
    if axes and axes[0] == 0 and header.is_true("GROUPS"):
        axes = axes[1:]
    if not axes:
        return 0
    groups = header.optional_integer("GCOUNT")
    parameters = header.optional_integer("PCOUNT") or 0
    if (groups is not None and groups < 0) or parameters < 0:
        raise header.broken(f"GCOUNT = {groups}, PCOUNT = {parameters}", "numbers that are not negative")
    bits = abs(header.integer("BITPIX"))
    if bits not in (8, 16, 32, 64):
        raise header.broken(f"BITPIX = {bits}", "8, 16, 32, 64, -32 or -64")
    return bits // 8 * (1 if groups is None else groups) * (parameters + math.prod(axes))


def _n_axis(header: Header) -> int:
    number = header.integer("NAXIS", 0)
    if number > 999:
        raise header.broken(f"NAXIS = {number}", "a whole number from 0 to 999")
    return number


def _unexpected(path: Path, position: int) -> UnexpectedBytes:
    expected = "zeros or blanks up to the end of the block, or another part (XTENSION)"
    return UnexpectedBytes(path, f"byte {position}", "what is neither padding nor data", expected, _DELIVER)
