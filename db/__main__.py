"""The program ``python -m db``: start and stop the embedded server, reach the database, bring it to head."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import psycopg

from db import address, cluster, database, maintenance, roles
from db.check import check
from db.faults import NotARoleOfOurs, NotTheEmbeddedServer, SummariesDiffer
from db.program import announce, exit_status
from db.roles import ROLES
from db.server import binaries, embedded, tuning
from db.server.credentials import password
from db.server.disk import space
from db.server.launch import HOST
from db.server.place import current_place
from db.table import table

_TERMINFO = "/etc/terminfo:/lib/terminfo:/usr/lib/terminfo:/usr/share/terminfo"
_MIB = 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status, 1 after a known fault, which goes to standard error."""
    parser = _parser()
    options, passed_on = parser.parse_known_args(arguments)
    if options.command is not _psql and passed_on:
        parser.error(f"unrecognized arguments: {' '.join(passed_on)}")
    database.use(options)
    options.passed_on = passed_on[1:] if passed_on[:1] == ["--"] else passed_on
    return exit_status(lambda: options.command(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m db",
        description="The database of EpochDB: the server that libpq's environment names (PGHOST ...), "
        "otherwise an embedded PostgreSQL that keeps its data in EPOCHDB_HOME.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        added.set_defaults(command=command)
        return added

    add("start", _start, "start the embedded server unless it runs")
    add("stop", _stop, "stop the embedded server")
    add("status", _status, "say whether the server runs, and where")
    with_role = (
        add("psql", _psql, "open psql; further arguments are psql's own"),
        add("uri", _uri, "print the connection URI for other clients"),
        asked := add("password", _password, "print a role's password on the embedded server, or set one"),
    )
    for command in with_role:
        command.add_argument("--role", choices=[*ROLES, "superuser"], help="default: epochdb_reader")
    asked.add_argument(
        "--set",
        action="store_true",
        help="set it, on any server: asks for it on a terminal, else reads a line of standard input",
    )
    add("tune", _tune, "print the embedded server's settings for this machine, and the reasons")
    checked = add(
        "check", _check, "hold the settings of any server against what is advised, with the reasons"
    )
    kept = add(
        "maintain",
        _maintain,
        "daily housekeeping: measure light curves, vacuum, analyse, verify the summaries",
    )
    upgrade = add("upgrade", _upgrade, "bring the schema to its newest revision")
    upgrade.add_argument(
        "--alone",
        action="store_true",
        help="the database is EpochDB's alone: take from PUBLIC what it may do in it (embedded: always)",
    )
    upgrade.add_argument(
        "--tap-schema",
        action=argparse.BooleanOptionalAction,
        help="whether tap_schema is EpochDB's or a TAP service's own (default: as installed, at first it is)",
    )
    spread = add(
        "distribute", _distribute, "put the tables on the nodes of a Citus cluster; again after an upgrade"
    )
    spread.add_argument("--dry-run", action="store_true", help="only say what would be done")
    spread.add_argument("--shards", type=int, metavar="N", help="shards of each large table (default: 32)")
    spread.add_argument(
        "--add", type=_node, nargs="+", default=(), metavar="HOST:PORT", help="nodes that become workers"
    )
    down = add("downgrade", _downgrade, "take the schema back")
    down.add_argument("revision", help="the revision to go back to; `base` removes the schema and all data")
    for command in (upgrade, spread, down, checked, kept, with_role[1]):
        database.add_option(command)
    return parser


def _start(_: argparse.Namespace) -> None:
    if variable := address.named_by():
        print(f"{variable}={os.environ[variable]} names the server; the embedded one is not needed.")
        return
    announce("starting PostgreSQL ...")
    started = embedded.start()
    found = embedded.status()
    state = "started" if started else "was already running"
    print(f"PostgreSQL {found.version} {state} on {HOST}, port {found.port}, data in {found.data}")


def _stop(_: argparse.Namespace) -> None:
    print("stopped" if embedded.stop() else "not running")


def _status(_: argparse.Namespace) -> None:
    if variable := address.named_by():
        with address.connect() as connection:
            version = connection.info.parameter_status("server_version")
            print(f"{variable} names the server: PostgreSQL {version}, {address.uri()}")
            _tell_nodes(cluster.nodes(connection))
        return
    found = embedded.status()
    print(f"running: {f'yes, pid {found.pid}' if found.running else 'no'}")
    print(f"address: {f'{HOST}, port {found.port}' if found.port else 'none yet'}")
    print(f"version: PostgreSQL {found.version}")
    print(f"data:    {found.data}, {found.size / _MIB:.1f} MiB")
    room = space(found.data)
    print(f"disk:    {room.told()}{'; make room, a full disk stops the server' if room.is_scarce else ''}")


def _psql(options: argparse.Namespace) -> None:
    place = current_place()
    environment = dict(os.environ)
    # The wheel's readline knows only the terminal descriptions of the system it was built on.
    environment.setdefault("TERMINFO_DIRS", _TERMINFO)
    if address.named_by():
        settings = psycopg.conninfo.conninfo_to_dict(address.conninfo(options.role)).get("options")
        environment |= {"PGOPTIONS": str(settings)} if settings else {}
    else:
        embedded.start()
        at = embedded.parameters(options.role or embedded.everyday_role())
        environment = {name: value for name, value in environment.items() if not name.startswith("PG")}
        environment |= {
            "PGHOST": at["host"],
            "PGPORT": at["port"],
            "PGUSER": at["user"],
            "PGDATABASE": at["dbname"],
            "PGPASSFILE": str(place.passfile),
            "PGSSLMODE": at["sslmode"],
            "PGGSSENCMODE": at["gssencmode"],
        }
    sys.stdout.flush()
    psql = binaries.installed(place.major) / "psql"
    # At a terminal what is too wide becomes one line a value, and a mistake is told without the functions
    # that it passed through. The user's own ~/.psqlrc comes later and has the last word.
    preferences = ["--pset=expanded=auto", "--set=SHOW_CONTEXT=never"] if sys.stdout.isatty() else []
    os.execve(psql, ["psql", *preferences, *options.passed_on], environment)


def _uri(options: argparse.Namespace) -> None:
    if address.named_by():
        print(address.uri(options.role))
        return
    embedded.start()
    print(embedded.uri(options.role or embedded.everyday_role()))


def _password(options: argparse.Namespace) -> None:
    if options.set:
        _set_password(options.role or ROLES[-1])
        return
    if variable := address.named_by():
        raise NotTheEmbeddedServer(
            f"{variable} names the server, which tells nobody its passwords. To set one add --set; unset "
            f"{variable} to ask for those of the embedded server."
        )
    embedded.start()
    role = options.role or embedded.everyday_role()
    print(password(current_place(), embedded.user_of(role)))


def _set_password(role: str) -> None:
    if role not in ROLES:
        raise NotARoleOfOurs(
            f"the superuser's password is not EpochDB's to change; --set is for {', '.join(ROLES)}"
        )
    given = roles.read_password(role)
    if address.named_by():
        with address.connect() as connection:
            roles.set_password(connection, role, given)
    else:
        embedded.change_password(role, given)
    print(f"{role} has a new password")


def _tune(_: argparse.Namespace) -> None:
    place = current_place()
    major = place.major
    machine = tuning.this_machine(major, lz4=binaries.has_lz4(binaries.installed(major)), home=place.home)
    print(f"# PostgreSQL {major} with {machine.memory // _MIB} MiB of memory and {machine.cores} processors")
    chosen = tuning.server_settings(machine)
    for setting in tuning.settings_for(machine):
        print(f"{f'{setting.name} = {chosen[setting.name]}':42}# {setting.reason}")


def _check(_: argparse.Namespace) -> None:
    with address.connect(role="superuser") as connection:
        findings = check(connection)
    rows = [(f.setting, f.found, f.advised, "" if f.is_well else "<-", f.reason) for f in findings]
    print(table(("setting", "found", "advised", "", "why"), rows))
    n_hurting = sum(not f.is_well for f in findings)
    print(f"{n_hurting} of {len(rows)} settings are not as advised")


def _maintain(_: argparse.Namespace) -> None:
    announce("measuring light curves, vacuuming, verifying ...")
    with address.connect_to_survey(role="epochdb_owner", autocommit=True) as connection:
        done = maintenance.maintain(connection)
    print(f"measured {done.n_light_curve} light curves that had changed")
    print(f"vacuumed and analysed {len(done.tables)} tables; refused files not in yet: {done.n_unresolved}")
    if done.differences:
        raise SummariesDiffer(
            f"{len(done.differences)} rows of the summaries differ from the detections, first: "
            f"{done.differences[0]}. Rebuild them: load the catalogues in question again with --replace."
        )
    print("every summary agrees with the detections")


def _upgrade(options: argparse.Namespace) -> None:
    # Not at the top: it brings Alembic and SQLAlchemy, which the other commands do without.
    announce("bringing the schema to its newest revision ...")
    from db import schema

    built = (
        "were built anew"
        if schema.install(alone=options.alone, tap_schema=options.tap_schema)
        else "are unchanged"
    )
    print(f"the tables are at head; the views and functions {built}")


def _distribute(options: argparse.Namespace) -> None:
    # Not at the top: it brings Alembic and SQLAlchemy, which the other commands do without.
    from db import distributing

    with address.connect() as connection:
        planned = distributing.plan(connection)
        connection.rollback()
        rows = [(t.name, t.present, t.place, f"{t.size / _MIB:.1f}") for t in planned if not t.is_in_place]
        if rows:
            print(table(("table", "is", "goes", "MiB"), rows))
        print(f"{len(rows)} of {len(planned)} tables are to be moved; the others are where they belong")
        if options.dry_run:
            return
        announce("distributing ...")
        distributing.distribute(connection, shards=options.shards, add=options.add)
    with address.connect() as connection:
        _tell_nodes(cluster.nodes(connection))


def _node(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected a host and its port, such as worker-3:5432"
        )
    return host, int(port)


def _tell_nodes(found: Sequence[cluster.Node]) -> None:
    if found:
        print("distributed by Citus:")
        rows = [(f"{n.name}:{n.port}", n.role, n.n_shard, f"{n.size / _MIB:.1f}") for n in found]
        print(table(("node", "role", "shards", "MiB"), rows))


def _downgrade(options: argparse.Namespace) -> None:
    # Not at the top: it brings Alembic and SQLAlchemy, which the other commands do without.
    from db import schema

    with address.connect() as connection:
        schema.downgrade(connection, options.revision)
    print(f"the tables are at {options.revision}; the views and functions are gone until the next upgrade")


if __name__ == "__main__":
    sys.exit(main())
