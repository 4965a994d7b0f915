"""The descriptions that come with EpochDB."""

from pathlib import Path

from loader.description.model import Description
from loader.description.read import read_description
from loader.faults import InvalidDescription, UnreadableFile

DIRECTORY = Path(__file__).resolve().parents[1] / "descriptions"
DEFAULT = "course"


def names() -> list[str]:
    """Give the names of the descriptions that come with EpochDB."""
    return sorted(path.stem for path in DIRECTORY.glob("*.toml"))


def is_course(description: Description) -> bool:
    """
    Tell whether a description is that of the course's delivery, which has a reader of its own.

    Raises
    ------
    InvalidDescription
        It names catalogues by the course's rule, but is another's in what the catalogues hold.
    """
    if description.files.rule != "course":
        return False
    course = read_description(DIRECTORY / f"{DEFAULT}.toml")
    for name in ("image", "columns", "apertures", "classes", "flags", "bands"):
        if getattr(description, name) != getattr(course, name):
            raise InvalidDescription(
                description.path, f"key {name}", "other than the course's",
                "the course's, as files.rule says",
                "Leave files.rule out, and name the catalogues in a column of the manifest: [image] file.",
            )  # fmt: skip
    return True


def find_description(given: str) -> Description:
    """
    Give the description of a file, or one that comes with EpochDB by its name.

    Raises
    ------
    InvalidDescription, UnreadableFile
    """
    path = Path(given)
    if path.suffix != ".toml" and not path.exists():
        if given not in names():
            raise UnreadableFile(
                path, "", "no such file, and no description of that name",
                f"a TOML file, or one of {', '.join(names())}", "See docs/your-survey.md.",
            )  # fmt: skip
        path = DIRECTORY / f"{given}.toml"
    return read_description(path)
