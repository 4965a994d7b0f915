"""The operating system's user who runs the server, and running programs as that user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.server.faults import HomeOutOfReach, NoUnprivilegedUser
from db.server.place import Place, is_root

OWN_ACCOUNT = "epochdb"
# A data directory of `nobody` is open to every other service that runs as nobody: the last resort.
FALLBACK_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user to step down to.

    Attributes
    ----------
    name : str
        Login name.
    uid, gid : int
        User and primary group.
    """

    name: str
    uid: int
    gid: int


def server_account(place: Place) -> Account | None:
    """Return the user who runs this place's server, or None when that is the current user.

    For root it is the owner of the data directory, and before there is one: ``epochdb``, created as
    a system user where ``useradd`` can, else ``postgres``, else ``nobody``.

    Raises
    ------
    NoUnprivilegedUser
        The data directory belongs to root, or there is no such user.
    """
    if not is_root():
        return None
    if place.data.exists():
        return _owner(place.data)
    _create_own_account()
    for name in (OWN_ACCOUNT, *FALLBACK_ACCOUNTS):
        if account := _look_up(name):
            return account
    raise NoUnprivilegedUser(
        f"PostgreSQL refuses to run as root, and none of the users {OWN_ACCOUNT}, "
        f"{', '.join(FALLBACK_ACCOUNTS)} exists. Create one (useradd --system {OWN_ACCOUNT}), "
        f"or run as an ordinary user."
    )


def _owner(data: Path) -> Account:
    uid = data.stat().st_uid
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise NoUnprivilegedUser(
            f"{data} belongs to uid {uid}, who has no entry in the list of users. Create that user, "
            f"or give the directory to {OWN_ACCOUNT} (chown -R)."
        ) from error
    if uid == 0:
        raise NoUnprivilegedUser(
            f"{data} belongs to root, but PostgreSQL runs only as its owner and never as root. "
            f"Give it to an unprivileged user: chown -R {OWN_ACCOUNT} {data}"
        )
    return Account(entry.pw_name, uid, entry.pw_gid)


def _create_own_account() -> None:
    if _look_up(OWN_ACCOUNT) or not (useradd := shutil.which("useradd")):
        return
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    shell = shutil.which("nologin") or "/bin/false"
    # A failure is no fault yet: another process may have created the user, or a fallback exists.
    subprocess.run([*command, "--shell", shell, OWN_ACCOUNT], capture_output=True, check=False)


def _look_up(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def run(command: Sequence[str | Path], account: Account | None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as the account, in its own session, and capture what it says.

    Nothing of libpq's environment reaches it, and its working directory is ``/``, since the account may
    not be allowed into the current one.

    Raises
    ------
    NoUnprivilegedUser
        The system does not let this process become that user.
    """
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    try:
        return subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=environment,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except PermissionError as error:
        who = account.name if account else "the current user"
        raise NoUnprivilegedUser(
            f"{command[0]} cannot be run as {who}: {error.strerror}. Run as an ordinary user who may."
        ) from error


def refuse_unreachable_home(home: Path, account: Account | None) -> None:
    """Check that the account can enter the home, and name the directory that stops it.

    Raises
    ------
    HomeOutOfReach
        A directory on the way is closed; it is not opened here, since it is not ours.
    """
    if account is None:
        return
    for directory in (*reversed(home.parents), home):
        if run(["/bin/sh", "-c", 'cd "$0"', directory], account).returncode:
            raise HomeOutOfReach(
                f"{directory} is closed to {account.name}, the user who runs the server for root, so the "
                f"home {home} cannot be used. Set EPOCHDB_HOME to a directory outside {directory}, "
                f"for example /var/lib/epochdb."
            )


def give(path: Path, account: Account | None) -> None:
    """Hand a file or directory to the account."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
