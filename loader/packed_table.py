"""Tables that are compressed column by column inside FITS (FITS standard 4.0, section 10.3), made plain."""

import re
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from loader.contents import CONTENTS_MAX, Contents
from loader.faults import CompressedTable, DamagedFile, OversizedFile
from loader.fits_header import CARD, Header, Part
from loader.rice import rice_bytes

# Letter of ZFORM, bytes of one value; what varies in length is left empty
_BYTES = {"L": 1, "B": 1, "I": 2, "J": 4, "K": 8, "A": 1, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8, "Q": 16}
# Those whose bytes GZIP_2 sorts by significance
_SHUFFLED = "IJKED"
_FORM = re.compile(r"(\d{0,9})([LXBIJKAEDCMPQ]).*", re.ASCII)
_DESCRIPTOR = re.compile(r"1?([PQ])B.*", re.ASCII)
ALGORITHMS = ("GZIP_1", "GZIP_2", "RICE_1", "NOCOMPRESS")
# What stands in the header for the compressed table and not for the plain one
_OF_PACKED = re.compile(r"TFORM\d+|Z[A-Z]+\d*|NAXIS[12]|PCOUNT|THEAP|CHECKSUM|DATASUM", re.ASCII)
_DELIVER = "Deliver the file again."

Bytes = NDArray[np.uint8]


def plain_table(path: Path, contents: Contents, part: Part) -> tuple[bytes, Part]:
    """
    Give the rows of a compressed table (ZTABLE) as a plain one has them, and the header that it would have.

    Columns whose cells vary in length come out empty: no number of a catalogue stands in one.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes or mmap
        Of the file.
    part : Part
        The compressed table.

    Raises
    ------
    CompressedTable
        A column is compressed in a way that the standard does not have.
    BrokenHeader, DamagedFile, OversizedFile
    """
    return _Packed(path, contents, part).plain()


