"""Which processes belong to a data directory: the running server, and what a killed one left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.server.faults import ServerDidNotStart
from db.server.place import Place

_PROC = Path("/proc")
_LINES_OF_A_RUNNING_SERVER = 8
_POLL_SECONDS = 0.05
_ORPHAN_GRACE_SECONDS = 10


@dataclass(frozen=True)
class Postmaster:
    """A living server process, as its postmaster.pid tells.

    Attributes
    ----------
    pid : int
        Process id of the postmaster.
    port : int or None
        TCP port, None as long as it has not got one.
    state : str
        ``starting``, ``ready``, ``stopping`` or empty.
    """

    pid: int
    port: int | None
    state: str


def running(place: Place) -> Postmaster | None:
    """Return the server that runs on the data directory, or None.

    A pid file alone proves nothing: after ``kill -9`` or a reboot its number may be free, or belong to
    another program. The process must be a postgres that was started on this very directory.
    """
    lines = _pid_file_lines(place)
    pid = _number(lines, 0)
    if pid is None or not _serves(pid, place.data):
        return None
    state = lines[7].strip() if len(lines) >= _LINES_OF_A_RUNNING_SERVER else ""
    return Postmaster(pid, _number(lines, 3), state)


def wait_while(place: Place, states: tuple[str, ...], seconds: float) -> Postmaster | None:
    """Wait until the server leaves the states or ends; return it, or None when it has ended."""
    deadline = time.monotonic() + seconds
    while (found := running(place)) and found.state in states and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    return found


def clear_remains(place: Place) -> None:
    """Remove what a killed server left and what would stop a new one; call it only when none runs.

    Backends that outlive their postmaster hold its shared memory, so that PostgreSQL refuses to start until
    the last has ended: they are asked to end, then killed, which loses nothing that was committed. A pid
    file whose number is taken is deleted, be it by another program or by a zombie that nobody collects, as
    in a container without init; any other stale one PostgreSQL replaces itself.

    Raises
    ------
    ServerDidNotStart
        A process of the killed server does not end.
    """
    for request in (signal.SIGTERM, signal.SIGKILL):
        for pid in orphans(place):
            _send(pid, request)
        if _all_end(place):
            break
    else:
        left = ", ".join(map(str, orphans(place)))
        raise ServerDidNotStart(
            f"{place.data} is still in use by processes {left} of a server that was killed, and they do not "
            f"end. They may wait for a disk: end them or restart the machine, then start again."
        )
    named = _number(_pid_file_lines(place), 0)
    if named is not None and _is_taken(named):
        (place.data / "postmaster.pid").unlink(missing_ok=True)


def orphans(place: Place) -> list[int]:
    """Return the processes that carry the name of this cluster; all are orphans when no postmaster runs."""
    title = f"postgres: {place.cluster_name}: "
    return [pid for pid, command in _commands() if " ".join(command).startswith(title)]


def _all_end(place: Place) -> bool:
    deadline = time.monotonic() + _ORPHAN_GRACE_SECONDS
    while orphans(place):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _is_taken(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _send(pid: int, request: signal.Signals) -> None:
    try:
        os.kill(pid, request)
    except (ProcessLookupError, PermissionError):
        # It ended in the meantime, or is not ours: the wait that follows tells which.
        return


def _pid_file_lines(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _number(lines: list[str], index: int) -> int | None:
    text = lines[index].strip() if index < len(lines) else ""
    return int(text) if text.isdigit() and int(text) > 0 else None


def _serves(pid: int, data: Path) -> bool:
    command = _command(pid)
    # Without /proc the arguments come as one text, which a space in the path would cut.
    return bool(command) and "postgres" in command[0] and f"-D {data}" in " ".join(command)


def _command(pid: int) -> list[str]:
    """Return a process's arguments, empty when it does not live (or is a zombie)."""
    if not _PROC.joinpath("self", "cmdline").exists():
        return dict(_commands()).get(pid, [])
    return _proc_command(_PROC / str(pid))


def _commands() -> Iterator[tuple[int, list[str]]]:
    if _PROC.joinpath("self", "cmdline").exists():
        for entry in _PROC.iterdir():
            if entry.name.isdigit():
                yield int(entry.name), _proc_command(entry)
        return
    every_process = ["ps", "-axww", "-o", "pid=,command="]
    listing = subprocess.run(every_process, capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command.split()


def _proc_command(entry: Path) -> list[str]:
    try:
        raw = (entry / "cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(argument) for argument in raw.rstrip(b"\0").split(b"\0") if argument]
