"""Catalogues by groups of one field, which are loaded together, and their reading ahead of the server."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from loader import ledger
from loader.adding import Prepared
from loader.association import Unassociated
from loader.catalogue import read_detections
from loader.contents import hash_contents, read_contents
from loader.delivery import Catalogue
from loader.described.stream import is_streamed
from loader.faults import RejectedFile
from loader.fits_header import announced_bytes
from loader.guard import refusing
from loader.ledger import Row
from loader.ordering import Measured
from loader.side_by_side import Queue

# What a group's files may hold [bytes], about a million detections: more would gain little, hold locks for
# longer and need more memory, as much as the files for the group and for what is read ahead of the next
GROUP_BYTES = 112 * 2**20
# And how many they may be: each holds a lock, of which a server has some thousands
GROUP_IMAGES = 500

Group = tuple[Catalogue, ...]


def by_turns(catalogues: Sequence[Catalogue], n_connection: int) -> list[Group]:
    """
    Give catalogues in groups of one field, fields by turns, as many as there are connections, at least two.

    Catalogues of one field merge into the same sources: together by one write for each, while those of
    different fields do not wait for one another, be they this loader's or another's. Of a field the images
    of bands that have few come first, then the earliest: what is kept of a source (the earliest detection,
    the first of each band, counts of bands that are not monitored) is settled by the first group, and later
    ones leave it as it is.
    """
    fields: dict[int, list[Catalogue]] = {}
    for catalogue in sorted(catalogues, key=lambda c: c.image.image_id):
        fields.setdefault(catalogue.image.field_id, []).append(catalogue)
    groups = [list(_bounded(_settling_first(images))) for images in fields.values()]
    n_turn = max(n_connection, 2)
    shares = [groups[start : start + n_turn] for start in range(0, len(groups), n_turn)]
    return [group for share in shares for turn in zip_longest(*share) for group in turn if group]


def _settling_first(catalogues: Sequence[Catalogue]) -> list[Catalogue]:
    n_of_band = Counter(catalogue.image.band for catalogue in catalogues)
    return sorted(
        catalogues, key=lambda c: (n_of_band[c.image.band], c.image.band, c.image.mjd, c.image.image_id)
    )


def _bounded(catalogues: Sequence[Catalogue]) -> Iterator[Group]:
    group: list[Catalogue] = []
    size = 0
    for catalogue in catalogues:
        own = _file_bytes(catalogue)
        if group and (size + own > GROUP_BYTES or len(group) == GROUP_IMAGES):
            yield tuple(group)
            group, size = [], 0
        group.append(catalogue)
        size += own
    if group:
        yield tuple(group)


def _file_bytes(catalogue: Catalogue) -> int:
    if catalogue.content:
        return catalogue.content.n_byte
    with suppress(OSError):
        return catalogue.path.stat().st_size
    return 0  # refused where it is read


@dataclass(frozen=True)
class Reader:
    """
    Reads, checks and measures catalogues.

    Parameters
    ----------
    known : mapping of int to Row
        What the ledger holds by image_id, so that files which are in are not parsed again.
    thresholds : sequence of float
        The standard thresholds of signal-to-noise, ascending.
    radius : float or None
        How far from its source a detection may lie [arcsec], where sources are to be found by position.
    """

    known: Mapping[int, Row]
    thresholds: Sequence[float]
    radius: float | None

    def ahead(self, queue: Queue[Group]) -> Iterator[tuple[Group, Iterator[Prepared]]]:
        """Draw groups, each with its catalogues as they are read, a group ahead in a thread of their own."""
        reading: deque[tuple[Future[Prepared], int]] = deque()
        drawn: deque[Group] = deque()

        def stream() -> Iterator[Catalogue]:
            for group in queue:
                drawn.append(group)
                yield from () if self.is_streamed(group) else group

        def of_group(group: Group) -> Iterator[Prepared]:
            for _ in () if self.is_streamed(group) else group:
                fill()
                yield reading.popleft()[0].result()

        def fill() -> None:
            ahead = sum(size for _, size in reading)
            while (not reading or ahead < GROUP_BYTES) and (catalogue := next(coming, None)):
                reading.append((pool.submit(self.read, catalogue), size := _file_bytes(catalogue)))
                ahead += size

        coming = stream()
        pool = ThreadPoolExecutor(1)
        try:
            fill()
            while drawn:
                group = drawn.popleft()
                prepared = of_group(group)
                yield group, prepared
                deque(prepared, maxlen=0)  # what the group left aside
                fill()
        finally:
            pool.shutdown(cancel_futures=True)

    def is_streamed(self, group: Group) -> bool:
        """Tell whether a group's rows are to go into the table as they are read, and not to be held."""
        return self.radius is None and is_streamed(group)

    def read(self, catalogue: Catalogue) -> Prepared:
        """Read, check and measure a catalogue, unless the ledger has the very same."""
        sha256 = ""
        image = catalogue.image
        try:
            with refusing(catalogue.path):
                if catalogue.content:
                    sha256, read = catalogue.content.open()
                else:
                    contents = read_contents(catalogue.path, announced_bytes)
                    sha256 = hash_contents(contents)
                    read = partial(
                        read_detections, catalogue.path, contents, sha256, identified=self.radius is None
                    )
                if self.known.get(image.image_id) == ledger.row(image, sha256):
                    return Prepared(catalogue, sha256, None)
                detections = read()
                if self.radius is not None:
                    return Prepared(catalogue, sha256, Unassociated(detections, self.thresholds, self.radius))
                return Prepared(catalogue, sha256, Measured.of(detections, image.image_id, self.thresholds))
        except RejectedFile as fault:
            return Prepared(catalogue, sha256, None, fault)
