"""The command ``epochdb``: each of the programs by its name, ``epochdb load`` for ``python -m loader``."""

import sys
from importlib import import_module
from importlib.metadata import version

PROGRAMS = {
    "load": ("loader", "load deliveries of catalogues, and samples of galaxies"),
    "db": ("db", "start, stop and reach the database, bring it to head, keep house"),
    "ml": ("ml", "simulate stars, redshifts of galaxies, periods"),
    "report": ("report", "a page of figures, and results as files"),
    "example": ("example", "write a synthetic survey"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the program that the first argument names; give its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["--version"]:
        print(f"epochdb {version('epochdb')}")  # noqa: T201
        return 0
    if given and given[0] in PROGRAMS:
        program = import_module(f"{PROGRAMS[given[0]][0]}.__main__")
        return int(program.main(given[1:]))
    lines = [f"  epochdb {name:8} {text}" for name, (_, text) in PROGRAMS.items()]
    usage = "\n".join(["usage: epochdb PROGRAM [ARGUMENT...], with --help for each", "", *lines]) + "\n"
    asked = given[:1] in (["--help"], ["-h"])
    if given and not asked:
        usage = f"epochdb has no program {given[0]!r}\n{usage}"
    (sys.stdout if asked else sys.stderr).write(usage)
    return 0 if asked else 2
