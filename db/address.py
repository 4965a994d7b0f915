"""Where the database is: the server that libpq's environment names, otherwise the embedded one."""

import os
import re
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from db.database import chosen
from db.faults import NoSurvey, UnsupportedServerVersion
from db.roles import SUPERUSER
from db.server import embedded

OLDEST_MAJOR = 15

# What says which server. PGUSER, PGDATABASE and PGPASSWORD alone say nothing about where it is.
_SERVER_VARIABLES = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGPORT")


def named_by() -> str | None:
    """Return the variable of libpq's environment that names a server, None when the embedded one is used."""
    return next((name for name in _SERVER_VARIABLES if os.environ.get(name)), None)


def conninfo(role: str | None = None, dbname: str | None = None) -> str:
    """Return a libpq connection string; start the embedded server when it is used and does not run.

    On the embedded server a role logs in with its own password, and no role means the superuser. On a
    server that the environment names, the environment says who logs in, and the session becomes the role
    (``SET ROLE`` from its first command on), for which the login must be a member of it. Settings that
    belong to a role's login, such as the reader's statement timeout, are then not in force.

    Parameters
    ----------
    role : str, optional
        ``epochdb_owner``, ``epochdb_loader``, ``epochdb_ml``, ``epochdb_reader`` or ``superuser``.
    dbname : str, optional
        Database; without it what PGDATABASE says, else ``epochdb`` on the embedded server.

    Raises
    ------
    Fault
        The embedded server does not start, or has no password for the role.
    """
    if named_by():
        return make_conninfo("", **_external_parameters(role, dbname))
    embedded.start()
    return embedded.conninfo(role, dbname)


def connect(role: str | None = None, **kwargs: Any) -> psycopg.Connection[Any]:
    """Connect to the database.

    Parameters
    ----------
    role : str, optional
        As in `conninfo`.
    **kwargs
        For `psycopg.connect`: ``autocommit``, ``row_factory``, ``dbname`` ...

    Raises
    ------
    UnsupportedServerVersion
        The server is older than PostgreSQL 15.
    NoSurvey
        The embedded server has no such database.
    Fault
        As in `conninfo`.
    psycopg.OperationalError
        The server refuses, or does not answer.
    """
    # Else a database without an encoding gives bytes for text, and PGCLIENTENCODING could narrow it.
    arguments = {"client_encoding": "utf8", **kwargs}
    dbname = arguments.pop("dbname", None)
    try:
        connection = psycopg.connect(conninfo(role, dbname), **arguments)
    except psycopg.OperationalError as error:
        name = dbname or chosen()
        if named_by() or f'database "{name}" does not exist' not in str(error):
            raise
        raise NoSurvey(
            f"the embedded server has no database {name}. Make it: python -m db upgrade -d {name}. Or name "
            f"another: -d NAME, or PGDATABASE"
        ) from error
    try:
        require_supported(connection)
    except UnsupportedServerVersion:
        connection.close()
        raise
    return connection


def connect_to_survey(role: str | None = None, **kwargs: Any) -> psycopg.Connection[Any]:
    """Connect, as `connect` does, to a database in which the schema is installed.

    Raises
    ------
    NoSurvey
        It is not.
    """
    connection = connect(role, **kwargs)
    found = connection.execute("SELECT to_regnamespace('survey'), to_regnamespace('science')").fetchone()
    if found is None or None in found:
        connection.close()
        raise NoSurvey(
            "this database has no survey. Install it: python -m db upgrade. Or name another, such as the "
            "example's: -d epochdb_example"
        )
    return connection


def write_in_sequence(connection: psycopg.Connection[Any]) -> None:
    """
    Let a session write tables that are whole on every node after it has read shards, on a cluster.

    Citus refuses that when a transaction has read by several connections to a node. Other servers take it for
    a setting that they do not know.
    """
    connection.execute("SELECT set_config('citus.multi_shard_modify_mode', 'sequential', false)")


def require_supported(connection: psycopg.Connection[Any]) -> None:
    """Refuse a server that is too old.

    Raises
    ------
    UnsupportedServerVersion
        It is older than PostgreSQL 15.
    """
    info = connection.info
    if info.server_version < OLDEST_MAJOR * 10000:
        found = info.parameter_status("server_version") or str(info.server_version)
        where = f"{info.host or 'this machine'}, port {info.port}"
        raise UnsupportedServerVersion(
            f"The server at {where} is PostgreSQL {found}, but EpochDB needs {OLDEST_MAJOR} or later. "
            f"Upgrade it, or name another with PGHOST; with {named_by() or 'PGHOST'} unset the embedded "
            f"server is used."
        )


def uri(role: str | None = None) -> str:
    """Return the URI by which other clients connect.

    For the embedded server it contains the password; for another one its password is not ours to show.
    """
    if not named_by():
        embedded.start()
        return embedded.uri(role)
    at = environment()
    user = f"{quote(at['user'], safe='')}@" if "user" in at else ""
    host = quote(at.get("hostaddr") or at.get("host") or "", safe="")
    database = quote(at.get("dbname") or at.get("user") or "", safe="")
    options = _external_parameters(role, None).get("options")
    query = f"?options={quote(options, safe='')}" if options else ""
    return f"postgresql://{user}{host}:{at['port']}/{database}{query}"


def environment() -> dict[str, str]:
    """Return what libpq's environment, a service file included, and its defaults say."""
    return {
        option.keyword.decode(): option.val.decode()
        for option in Conninfo.get_defaults()
        if option.val is not None
    }


def _external_parameters(role: str | None, dbname: str | None) -> dict[str, str]:
    parameters = {"dbname": dbname} if dbname else {}
    at = environment()
    if role not in (None, "superuser", SUPERUSER, at.get("user")):
        # In the options, so that the string alone carries the role to any client, Alembic as well as psql.
        become = "-c role=" + re.sub(r"([\\\s])", r"\\\1", role)
        parameters["options"] = f"{at.get('options', '')} {become}".strip()
    return parameters
