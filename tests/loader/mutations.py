"""Seeded mutations of files: bytes, header cards, cells, lines; some harmless, most not."""

import random
from collections.abc import Callable

Mutation = Callable[[random.Random, bytes], bytes]
ODD_NUMBERS = (
    b"0", b"-1", b"99", b"99.999", b"-99", b"-9999", b"-9.99999e8", b"1e400", b"NaN", b"inf", b"1_0", b"17,3",
    "１７".encode(), b"0x11", b"", b"--", b"1.5", b"999999", b"1e38",
)  # fmt: skip


def flip_bits(rng: random.Random, whole: bytes) -> bytes:
    """Flip a few bits anywhere."""
    spoilt = bytearray(whole)
    for _ in range(rng.choice((1, 1, 2, 8))):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def cut(rng: random.Random, whole: bytes) -> bytes:
    """Cut the end off."""
    return whole[: rng.randrange(len(whole))]


def repeat(rng: random.Random, whole: bytes) -> bytes:
    """Put a piece in twice."""
    start = rng.randrange(len(whole))
    end = min(len(whole), start + rng.choice((1, 4, 80, 2880)))
    return whole[:end] + whole[start:end] + whole[end:]


def drop(rng: random.Random, whole: bytes) -> bytes:
    """Take a piece out."""
    start = rng.randrange(len(whole))
    return whole[:start] + whole[start + rng.choice((1, 4, 80, 2880)) :]


def append(rng: random.Random, whole: bytes) -> bytes:
    """Put something behind the end."""
    return whole + rng.choice((b"\0" * 2880, b" " * 80, b"x", whole, whole[:100], b"\n"))


def spoil_card(rng: random.Random, whole: bytes) -> bytes:
    """Change the value of a card in the header of the table, or put another card in its place."""
    start = whole.index(b"XTENSION")
    cards = (whole.index(b"END" + b" " * 77, start) - start) // 80
    number = rng.randrange(cards)
    place = start + 80 * number
    keyword = rng.choice(("TNULL", "TSCAL", "TZERO", "TFORM", "TTYPE", "TUNIT", "NAXIS", "PCOUNT", "TFIELDS"))
    if rng.random() < 0.6:
        keyword = whole[place : place + 8].decode().strip()
    elif keyword.startswith("T") and keyword != "TFIELDS":
        keyword += str(rng.randrange(1, 20))
    value = rng.choice((
        "1", "0", "-1", "80", "81", "2", "5", "0.001", "1000", "-9999", "100", "1.5D2", "'1E      '",
        "'J       '", "'K       '", "'2E      '", "'deg     '", "'Mag1    '", "'StarID  '",
        "T", "", "'it''s'", "9" * 30,
    ))  # fmt: skip
    card = f"{keyword:8s}= {value:>20s}".ljust(80)[:80].encode()
    return whole[:place] + card + whole[place + 80 :]


def spoil_number(rng: random.Random, whole: bytes) -> bytes:
    """Put odd bytes in the place of four or eight of the table's: NaN, infinity, sentinels, any."""
    data = whole.index(b"XTENSION")
    data = (whole.index(b"END" + b" " * 77, data) // 2880 + 1) * 2880
    place = data + 4 * rng.randrange(100)
    four = rng.choice(("7fc00000", "7f800000", "ff800000", "42c60000", "c2c60000", "c47a0000", "00000000",
                       "ce6e6b27", "80000000", "ffffffff", "42c7ffbe", "7f7fffff"))  # fmt: skip
    return whole[:place] + bytes.fromhex(four) + whole[place + 4 :]


def spoil_cell(rng: random.Random, whole: bytes) -> bytes:
    """Change a cell of a VOTable's TABLEDATA, or take one out."""
    cells = whole.split(b"<TD>")
    number = rng.randrange(1, len(cells))
    rest = cells[number].split(b"</TD>", 1)[1]
    if rng.random() < 0.1:
        cells[number - 1] += rest
        del cells[number]
    else:
        cells[number] = rng.choice(ODD_NUMBERS) + b"</TD>" + rest
    return b"<TD>".join(cells)


def spoil_value(rng: random.Random, whole: bytes) -> bytes:
    """Change a value of a manifest, or put one in or take one out."""
    lines = whole.split(b"\n")
    number = rng.randrange(len(lines) - 1)
    values = lines[number].split(b",")
    place = rng.randrange(len(values))
    match rng.randrange(4):
        case 0:
            values.insert(place, rng.choice(ODD_NUMBERS))
        case 1:
            del values[place]
        case _:
            values[place] = rng.choice(
                (*ODD_NUMBERS, b"Ks", b"J", b"L", b"2", b'"', b"\x1b[2J", b"\xff", b"\0")
            )
    lines[number] = b",".join(values)
    return b"\n".join(lines)


ANYWHERE: tuple[Mutation, ...] = (flip_bits, cut, repeat, drop, append)
OF_CATALOGUES: tuple[Mutation, ...] = (*ANYWHERE, *[spoil_card] * 4, *[spoil_number] * 4)
OF_SAMPLES: tuple[Mutation, ...] = (*ANYWHERE, *[spoil_cell] * 4)
OF_MANIFESTS: tuple[Mutation, ...] = (*ANYWHERE, *[spoil_value] * 4)
