"""Find out which catalogue belongs to which image of a delivery: one directory with its manifest."""

import re
import stat
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from loader.catalogue import Detections
from loader.contents import not_regular
from loader.faults import (
    AmbiguousEpoch,
    MissingCatalogue,
    MissingManifest,
    RejectedFile,
    RepeatedCatalogue,
    UnlistedCatalogue,
    UnreadableFile,
)
from loader.manifest import Image, Manifest, has_manifest_header, read_manifest

# Of a catalogue's file, plain or packed; those before others where a catalogue is there twice
SUFFIXES = (
    *(f".{kind}{packed}" for packed in ("", ".gz", ".bz2", ".fz") for kind in ("fits", "fit", "fts")),
    ".fz",
)
# The bands of which a field has many images, whose catalogues are numbered by epoch
NUMBERED_BANDS = frozenset({"Ks"})
_NUMBERED = re.compile(r"Field-(\d+)-([A-Za-z]+)-E(\d+)$", re.ASCII)


class Content(Protocol):
    """Where the detections of a described catalogue are."""

    @property
    def n_byte(self) -> int:
        """How much is to be read, about."""

    def open(self) -> tuple[str, Callable[[], Detections]]:
        """Give the hash of the contents, and how to read them."""


@dataclass(frozen=True)
class Catalogue:
    """
    A catalogue file and the image whose detections it holds.

    Attributes
    ----------
    image : Image
    path : Path
    content : Content or None
        How it is read that is not written as the course's.
    """

    image: Image
    path: Path
    content: Content | None = None


@dataclass(frozen=True)
class Refusal:
    """A fault, with the image that the manifest names for the file, if it names one."""

    fault: RejectedFile
    image: Image | None = None


@dataclass(frozen=True)
class Delivery:
    """
    What is to be loaded, in order of the manifest, and what cannot be.

    Attributes
    ----------
    catalogues : tuple of Catalogue
    refusals : tuple of Refusal
    radius : float or None
        How far from its source a detection may lie [arcsec], where sources are to be found by position.
    description_id : int or None
        The description by which the catalogues are read, as the database knows it.
    """

    catalogues: tuple[Catalogue, ...]
    refusals: tuple[Refusal, ...]
    radius: float | None = None
    description_id: int | None = None


def read_delivery(path: Path, bands: Collection[str]) -> Delivery:
    """
    Match the catalogues of a delivery with the lines of its manifest.

    Parameters
    ----------
    path : Path
        A directory, its manifest, or one of its catalogues: then that one alone is given.
    bands : collection of str
        The bands that the survey has.

    Raises
    ------
    MissingManifest, InvalidManifest, UnreadableFile
        If there is nothing to match with.
    """
    try:
        is_directory = stat.S_ISDIR(path.stat().st_mode)
        one = path if _stem(path.name) is not None and not is_directory else None
        directory = path if is_directory else path.parent
        manifest_path = _find_manifest(directory) if is_directory or one else path
        entries = sorted(directory.iterdir())
    except (OSError, RuntimeError, ValueError) as error:
        found = "nothing" if isinstance(error, FileNotFoundError) else str(error)
        expected = "a directory, manifest or catalogue"
        raise UnreadableFile(path, "", found, expected, "Check the path.") from error
    manifest = read_manifest(manifest_path, bands)
    files = {file.name: file for file in entries if _stem(file.name) is not None}
    delivery = _match(manifest, files, [file.name for file in entries])
    return _only(delivery, one) if one else delivery


def _find_manifest(directory: Path) -> Path:
    tables = [file for file in sorted(directory.glob("*.csv")) if file.is_file()]
    # One that has lost a column is better named than passed over
    candidates = [file for file in tables if has_manifest_header(file)] or tables
    if len(candidates) != 1:
        found = ", ".join(file.name for file in candidates) or "no CSV file"
        raise MissingManifest(
            directory,
            "",
            found,
            "one manifest (ID, FieldID, Filename ...)",
            "Name the manifest itself to load it.",
        )
    return candidates[0]


def _match(manifest: Manifest, files: dict[str, Path], entries: Collection[str]) -> Delivery:
    named = {image.image_id: _existing(image.file_name, files) for image in manifest.images}
    by_rule = {image.image_id: name for image, name in _rule_names(manifest.images)}
    paths = {image_id: named[image_id] or _existing(name, files) for image_id, name in by_rule.items()}
    claims = Counter((path, named[image_id] is not None) for image_id, path in paths.items() if path)
    ambiguous = _ambiguous_groups(manifest, files)
    catalogues, refusals = [], [Refusal(fault) for fault in manifest.faults]
    used: set[str] = set()
    for image in manifest.images:
        path, group, is_named = (
            paths[image.image_id],
            (image.field_id, image.band),
            bool(named[image.image_id]),
        )
        if not is_named and group in ambiguous:
            used.update(name for name in files if _numbered_group(name) == group)
            refusals.append(Refusal(_ambiguous(manifest, image, ambiguous), image))
        elif path is None:
            refusals.append(Refusal(_missing(manifest, image, by_rule[image.image_id], entries), image))
        elif claims[path, is_named] > 1 or claims[path, True] > is_named:
            used.add(path.name)
            refusals.append(Refusal(_claimed(manifest, image, path), image))
        else:
            used.add(path.name)
            catalogues.append(Catalogue(image, path))
    refusals += [Refusal(_unlisted(manifest, file)) for name, file in files.items() if name not in used]
    return Delivery(tuple(catalogues), tuple(refusals))


