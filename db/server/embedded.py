"""The embedded server: PostgreSQL from the wheel's binaries, on 127.0.0.1, kept between runs."""

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from db.database import DEFAULT, chosen, ensure_database
from db.roles import ROLES, SUPERUSER, set_password
from db.server import binaries, credentials, postmaster
from db.server.account import run, server_account
from db.server.faults import ServerDidNotStart, ServerDidNotStop
from db.server.launch import HOST, PATIENCE_SECONDS, launch, remembered_port
from db.server.place import Place, current_place, home_exists, locked

# Whatever the environment asks of other servers, this one speaks plain TCP inside the machine: what is said
# here, be it nothing, libpq does not look up there.
_PLAIN = {
    "options": "",
    "passfile": "",
    "connect_timeout": "30",
    "require_auth": "scram-sha-256",
    "channel_binding": "disable",
    "sslmode": "disable",
    "sslnegotiation": "postgres",
    "sslrootcert": "",
    "sslcert": "",
    "sslkey": "",
    "sslcertmode": "disable",
    "sslcrl": "",
    "sslcrldir": "",
    "ssl_min_protocol_version": "",
    "ssl_max_protocol_version": "",
    "min_protocol_version": "3.0",
    "max_protocol_version": "3.0",
    "gssencmode": "disable",
    "target_session_attrs": "any",
    "load_balance_hosts": "disable",
}
_POLL_SECONDS = 0.1
_RECOVERING = (
    "the database system is starting up",
    "the database system is in recovery mode",
    "the database system is not yet accepting connections",
    "server closed the connection unexpectedly",
    "terminating connection because of crash of another server process",
)


@dataclass(frozen=True)
class Status:
    """What `status` found.

    Attributes
    ----------
    pid : int or None
        Process id of the server, None when it does not run.
    port : int or None
        Port it listens on, or will use again; None before its first start.
    version : str
        Version of PostgreSQL, for example ``18.4``.
    data : Path
        Data directory.
    size : int
        Bytes of its files, 0 before its first start.
    """

    pid: int | None
    port: int | None
    version: str
    data: Path
    size: int

    @property
    def running(self) -> bool:
        """Whether the server runs."""
        return self.pid is not None


def start() -> bool:
    """Start the server unless it runs, and return once it accepts connections.

    The first start creates the data directory and the database ``epochdb``. The server survives the
    process that starts it. Of two starts at once one starts it and the other finds it running.

    Returns
    -------
    bool
        Whether this call started it.

    Raises
    ------
    Fault
        `ServerDidNotStart` with the end of the log, or what stands in the way.
    """
    place = current_place()
    with locked(place):
        found = postmaster.wait_while(place, ("", "starting", "stopping"), PATIENCE_SECONDS)
        if found is None:
            launch(place)
        elif found.state != "ready":
            raise ServerDidNotStart(
                f"The server on {place.data} (pid {found.pid}) has been {found.state or 'silent'} for "
                f"{PATIENCE_SECONDS} s; expected ready. See its log in {place.log}."
            )
        _ensure_database_when_recovered(place)
        return found is None


