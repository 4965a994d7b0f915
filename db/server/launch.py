"""Launching the server on its data directory: settings, port, and the log when it fails."""

import secrets
import socket
import subprocess
from pathlib import Path

from db.server import binaries, credentials, postmaster, tuning
from db.server.account import Account, give, refuse_unreachable_home, run, server_account
from db.server.cluster import create
from db.server.faults import ServerDidNotStart
from db.server.place import Place, write_atomically

HOST = "127.0.0.1"
# Recovery after a crash may take minutes, and interrupting it would only begin it again.
PATIENCE_SECONDS = 900

# Below the range from which systems take ports for outgoing connections, and above the well-known servers.
_PORTS = range(20000, 30000)
_PORT_ATTEMPTS = 5
_LOG_LINES = 20


def launch(place: Place) -> None:
    """Start a server on the place where none runs, creating its data directory when it is missing.

    Call it under the home's lock.

    Raises
    ------
    Fault
        `ServerDidNotStart` with the end of the log, or what stands in the way.
    """
    account = server_account(place)
    refuse_unreachable_home(place.home, account)
    programs = binaries.runnable(place.major, account)
    # Before anything is created or cleared: a data directory without its passwords is of no use.
    credentials.load(place)
    if not place.data.exists():
        create(place, programs, account)
    place.log.mkdir(mode=0o700, exist_ok=True)
    give(place.log, account)
    postmaster.clear_remains(place)
    already_logged = _log_sizes(place)
    for _ in range(_PORT_ATTEMPTS):
        port = _choose_port(place)
        write_atomically(place.configuration, _configuration(place, port, programs), 0o644)
        attempt = _pg_ctl_start(place, programs, account)
        if attempt.returncode == 0:
            write_atomically(place.port_file, f"{port}\n", 0o600)
            credentials.write_passfile(place, port)
            return
        # Another program may have taken the port since it was found free; anything else will not mend itself.
        if _is_free(port):
            break
    raise ServerDidNotStart(
        f"PostgreSQL on {place.data} did not start. {attempt.stdout.strip()}\n"
        f"The end of its log in {place.log}:\n{_end_of_log(place, already_logged)}"
    )


def remembered_port(place: Place) -> int | None:
    """Return the port of the last start, None before the first."""
    try:
        return int(place.port_file.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def _pg_ctl_start(place: Place, programs: Path, account: Account | None) -> subprocess.CompletedProcess[str]:
    waiting = ["-w", "-t", str(PATIENCE_SECONDS)]
    log = place.log / "start.log"
    return run([programs / "pg_ctl", "start", "-s", "-D", place.data, "-l", log, *waiting], account)


def _configuration(place: Place, port: int, programs: Path) -> str:
    machine = tuning.this_machine(place.major, lz4=binaries.has_lz4(programs))
    settings = {
        "listen_addresses": HOST,
        "port": str(port),
        "unix_socket_directories": "",
        "password_encryption": "scram-sha-256",
        "cluster_name": place.cluster_name,
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_destination": "stderr",
        "logging_collector": "on",
        "log_directory": str(place.log),
        # One file a weekday, each overwritten a week later.
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        # The reader's limit, which a reader may lift with SET; not without being seen here, by name.
        "log_min_duration_statement": "5min",
        **tuning.server_settings(machine),
    }
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
    return "# Written anew at each start; lasting changes belong in ALTER SYSTEM.\n" + "".join(lines)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _choose_port(place: Place) -> int:
    kept = remembered_port(place)
    if kept is not None and _is_free(kept):
        return kept
    while not _is_free(port := secrets.choice(_PORTS)):
        continue
    return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As PostgreSQL binds: a connection of the last server that still fades away is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _log_sizes(place: Place) -> dict[Path, int]:
    return {file: file.stat().st_size for file in place.log.iterdir()}


def _end_of_log(place: Place, already_logged: dict[Path, int]) -> str:
    lines: list[str] = []
    for file in sorted(place.log.iterdir()):
        text = file.read_bytes()
        kept = already_logged.get(file, 0)
        # A weekday's file that was begun anew is shorter than a week ago.
        new = text[kept:] if len(text) >= kept else text
        lines += new.decode(errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-_LOG_LINES:]) or "    (nothing)"
