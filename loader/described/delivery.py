"""The catalogues and images of a described survey: which files, and what is known of each image."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from loader.described.content import FileContent, catalogue_tables
from loader.described.images import Facts, Places, facts, needs_keywords
from loader.described.spool import Spool, SpooledContent
from loader.description.model import Description
from loader.faults import (
    MissingCatalogue,
    MissingManifest,
    NothingDescribed,
    RejectedFile,
    RepeatedCatalogue,
    UnreadableFile,
)
from loader.formats.find import is_table, open_tables
from loader.guard import refusing

Content = FileContent | SpooledContent
Found = tuple[Facts, Path, Content]


def find_images(
    paths: Sequence[Path], description: Description, directory: Path
) -> tuple[list[Found], list[RejectedFile]]:
    """
    Give the images of files and directories with their catalogues, and the faults of what is left.

    Parameters
    ----------
    paths : sequence of Path
        Directories, catalogues, or manifests if the description has them.
    description : Description
    directory : Path
        Where rows may lie meanwhile.
    """
    images: list[Found] = []
    faults: list[RejectedFile] = []
    for path in paths:
        try:
            with refusing(path):
                listed = list(_listed(path, description))
        except RejectedFile as fault:
            faults.append(fault)
            continue
        for file, row in listed:
            try:
                with refusing(file):
                    images += _of_file(file, row, description, directory)
            except RejectedFile as fault:
                faults.append(fault)
    return _once(images, faults), faults


def _listed(path: Path, description: Description) -> Iterator[tuple[Path, dict[str, object]]]:
    """Give the files below a path, each with its line of the manifest."""
    files = description.files
    if files.manifest:
        yield from _by_manifest(path, description)
        return
    if not path.is_dir():
        if not path.exists():
            raise UnreadableFile(path, "", "nothing", "a catalogue or a directory", "Check the path.")
        yield path, {}
        return
    entries = sorted(entry for entry in path.iterdir() if entry.is_file())
    meant = [
        entry
        for entry in entries
        if (any(fnmatch(entry.name, name) for name in files.names) if files.names else is_table(entry))
    ]
    if not meant:
        expected = f"files {', '.join(files.names)}" if files.names else "tables"
        raise NothingDescribed(
            path, "", f"{len(entries)} files, none of them meant", expected, "Name the files."
        )
    yield from ((entry, {}) for entry in meant)


def _by_manifest(path: Path, description: Description) -> Iterator[tuple[Path, dict[str, object]]]:
    quantity = description.image["file"]
    column = str(quantity.manifest)
    directory = path if path.is_dir() else path.parent
    meant = sorted(directory.glob(description.files.manifest or ""))
    if len(meant) != 1:
        found = ", ".join(file.name for file in meant) or "no such file"
        raise MissingManifest(
            directory, "", found, f"one manifest, {description.files.manifest}", "Correct [files] manifest."
        )
    (manifest,) = meant
    alone = path if path.is_file() and path.resolve() != manifest.resolve() else None
    for line, row in enumerate(_manifest_rows(manifest, description), start=1):
        file = directory / str(row.get(column) or "")
        if alone is not None and file.resolve() != alone.resolve():
            continue
        if not row.get(column) or not file.is_file():
            expected = f"the catalogue {row.get(column)} beside it"
            raise MissingCatalogue(
                manifest, f"row {line}", "no such file", expected, "Deliver it, or take it out."
            )
        yield file, row


def _manifest_rows(manifest: Path, description: Description) -> Iterator[dict[str, object]]:
    _, tables, _ = open_tables(manifest)
    table = tables[0]
    wanted = {str(q.manifest): table.named(str(q.manifest)) for q in description.image.values() if q.manifest}
    lacking = [name for name, own in wanted.items() if own is None]
    if lacking:
        expected = f"the columns {', '.join(wanted)}"
        found = f"the columns {', '.join(table.columns)}"
        raise MissingManifest(manifest, f"column {lacking[0]}", found, expected, "Correct [image].")
    for chunk in table.chunks([str(own) for own in wanted.values()]):
        columns = {}
        for name, own in wanted.items():
            values = chunk[str(own)]
            plain = values.values.tolist()
            columns[name] = [
                None if values.missing is not None and values.missing[k] else value
                for k, value in enumerate(plain)
            ]
        yield from (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _of_file(
    path: Path, row: dict[str, object], description: Description, directory: Path
) -> Iterator[Found]:
    """Give the images of a file."""
    if description.has_many_images:
        yield from (
            (image, path, content) for image, content in Spool(path, description, directory).contents()
        )
        return
    pattern = description.files.pattern
    separate = description.files.detectors == "separate"
    if not separate and not needs_keywords(description):
        yield (
            facts(description, Places(path, pattern, {}, row), path.name),
            path,
            FileContent(path, description, directory=directory),
        )
        return
    _, tables, _ = open_tables(path, description.files.form)
    meant = catalogue_tables(path, description, tables)
    for table in meant if separate else meant[:1]:
        number = table.number if separate and len(meant) > 1 else None
        suffix = f"#{table.number}" if number is not None else ""
        where = f"table {table.number}, " if len(meant) > 1 else ""
        at = Places(path, pattern, table.keywords, row, where)
        content = FileContent(path, description, number, directory)
        yield facts(description, at, path.name + suffix), path, content


def _once(images: list[Found], faults: list[RejectedFile]) -> list[Found]:
    """Leave out, with a fault, what is the image of another file as well."""
    seen: dict[str, Path] = {}
    kept = []
    for image, path, content in images:
        if image.key in seen:
            faults.append(
                RepeatedCatalogue(
                    path,
                    f"image {image.key}",
                    f"the image of {seen[image.key]}",
                    "an image of its own: another name, band or date",
                    "Correct [image] in the description.",
                )
            )
            continue
        seen[image.key] = path
        kept.append((image, path, content))
    return kept
