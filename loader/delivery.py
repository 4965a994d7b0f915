"""Find out which catalogue belongs to which image of a delivery: one directory with its manifest."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from loader.faults import (
    AmbiguousEpoch,
    MissingCatalogue,
    MissingManifest,
    RejectedFile,
    UnlistedCatalogue,
    UnreadableFile,
)
from loader.manifest import Image, Manifest, has_manifest_header, read_manifest

SUFFIXES = (".fits", ".fits.gz")
# The bands of which a field has many images, whose catalogues are numbered by epoch
NUMBERED_BANDS = frozenset({"Ks"})
_NUMBERED = re.compile(r"Field-(\d+)-([A-Za-z]+)-E(\d+)\.fits(?:\.gz)?$")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue file and the image whose detections it holds."""

    image: Image
    path: Path


@dataclass(frozen=True)
class Refusal:
    """A fault, with the image that the manifest names for the file, if it names one."""

    fault: RejectedFile
    image: Image | None = None


@dataclass(frozen=True)
class Delivery:
    """What is to be loaded, in order of the manifest, and what cannot be."""

    catalogues: tuple[Catalogue, ...]
    refusals: tuple[Refusal, ...]


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
    if not path.exists():
        raise UnreadableFile(path, "", "nothing", "a directory, manifest or catalogue", "Check the path.")
    one = path if path.name.lower().endswith(SUFFIXES) else None
    directory = path if path.is_dir() else path.parent
    manifest_path = _find_manifest(directory) if path.is_dir() or one else path
    manifest = read_manifest(manifest_path, bands)
    files = {file.name: file for file in sorted(directory.iterdir()) if file.name.lower().endswith(SUFFIXES)}
    delivery = _match(manifest, files)
    return _only(delivery, one) if one else delivery


def _find_manifest(directory: Path) -> Path:
    candidates = [file for file in sorted(directory.glob("*.csv")) if has_manifest_header(file)]
    if not candidates:
        # One that has lost a column is better named than passed over
        candidates = sorted(directory.glob("*.csv"))
    if len(candidates) != 1:
        found = ", ".join(file.name for file in candidates) or "no CSV file"
        raise MissingManifest(
            directory, "", found, "one manifest (ID, FieldID, Filename ...)", "Name the manifest itself to load it."
        )
    return candidates[0]


def _match(manifest: Manifest, files: dict[str, Path]) -> Delivery:
    named = {image.image_id: _existing(image.file_name, files) for image in manifest.images}
    by_rule = {image.image_id: name for image, name in _rule_names(manifest.images)}
    ambiguous = _ambiguous_groups(manifest, files)
    catalogues, refusals = [], [Refusal(fault) for fault in manifest.faults]
    used: set[str] = set()
    for image in manifest.images:
        place = f"line {image.line}"
        path = named[image.image_id]
        if path is None and (image.field_id, image.band) in ambiguous:
            used.update(name for name in files if _numbered_group(name) == (image.field_id, image.band))
            refusals.append(Refusal(_ambiguous(manifest, image, ambiguous), image))
            continue
        path = path or _existing(by_rule[image.image_id], files)
        if path is None:
            fault = MissingCatalogue(
                manifest.path,
                place,
                f"image {image.image_id} without a catalogue",
                f"{by_rule[image.image_id]} beside the manifest",
                "Deliver the catalogue, or take the line out.",
            )
            refusals.append(Refusal(fault, image))
            continue
        used.add(path.name)
        catalogues.append(Catalogue(image, path))
    refusals += [Refusal(_unlisted(manifest, file)) for name, file in files.items() if name not in used]
    return Delivery(tuple(catalogues), tuple(refusals))


def _existing(name: str, files: dict[str, Path]) -> Path | None:
    return files.get(name) or files.get(f"{name}.gz")


def _rule_names(images: Iterable[Image]) -> Iterable[tuple[Image, str]]:
    """Name each image's catalogue: in a numbered band by its rank by date within the field."""
    rank: dict[tuple[int, str], int] = defaultdict(int)
    for image in sorted(images, key=lambda i: (i.mjd, i.image_id)):
        group = (image.field_id, image.band)
        rank[group] += 1
        epoch = f"-E{rank[group]:03d}" if image.band in NUMBERED_BANDS else ""
        yield image, f"Field-{image.field_id}-{image.band}{epoch}.fits"


def _numbered_group(name: str) -> tuple[int, str] | None:
    match = _NUMBERED.match(name)
    return (int(match[1]), match[2]) if match else None


def _ambiguous_groups(manifest: Manifest, files: dict[str, Path]) -> dict[tuple[int, str], str]:
    """
    Find the groups of numbered catalogues whose ranks cannot be trusted, with the reason.

    If a line is missing or faulty, every later image of its field and band moves up a rank and would be
    given the catalogue of another. Such a group is refused whole: wrong data are worse than none.
    """
    count: dict[tuple[int, str], int] = defaultdict(int)
    for image in manifest.images:
        count[image.field_id, image.band] += 1
    reasons = {}
    for group in count:
        highest = max((int(_NUMBERED.match(name)[3]) for name in files if _numbered_group(name) == group), default=0)  # type: ignore[index]
        if group[1] not in NUMBERED_BANDS:
            continue
        if any(field in (group[0], None) and band in (group[1], None) for field, band in manifest.faulty_groups):
            reasons[group] = "a faulty line among its images"
        elif highest > count[group]:
            reasons[group] = f"catalogues up to E{highest:03d} for {count[group]} images"
    return reasons


def _ambiguous(manifest: Manifest, image: Image, reasons: dict[tuple[int, str], str]) -> AmbiguousEpoch:
    return AmbiguousEpoch(
        manifest.path,
        f"line {image.line}",
        f"{reasons[image.field_id, image.band]} (field {image.field_id}, {image.band})",
        "one line for each catalogue, so that E001, E002 ... are the ranks by MJD",
        "Complete the manifest, or name each catalogue in its column Filename.",
    )


def _unlisted(manifest: Manifest, file: Path) -> UnlistedCatalogue:
    return UnlistedCatalogue(
        file, "", "a catalogue", f"a line for it in {manifest.path.name}", "Add the line, or take the file away."
    )


def _only(delivery: Delivery, path: Path) -> Delivery:
    catalogues = tuple(c for c in delivery.catalogues if c.path.name == path.name)
    if catalogues:
        return Delivery(catalogues, ())
    refusals = tuple(r for r in delivery.refusals if r.fault.path.name == path.name)
    return Delivery((), refusals or delivery.refusals)
