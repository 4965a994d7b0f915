"""The schema's roles, and a new password for one, whose text stays here: the server learns the verifier."""

import sys
from getpass import getpass
from typing import Any

import psycopg
from psycopg import sql

from db.faults import PasswordNotSet, RoleMissing, UnusablePassword

SUPERUSER = "postgres"
ROLES = ("epochdb_owner", "epochdb_loader", "epochdb_ml", "epochdb_reader")


def read_password(role: str) -> str:
    """Ask for a new password: twice and unseen on a terminal, else one line of standard input.

    Never an argument: those are seen by everybody in the list of processes.

    Raises
    ------
    UnusablePassword
        It is empty, holds a control character, or was not repeated.
    """
    if sys.stdin.isatty():
        given = getpass(f"New password for {role}: ")
        if getpass("Once more: ") != given:
            raise UnusablePassword(f"The two passwords for {role} differ. Nothing was changed; try again.")
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given.isprintable() or not given:
        found = "an empty line" if not given else "a control character"
        raise UnusablePassword(
            f"The password for {role} is to be one line of printable characters on standard input, found "
            f"{found}. Try: openssl rand -base64 24 | tee FILE | python -m db password --set --role {role}"
        )
    return given


def set_password(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    """Give a role a password: the scram verifier, computed here by libpq, so that no log has the text.

    Raises
    ------
    RoleMissing
        The server has no such role.
    PasswordNotSet
        The connection's user may not.
    """
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    try:
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier.decode())))
    except psycopg.errors.UndefinedObject as error:
        raise RoleMissing(
            f"The server has no role {role}. The schema brings the roles: run `python -m db upgrade`."
        ) from error
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as error:
        raise PasswordNotSet(
            f"{connection.info.user} may not set the password of {role}. Connect as a superuser, or as who "
            f"installed the schema with CREATEROLE: PGUSER=postgres python -m db password --set --role {role}"
        ) from error
