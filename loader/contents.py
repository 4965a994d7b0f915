"""The bytes of a delivered file: a regular file, decompressed, and never more of it than can be meant."""

import bz2
import errno
import hashlib
import mmap
import os
import stat
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from loader.faults import EmptyFile, NotARegularFile, OversizedFile, TruncatedFile, UnreadableFile

# More than any catalogue has: 25 million rows
CONTENTS_MAX = 2 << 30
# From here on a plain file is read where it lies; a smaller one at once: nobody can cut it short meanwhile
MAPPED_BYTES = 64 << 20
# How much is decompressed between two looks at what the headers announce
CHUNK_BYTES = 4 << 20
# How much is given to the decompressor at once: what it does not use, as after a member's end, it copies
PIECE_BYTES = 256 << 10
GZIP, BZIP2 = b"\x1f\x8b", b"BZh"
_DELIVER = "Deliver the file again."
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}

# The bytes of a file, in memory or where they lie
Contents = bytes | mmap.mmap

# Given the contents so far, how long the whole can be
Bound = Callable[[bytes | bytearray], int]


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


def read_regular(path: Path) -> bytes:
    """
    Give the bytes of a regular file, without waiting for a pipe's or a device's.

    Raises
    ------
    UnreadableFile, NotARegularFile, OversizedFile
    """
    try:
        # A pipe without a writer would hold an open that waits
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise _not_regular(path, found.st_mode)
            if found.st_size > CONTENTS_MAX:
                raise _oversized(path, f"{found.st_size} bytes", CONTENTS_MAX)
            return file.read()
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENXIO:
            raise _not_regular(path, stat.S_IFSOCK) from error
        if isinstance(error, IsADirectoryError):
            raise _not_regular(path, stat.S_IFDIR) from error
        found_instead = str(getattr(error, "strerror", None) or error)
        raise UnreadableFile(path, "", found_instead, "a readable file", "Check path and rights.") from error


def not_regular(path: Path) -> NotARegularFile | None:
    """Give the fault of a directory, pipe or device; None for a regular file, and for what cannot be seen."""
    try:
        mode = path.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        return None
    return None if stat.S_ISREG(mode) else _not_regular(path, mode)


def read_contents(path: Path, bound: Bound | None = None) -> bytes:
    """
    Give the bytes of a file, decompressed if it is a gzip or bzip2 file.

    Parameters
    ----------
    path : Path
        The file.
    bound : callable, optional
        Told the contents so far, gives how long the whole can be at most; without it, a hundred times the
        compressed file's length.

    Raises
    ------
    UnreadableFile, NotARegularFile, EmptyFile, TruncatedFile, OversizedFile
    """
    contents = read_regular(path)
    if contents.startswith((GZIP, BZIP2)):
        longest = max(64 << 20, 100 * len(contents))
        contents = _decompress(path, contents, bound or (lambda _: longest))
    if not contents:
        raise EmptyFile(path, "", "no bytes", "a FITS file", _DELIVER)
    return contents


def map_contents(path: Path) -> Contents:
    """
    Give the bytes of a file where they lie, if it is plain and large; else decompressed in memory.

    Raises
    ------
    UnreadableFile, NotARegularFile, EmptyFile, TruncatedFile, OversizedFile
    """
    if not_regular(path) is None:
        with suppress(OSError, ValueError), path.open("rb") as file:
            is_plain = not file.read(3).startswith((GZIP, BZIP2))
            if is_plain and os.fstat(file.fileno()).st_size > MAPPED_BYTES:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return read_contents(path)


def let_go(contents: Contents) -> None:
    """Let what was read of a mapped file go: it is read again where it is needed again."""
    if isinstance(contents, mmap.mmap):
        contents.madvise(mmap.MADV_DONTNEED)


def hash_contents(contents: bytes) -> str:
    """Give the SHA-256 of a file's contents, hexadecimal."""
    return hashlib.sha256(contents).hexdigest()


def _decompress(path: Path, packed: bytes, bound: Bound) -> bytes:
    """Give what one or several compressed members, one after another, hold together."""
    whole = bytearray()
    magic = GZIP if packed.startswith(GZIP) else BZIP2
    kind = "gzip" if magic == GZIP else "bzip2"
    position = 0
    while position < len(packed):
        if not packed.startswith(magic, position):
            if not packed[position:].strip(b"\0"):
                break
            found = f"{len(packed) - position} bytes after the {kind} data that are none"
            raise TruncatedFile(path, "", found, f"{kind} data alone", _DELIVER)
        try:
            position = _member(path, packed, position, whole, bound)
        except (OSError, EOFError, zlib.error) as error:
            raise TruncatedFile(
                path, "", f"broken {kind} data ({error})", "a whole file", _DELIVER
            ) from error
    return bytes(whole)


def _member(path: Path, packed: bytes, position: int, whole: bytearray, bound: Bound) -> int:
    """Append what the member at a position holds; give where it ends."""
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    bzip = bz2.BZ2Decompressor()
    is_gzip = packed.startswith(GZIP, position)
    member: _Decompressor = gzip if is_gzip else bzip
    piece = b""
    while not member.eof:
        if not piece and (is_gzip or bzip.needs_input):
            piece = packed[position : position + PIECE_BYTES]
            position += len(piece)
        before = len(whole), len(piece)
        if is_gzip:
            whole += gzip.decompress(piece, CHUNK_BYTES)
            piece = gzip.unconsumed_tail
        else:
            whole += bzip.decompress(piece, CHUNK_BYTES)
            piece = b""
        longest = min(bound(whole), CONTENTS_MAX)
        if len(whole) > longest:
            raise _oversized(path, f"more than {longest} bytes when decompressed", longest)
        if not member.eof and before == (len(whole), 0):
            raise EOFError("ends before its end marker")
    return position - len(member.unused_data)


def _not_regular(path: Path, mode: int) -> NotARegularFile:
    kind = _KINDS.get(stat.S_IFMT(mode), "no regular file")
    return NotARegularFile(path, "", kind, "a regular file", "Take it away, or name the file itself.")


def _oversized(path: Path, found: str, longest: int) -> OversizedFile:
    expected = f"no more than the {longest} bytes that its headers announce or that are read at all"
    return OversizedFile(path, "", found, expected, _DELIVER)