def _ensure_database_when_recovered(place: Place) -> None:
    """Create the database unless it is there; wait while the server recovers from a backend's crash."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with psycopg.connect(conninfo(dbname=SUPERUSER), autocommit=True) as connection:
                ensure_database(connection, DEFAULT)
            return
        except psycopg.OperationalError as error:
            # Its process says ready meanwhile; only who asks is told. The server's messages are in English.
            passing = any(words in str(error) for words in _RECOVERING)
            gone = postmaster.running(place) is None
            if not (passing or gone) or time.monotonic() > deadline:
                raise
            if gone:
                launch(place)  # it was ending when it was found running
            time.sleep(_POLL_SECONDS)


def ensure(dbname: str) -> None:
    """Create a database of the server, which runs, unless it is there."""
    with psycopg.connect(conninfo(dbname=SUPERUSER), autocommit=True) as connection:
        ensure_database(connection, dbname)


def stop() -> bool:
    """Stop the server, rolling back what is not committed; return whether there was one to stop.

    Raises
    ------
    ServerDidNotStop
        It is still there after a quarter of an hour.
    """
    place = current_place()
    if not home_exists(place):
        return False
    with locked(place):
        found = postmaster.running(place)
        if found is None:
            return False
        account = server_account(place)
        programs = binaries.runnable(place.major, account)
        result = run(
            [programs / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w", "-t", str(PATIENCE_SECONDS)],
            account,
        )
        if result.returncode and postmaster.running(place):
            raise ServerDidNotStop(
                f"The server on {place.data} (pid {found.pid}) is still running: {result.stdout.strip()} "
                f"See its log in {place.log}."
            )
        return True


def status() -> Status:
    """Tell whether the server runs, and where; start nothing."""
    place = current_place()
    version = run([binaries.installed(place.major) / "postgres", "--version"], None).stdout.split()[-1]
    if not home_exists(place):
        return Status(None, None, version, place.data, 0)
    found = postmaster.running(place)
    return Status(found.pid if found else None, _port(place), version, place.data, _size(place.data))


def parameters(role: str | None = None, dbname: str | None = None) -> dict[str, str]:
    """Return libpq's connection parameters, the password among them.

    Parameters
    ----------
    role : str, optional
        Role to log in as; without it, or as ``superuser``, the superuser.
    dbname : str, optional
        Database, without it what PGDATABASE says, else ``epochdb``.

    Raises
    ------
    RoleWithoutPassword
        The role is not one of the schema's, or the schema is not installed.
    ServerDidNotStart
        The server was never started.
    """
    place = current_place()
    port = _port(place)
    if port is None:
        raise ServerDidNotStart(f"{place.data}: the server was never started. Run `python -m db start`.")
    user = user_of(role)
    return {
        "host": HOST,
        "port": str(port),
        "user": user,
        "password": credentials.password(place, user),
        "dbname": dbname or chosen(),
        **{name: value for name, value in _PLAIN.items() if name in _known_to_libpq()},
    }


@cache
def _known_to_libpq() -> frozenset[str]:
    return frozenset(option.keyword.decode() for option in Conninfo.get_defaults())


def user_of(role: str | None) -> str:
    """Return the name a role has on the server: no role, and ``superuser``, is the superuser."""
    return SUPERUSER if role is None or role == "superuser" else role


def conninfo(role: str | None = None, dbname: str | None = None) -> str:
    """Return `parameters` as a libpq connection string."""
    return make_conninfo("", **parameters(role, dbname))


def uri(role: str | None = None) -> str:
    """Return the URI by which other clients connect as the role, its password included."""
    at = parameters(role)
    user, password = (quote(at[name], safe="") for name in ("user", "password"))
    return f"postgresql://{user}:{password}@{HOST}:{at['port']}/{quote(at['dbname'], safe='')}"


def everyday_role() -> str:
    """Return the role for looking around: the reader, or the superuser as long as there is no reader."""
    reader = ROLES[-1]
    return reader if reader in credentials.load(current_place()) else SUPERUSER


def set_passwords() -> list[str]:
    """Give each of the schema's roles that exists its password, made once and kept; return these roles.

    Call it once the schema has brought the roles; to call it again does no harm.
    """
    start()
    place = current_place()
    with locked(place), psycopg.connect(conninfo()) as connection:
        given = credentials.apply(place, connection)
        credentials.write_passfile(place, connection.info.port)
    return list(given)


def change_password(role: str, password: str) -> None:
    """Give one of the schema's roles another password, here and for all who ask the home for it.

    Raises
    ------
    RoleMissing
        The schema is not installed.
    """
    start()
    place = current_place()
    with locked(place), psycopg.connect(conninfo()) as connection:
        set_password(connection, role, password)
        # Before the commit: should it fail, `python -m db upgrade` brings the server to what is kept.
        credentials.keep(place, role, password)
        credentials.write_passfile(place, connection.info.port)


def _port(place: Place) -> int | None:
    found = postmaster.running(place)
    return (found.port if found else None) or remembered_port(place)


def _size(data: Path) -> int:
    total = 0
    for file in data.rglob("*"):
        try:
            total += file.lstat().st_size
        except FileNotFoundError:
            # A running server removes files at any time.
            continue
    return total
