"""The passwords of the embedded server's roles: made once, kept in one file that only its owner reads."""

import json
import secrets
from typing import Any

import psycopg

from db.roles import ROLES, set_password
from db.server.faults import CredentialsLost, RoleWithoutPassword
from db.server.place import Place, write_atomically

_BYTES = 24


def load(place: Place) -> dict[str, str]:
    """Return the password of each role that has one.

    Raises
    ------
    CredentialsLost
        There is a data directory, but the file is gone or is not what was written.
    """
    try:
        kept = json.loads(place.credentials.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if place.data.exists():
            raise CredentialsLost(
                f"{place.credentials} is missing, but {place.data} exists and its passwords were in "
                f"that file. Restore the file from a backup, or move {place.data} away to begin "
                f"with an empty database."
            ) from None
        return {}
    except ValueError as error:
        raise CredentialsLost(
            f"{place.credentials}: expected JSON, found {error}. Restore the file from a backup."
        ) from error
    return {str(role): str(password) for role, password in kept.items()}


def ensure(place: Place, roles: tuple[str, ...]) -> dict[str, str]:
    """Make and keep a password for each of the roles that has none; return all passwords.

    They are on the disk before anything uses them, so that a crash in between loses none.
    """
    kept = load(place)
    missing = [role for role in roles if role not in kept]
    if missing:
        kept |= {role: secrets.token_urlsafe(_BYTES) for role in missing}
        _write(place, kept)
    return kept


def keep(place: Place, role: str, password: str) -> None:
    """Keep another password for a role from now on."""
    _write(place, load(place) | {role: password})


def _write(place: Place, kept: dict[str, str]) -> None:
    write_atomically(place.credentials, json.dumps(kept, indent=2) + "\n", 0o600)


def password(place: Place, role: str) -> str:
    """Return the password of one role.

    Raises
    ------
    RoleWithoutPassword
        None is kept for it.
    """
    kept = load(place)
    if role not in kept:
        raise RoleWithoutPassword(
            f"{place.credentials} has no password for the role {role!r}, only for "
            f"{', '.join(kept) or 'none'}. The schema brings the roles: run `python -m db upgrade`."
        )
    return kept[role]


def write_passfile(place: Place, port: int) -> None:
    """Write the passwords in libpq's format, so that psql needs none on its command line."""
    lines = [f"127.0.0.1:{port}:*:{role}:{_escaped(secret)}\n" for role, secret in load(place).items()]
    write_atomically(place.passfile, "".join(lines), 0o600)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")


def apply(place: Place, connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """Give each of the schema's roles that exists its password; return these roles."""
    found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = any(%s)", [list(ROLES)])
    existing = {name for (name,) in found}
    present = tuple(role for role in ROLES if role in existing)
    kept = ensure(place, present)
    for role in present:
        set_password(connection, role, kept[role])
    return present