class _Packed:
    """A compressed table: a row for each tile of rows, a cell for each column of the tile."""

    def __init__(self, path: Path, contents: Contents, part: Part) -> None:
        self.path = path
        self.contents = contents
        self.part = part
        header = self.header = part.header
        self.n_row, self.width = header.integer("ZNAXIS2", 0), header.integer("ZNAXIS1", 0)
        self.tile = max(header.integer("ZTILELEN", 0), 1)
        if self.n_row * self.width > CONTENTS_MAX:
            found = f"{self.n_row} rows of {self.width} bytes"
            raise OversizedFile(path, self._place(), found, f"at most {CONTENTS_MAX} bytes", _DELIVER)

    def plain(self) -> tuple[bytes, Part]:
        header = self.header
        n_tile = -(-self.n_row // self.tile)
        if header.integer("NAXIS2", 0) != n_tile:
            raise header.broken(f"NAXIS2 = {header.integer('NAXIS2')}", f"{n_tile} tiles of {self.tile} rows")
        whole: Bytes = np.zeros((self.n_row, self.width), "u1")
        offset = packed_offset = 0
        for number in range(1, header.integer("TFIELDS", 0) + 1):
            letter, n_value, n_byte = self._form(number)
            descriptor = _DESCRIPTOR.fullmatch(header.text_of(f"TFORM{number}") or "")
            if descriptor is None:
                found = f"TFORM{number} = {header.text_of(f'TFORM{number}')!r}"
                raise header.broken(found, "1PB or 1QB for a compressed column")
            if offset + n_byte > self.width:
                raise header.broken(f"ZNAXIS1 = {self.width}", "the sum of the columns' widths")
            if letter not in "PQ" and n_byte:
                for tile in range(n_tile):
                    rows = whole[tile * self.tile : (tile + 1) * self.tile, offset : offset + n_byte]
                    packed = self._cell(tile, packed_offset, descriptor[1])
                    rows[:] = self._unpacked(packed, number, letter, n_value * len(rows), rows.size).reshape(
                        rows.shape
                    )
            offset += n_byte
            packed_offset += 8 if descriptor[1] == "P" else 16
        if offset != self.width:
            raise header.broken(f"ZNAXIS1 = {self.width}", f"{offset}, the sum of the columns' widths")
        stored = whole.tobytes()
        return stored, Part(self._plain_header(), self.part.start, 0, len(stored), len(stored))

    def _form(self, number: int) -> tuple[str, int, int]:
        """Give a column's letter, its values in a row and their bytes."""
        form = self.header.text_of(f"ZFORM{number}")
        match = _FORM.fullmatch(form or "")
        if match is None:
            raise self.header.broken(f"ZFORM{number} = {form!r}", "the format of a column, such as 1E")
        repeat = int(match[1] or 1)
        return match[2], repeat, -(-repeat // 8) if match[2] == "X" else repeat * _BYTES[match[2]]

    def _cell(self, tile: int, offset: int, kind: str) -> bytes:
        """Give the compressed bytes of a column in a tile, which stand behind the rows."""
        part, width = self.part, self.header.integer("NAXIS1")
        kind, size = (">i4", 8) if kind == "P" else (">i8", 16)
        start = part.data_start + tile * width + offset
        n_byte, place = np.frombuffer(self.contents[start : start + size], kind).tolist()
        heap = self.header.optional_integer("THEAP") or width * self.header.integer("NAXIS2")
        begin = part.data_start + heap + place
        if n_byte < 0 or place < 0 or begin + n_byte > part.data_end:
            found = f"{n_byte} bytes at {place} in the heap of tile {tile + 1}"
            raise DamagedFile(self.path, self._place(), found, "bytes within the table", _DELIVER)
        return bytes(self.contents[begin : begin + n_byte])

    def _unpacked(self, packed: bytes, number: int, letter: str, n_value: int, n_byte: int) -> Bytes:
        algorithm = self.header.text_of(f"ZCTYP{number}") or "GZIP_2"
        if algorithm not in ALGORITHMS or (algorithm == "RICE_1" and letter not in "BIJ"):
            place, found = f"{self._place()}, ZCTYP{number}", f"{algorithm} for a column {letter}"
            remedy = "Unpack it (funpack) and deliver the file again."
            raise CompressedTable(self.path, place, found, f"one of {', '.join(ALGORITHMS)}", remedy)
        try:
            if algorithm == "RICE_1":
                stored = rice_bytes(packed, _BYTES[letter], n_value)
            else:
                stored = packed if algorithm == "NOCOMPRESS" else _inflated(packed, n_byte)
        except (zlib.error, ValueError, OSError) as error:
            raise self._damaged(number, f"broken {algorithm} data ({error})") from error
        if len(stored) != n_byte:
            raise self._damaged(number, f"{len(stored)} bytes where {n_byte} are announced")
        values = np.frombuffer(stored, "u1")
        if algorithm == "GZIP_2" and letter in _SHUFFLED:
            return values.reshape(_BYTES[letter], n_value).T.reshape(-1)
        return values

    def _plain_header(self) -> Header:
        """Give the header of the plain table."""
        text, cards = self.header.text, []
        for start in range(0, len(text), CARD):
            card = text[start : start + CARD]
            name = card[:8].decode("latin-1").rstrip()
            if not _OF_PACKED.fullmatch(name) and name != "END":
                cards.append(card)
        forms = [self.header.text_of(f"ZFORM{k}") for k in range(1, self.header.integer("TFIELDS") + 1)]
        added = [f"NAXIS1  = {self.width}", f"NAXIS2  = {self.n_row}", "PCOUNT  = 0"]
        added += [f"TFORM{k}".ljust(8) + f"= '{form}'" for k, form in enumerate(forms, start=1)]
        text = b"".join([*cards, *(card.encode().ljust(CARD) for card in (*added, "END"))])
        return Header(self.path, self.header.number, text)

    def _damaged(self, number: int, found: str) -> DamagedFile:
        return DamagedFile(self.path, f"{self._place()}, column {number}", found, "whole columns", _DELIVER)

    def _place(self) -> str:
        return f"table {self.header.number}"


def _inflated(packed: bytes, n_byte: int) -> bytes:
    """Give what gzip or zlib data hold, and never more than a byte beyond what is announced."""
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, n_byte + 1)