def _existing(name: str, files: dict[str, Path]) -> Path | None:
    """Give the file of a name, or of that name with another suffix of a catalogue's."""
    stem = _stem(name)
    others = (f"{stem}{suffix}" for suffix in SUFFIXES if stem)
    return next((files[known] for known in (name, *others) if known in files), None)


def _stem(name: str) -> str | None:
    """Give the name of a catalogue's file without its suffix; None for any other file."""
    suffixes = [suffix for suffix in SUFFIXES if name.lower().endswith(suffix)]
    return name[: -len(max(suffixes, key=len))] if suffixes else None


def _rule_names(images: Iterable[Image]) -> Iterable[tuple[Image, str]]:
    """Name each image's catalogue: in a numbered band by its rank by date within the field."""
    rank: dict[tuple[int, str], int] = defaultdict(int)
    for image in sorted(images, key=lambda i: (i.mjd, i.image_id)):
        group = (image.field_id, image.band)
        rank[group] += 1
        epoch = f"-E{rank[group]:03d}" if image.band in NUMBERED_BANDS else ""
        yield image, f"Field-{image.field_id}-{image.band}{epoch}.fits"


def _numbered_group(name: str) -> tuple[int, str] | None:
    match = _NUMBERED.match(_stem(name) or "")
    return (int(match[1]), match[2]) if match else None


def _ambiguous_groups(manifest: Manifest, files: dict[str, Path]) -> dict[tuple[int, str], str]:
    """
    Find the groups of numbered catalogues whose ranks cannot be trusted, with the reason.

    If a line is missing or faulty, every later image of its field and band moves up a rank and would be
    given the catalogue of another. Such a group is refused whole: wrong data are worse than none.
    """
    count = Counter((image.field_id, image.band) for image in manifest.images if image.band in NUMBERED_BANDS)
    highest: dict[tuple[int, str], int] = defaultdict(int)
    for match in filter(None, (_NUMBERED.match(_stem(name) or "") for name in files)):
        group = int(match[1]), match[2]
        highest[group] = max(highest[group], int(match[3]))
    reasons = {}
    for group, n_image in count.items():
        if any(
            field in (group[0], None) and _may_mean(band, group[1]) for field, band in manifest.faulty_groups
        ):
            reasons[group] = "a faulty line among its images"
        elif highest[group] > n_image:
            reasons[group] = f"catalogues up to E{highest[group]:03d} for {n_image} images"
    return reasons


def _may_mean(band: str | None, numbered: str) -> bool:
    """Tell whether a faulty line's band may be a numbered one, misspelt as KS or K at that."""
    return band is None or band[0].lower() == numbered[0].lower()


def _ambiguous(manifest: Manifest, image: Image, reasons: dict[tuple[int, str], str]) -> AmbiguousEpoch:
    return AmbiguousEpoch(
        manifest.path,
        f"line {image.line}",
        f"{reasons[image.field_id, image.band]} (field {image.field_id}, {image.band})",
        "one line for each catalogue, so that E001, E002 ... are the ranks by MJD",
        "Complete the manifest, or name each catalogue in its column Filename.",
    )


def _missing(manifest: Manifest, image: Image, name: str, entries: Collection[str]) -> MissingCatalogue:
    stems = tuple(f"{stem}." for stem in (_stem(name), _stem(image.file_name)) if stem)
    unread = [entry for entry in entries if entry.startswith(stems)] if stems else []
    there = f" that can be read ({', '.join(unread)} is there)" if unread else ""
    return MissingCatalogue(
        manifest.path,
        f"line {image.line}",
        f"image {image.image_id} without a catalogue{there}",
        f"{name} beside the manifest",
        f"Deliver it as one of {', '.join(SUFFIXES)}."
        if unread
        else "Deliver the catalogue, or take the line out.",
    )


def _claimed(manifest: Manifest, image: Image, path: Path) -> RepeatedCatalogue:
    return RepeatedCatalogue(
        path,
        f"image {image.image_id}",
        f"another image in {manifest.path.name} to which this file belongs by Filename or by field and band",
        "a catalogue of its own for each image",
        "Name each image's catalogue in the column Filename.",
    )


def _unlisted(manifest: Manifest, file: Path) -> RejectedFile:
    irregular = not_regular(file)
    if irregular:
        return irregular
    return UnlistedCatalogue(
        file,
        "",
        "a catalogue",
        f"a line without fault for it in {manifest.path.name}",
        "Add the line, or take the file away.",
    )


def _only(delivery: Delivery, path: Path) -> Delivery:
    catalogues = tuple(c for c in delivery.catalogues if c.path.name == path.name)
    if catalogues:
        return Delivery(catalogues, ())
    refusals = tuple(r for r in delivery.refusals if _is_about(r, path))
    return Delivery((), refusals or delivery.refusals)


def _is_about(refusal: Refusal, path: Path) -> bool:
    if isinstance(refusal.fault, AmbiguousEpoch) and refusal.image:
        return _numbered_group(path.name) == (refusal.image.field_id, refusal.image.band)
    return refusal.fault.path.name == path.name
