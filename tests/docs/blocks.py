"""Read the marked code blocks of a document, run what they show and compare what comes with what is shown.

A block below ``<!-- run: PLACE -->`` is run. In a ``console`` block, lines that begin with ``$`` are given to
the shell and lines that begin with ``epochdb=>`` to psql; the lines after each are its output, in which
``...`` stands for any number of lines. A ``sh`` block is run as a whole and must succeed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENTS = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")))
_BLOCK = re.compile(r"^<!-- run: (\w+) -->\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPTS = {"$ ": "shell", "epochdb=> ": "psql"}
# What make runs for these targets, without its virtual environment; a test holds the Makefile to it.
_MAKE = 'make() { [ "$1" = demo ] && python -m demo ${2:+"${2#DATA=}" --galaxies "${2#DATA=}/../photoz"}; }\n'

# What differs from run to run, and from machine to machine
_VARYING = (
    (re.compile(r"\d+\.\d+ s\b"), "# s"),
    (re.compile(r"(port |127\.0\.0\.1:)\d+"), r"\1#"),
    (re.compile(r"pid \d+"), "pid #"),
    (re.compile(r"[\d.]+ MiB"), "# MiB"),
    (re.compile(r"free \(\d+ %\)"), "free (# %)"),
    (re.compile(r"PostgreSQL \d+\.\d+"), "PostgreSQL #"),
    (re.compile(r"(postgresql://\w+:)[\w-]+@"), r"\1#@"),
    # The widths of a table follow its values.
    (re.compile(r"-{2,}"), "--"),
    (re.compile(r" +"), " "),
)


@dataclass(frozen=True)
class Block:
    """A marked code block: where it stands, where it is to be run, its language and its text."""

    document: Path
    line: int
    place: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command of a console block, and the lines that the document shows as its output."""

    kind: str
    text: str
    shown: tuple[str, ...]


def read_blocks(*places: str) -> list[Block]:
    """Give the blocks of all documents that are to be run in one of the places."""
    return [block for document in DOCUMENTS for block in _blocks(document) if block.place in places]


def _blocks(document: Path) -> Iterator[Block]:
    text = document.read_text()
    for found in _BLOCK.finditer(text):
        line = text[: found.start()].count("\n") + 1
        yield Block(document, line, found[1], found[2], found[3])


def commands(block: Block) -> list[Command]:
    """Split a console block at its prompts."""
    given: list[tuple[str, str, list[str]]] = []
    for line in block.text.splitlines():
        prompt = next((prompt for prompt in _PROMPTS if line.startswith(prompt)), None)
        if prompt:
            given.append((_PROMPTS[prompt], line.removeprefix(prompt), []))
        else:
            given[-1][2].append(line)
    return [Command(kind, text, tuple(_trimmed(shown))) for kind, text, shown in given]


def run(command: Command, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Run a command of a console block and give the lines of its output, what varies masked."""
    if command.kind == "psql":
        arguments = ["-m", "db", "psql", "--role", "epochdb_reader", "--", "-X", "-c", command.text]
        return _output([sys.executable, *arguments], environment)
    return _output(["bash", "-euc", _MAKE + command.text], environment)


def run_script(block: Block, environment: Mapping[str, str]) -> list[str]:
    """Run a whole block as a script, which must succeed."""
    return _output(["bash", "-euc", block.text], environment)


def _output(arguments: list[str], environment: Mapping[str, str]) -> list[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    done = subprocess.run(
        arguments,
        cwd=REPOSITORY,
        env={**environment, "PATH": path, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: exit status {done.returncode}\n{done.stdout}\n{done.stderr}"
    text = done.stdout.replace(sys.executable, ".venv/bin/python")
    if home := environment.get("EPOCHDB_HOME"):
        text = text.replace(home, "/home/you/.local/share/epochdb")
    for parent in (REPOSITORY.parent, (REPOSITORY.parent / "shared").resolve().parent):
        text = text.replace(str(parent), "/home/you")
    return _trimmed(text.splitlines())


def masked(lines: Sequence[str]) -> list[str]:
    """Mask what differs from run to run."""
    return [_masked(line) for line in lines]


def _masked(line: str) -> str:
    result = line
    for pattern, mask in _VARYING:
        result = pattern.sub(mask, result)
    return result.strip()


def differs(shown: Sequence[str], found: Sequence[str]) -> str:
    """Say where the output departs from what is shown, nothing if it does not."""
    pattern = [r"(?:[^\n]*\n)*?" if line == "..." else re.escape(line + "\n") for line in masked(shown)]
    text = "".join(line + "\n" for line in masked(found))
    if re.fullmatch("".join(pattern), text):
        return ""
    return "the document shows\n" + "\n".join(shown) + "\nbut it is\n" + "\n".join(found)


def _trimmed(lines: list[str]) -> list[str]:
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines
