"""Creating a data directory, closed to everybody without a password from its first moment on."""

import shutil
from pathlib import Path

from db.roles import ROLES, SUPERUSER
from db.server.account import Account, give, run
from db.server.credentials import ensure
from db.server.faults import ClusterNotCreated
from db.server.place import Place, write_atomically

_ROLES = ",".join(f"+{role}" for role in ROLES)
# The databases that initdb makes are open to everybody who gets in; nobody but the superuser needs them.
_HBA = f"""\
# Only TCP on this machine, only with a password; only the superuser, and the roles of the schema or members.
# TYPE  DATABASE            USER        ADDRESS       METHOD
host    all                 {SUPERUSER}    127.0.0.1/32  scram-sha-256
host    postgres,template1  all         127.0.0.1/32  reject
host    all                 {_ROLES}  127.0.0.1/32  scram-sha-256
"""


def create(place: Place, programs: Path, account: Account | None) -> None:
    """Create the place's data directory, complete or not at all.

    The locale is C: PostgreSQL 16 and 18 then sort and compare alike, by code point, and no update of the
    system's locales can break an index. The text kept here is file names and band names.

    Raises
    ------
    ClusterNotCreated
        The program initdb failed; the next start begins anew.
    """
    staging = place.home / f".{place.data.name}.new"
    password_file = place.home / f".{place.data.name}.password"
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)
    give(staging, account)
    write_atomically(password_file, ensure(place, (SUPERUSER,))[SUPERUSER] + "\n", 0o600)
    try:
        give(password_file, account)
        _initdb(staging, password_file, programs, account)
        _configure(staging, place)
    finally:
        password_file.unlink()
    staging.rename(place.data)


def _initdb(staging: Path, password_file: Path, programs: Path, account: Account | None) -> None:
    options = [
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale=C",
    ]
    result = run([programs / "initdb", "-D", staging, *options], account)
    if result.returncode:
        raise ClusterNotCreated(
            f"initdb could not create {staging} (exit status {result.returncode}). It said:\n"
            f"{result.stdout.strip()}"
        )


def _configure(staging: Path, place: Place) -> None:
    (staging / "pg_hba.conf").write_text(_HBA, encoding="utf-8")
    with (staging / "postgresql.conf").open("a", encoding="utf-8") as stream:
        # Relative, so that the home can be moved.
        stream.write(f"\n# Written anew at each start.\ninclude '../{place.configuration.name}'\n")
