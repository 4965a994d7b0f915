"""Where the embedded server keeps its things, and the lock that lets one process at a time change them."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from db.server.faults import BinariesMissing, HomeNotOurs

MAJORS = (18, 16)
ROOT_HOME = Path("/var/lib/epochdb")


@dataclass(frozen=True)
class Place:
    """One embedded server: a home directory, and in it one data directory for each major version.

    Attributes
    ----------
    home : Path
        Absolute, symbolic links resolved; the passwords in it serve all major versions.
    major : int
        Major version of PostgreSQL.
    """

    home: Path
    major: int

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / f"data-{self.major}"

    @property
    def log(self) -> Path:
        """The directory of the server's log files."""
        return self.home / f"log-{self.major}"

    @property
    def configuration(self) -> Path:
        """The settings file that postgresql.conf includes, written anew at each start."""
        return self.home / f"server-{self.major}.conf"

    @property
    def port_file(self) -> Path:
        """The file that remembers the port from start to start."""
        return self.home / f"port-{self.major}"

    @property
    def passfile(self) -> Path:
        """A libpq password file for psql and other clients of the same user."""
        return self.home / f"pgpass-{self.major}"

    @property
    def credentials(self) -> Path:
        """The passwords of all roles."""
        return self.home / "credentials.json"

    @property
    def lock(self) -> Path:
        """The file whose lock is held while the server is started or stopped."""
        return self.home / "epochdb.lock"

    @property
    def cluster_name(self) -> str:
        """The name in the titles of this server's processes, unlike that of any other data directory."""
        return f"epochdb-{self.major}-{sha256(os.fsencode(self.data)).hexdigest()[:12]}"


def is_root() -> bool:
    """Tell whether this process has root's rights, with which PostgreSQL refuses to run."""
    return os.geteuid() == 0


def current_place() -> Place:
    """Return the place that the environment chooses.

    ``EPOCHDB_HOME`` is the home, else ``/var/lib/epochdb`` for root and
    ``$XDG_DATA_HOME/epochdb`` (``~/.local/share/epochdb``) for others; ``EPOCHDB_PG_VERSION``
    is the major version, 18 unless it says 16.

    Raises
    ------
    BinariesMissing
        ``EPOCHDB_PG_VERSION`` is none of the versions that the wheel carries.
    """
    chosen = os.environ.get("EPOCHDB_PG_VERSION") or str(MAJORS[0])
    if chosen not in map(str, MAJORS):
        known = " or ".join(map(str, MAJORS))
        raise BinariesMissing(
            f"EPOCHDB_PG_VERSION is {chosen!r}, but the embedded server is PostgreSQL {known}. "
            f"Set it to {known}, or name another server with PGHOST."
        )
    return Place(_home().resolve(), int(chosen))


def _home() -> Path:
    if named := os.environ.get("EPOCHDB_HOME"):
        return Path(named).expanduser()
    if is_root():
        return ROOT_HOME
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "epochdb"


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the home's lock, creating the home when it is missing.

    The lock belongs to an open file, so that it ends with the process even after ``kill -9``.

    Raises
    ------
    HomeNotOurs
        The home holds files of something else, or is not writable.
    """
    try:
        place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_foreign_home(place)
        descriptor = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unusable(place, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # Root's server runs as another user, who must pass through; what is inside is closed by itself.
        place.home.chmod(0o711 if is_root() else 0o700)
        yield
    finally:
        os.close(descriptor)


def home_exists(place: Place) -> bool:
    """Tell whether there is a home, and refuse one that is not ours.

    Raises
    ------
    HomeNotOurs
        It belongs to somebody else, or cannot be looked into.
    """
    try:
        if not place.home.exists():
            return False
        refuse_foreign_home(place)
    except OSError as error:
        raise _unusable(place, error) from error
    return True


def _unusable(place: Place, error: OSError) -> HomeNotOurs:
    return HomeNotOurs(
        f"{place.home}: {error.strerror}. The home of the embedded server must be a directory that "
        f"belongs to the user who starts it: set EPOCHDB_HOME to one, or name a server with PGHOST."
    )


def refuse_foreign_home(place: Place) -> None:
    """Check that an existing home is this user's and EpochDB's, so that its permissions may be set.

    Raises
    ------
    HomeNotOurs
        It is not.
    """
    owner = place.home.stat().st_uid
    if owner != os.geteuid():
        raise HomeNotOurs(
            f"{place.home} belongs to uid {owner}, but this process runs as uid {os.geteuid()}. "
            f"Run as that user, or set EPOCHDB_HOME to a directory of your own."
        )
    if not place.lock.exists() and any(found.name != place.lock.name for found in place.home.iterdir()):
        raise HomeNotOurs(
            f"{place.home} is not empty and was not made by EpochDB, which would change its permissions. "
            f"Set EPOCHDB_HOME to a new or empty directory."
        )


def write_atomically(path: Path, text: str, mode: int) -> None:
    """Write a file so that a reader, or a crash, sees the old text or the new one and never less.

    Parameters
    ----------
    path : Path
        File in the home, written under the home's lock.
    text : str
        The whole new content.
    mode : int
        Permissions from the file's first moment on.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(descriptor, mode)
        stream.write(text)
        stream.flush()
        os.fsync(descriptor)
    beside.replace(path)
