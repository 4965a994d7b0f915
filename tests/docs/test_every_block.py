"""No block of the documents goes untried: what is not run has a reason."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from loader import __main__ as loader_program
from ml import __main__ as ml_program
from tests.docs.blocks import DOCUMENTS

FENCE = re.compile(r"^(?:<!-- (\w+): (\S+) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# By test_every_sample_call_runs_on_the_delivery, by tests/clients, by tests/vo/publish.sh and by tests/citus
TRIED_ELSEWHERE = {
    "schema.md": {"sql"},
    "clients.md": {"console", "sh", "python", "ini"},
    "vo.md": {"sh", "python"},
    "citus.md": {"sh"},
}
TRIED_BY_LANGUAGE = {"sql": "here", "cron": "test_scheduled_jobs.py", "text": "nothing to run"}
LEFT = {
    "make test": "would run itself",
    "docker compose up": "needs a Docker engine",
    "docker compose exec": "needs a Docker engine",
    "systemctl enable": "needs a machine that systemd runs",
    "python -m report curves docs/": "would draw the figure that stands there; tests/report draws others",
    "$ python -m ml periods": "takes minutes on that survey; tests/ml runs it, with and without candidates",
    "python -m ml simulate": "takes minutes; tests/ml runs it on less, here its command line is parsed",
}


def _blocks() -> Iterator[tuple[Path, str, str, str]]:
    for document in DOCUMENTS:
        for kind, _, language, text in FENCE.findall(document.read_text()):
            yield document, kind, language, text


def test_every_block_is_run_or_has_a_reason_not_to_be() -> None:
    untried = [
        f"{document.name}: {text[:60]!r}"
        for document, kind, language, text in _blocks()
        if kind not in ("run", "unit")
        and language not in TRIED_BY_LANGUAGE
        and language not in TRIED_ELSEWHERE.get(document.name, ())
        and not any(words in text for words in LEFT)
    ]
    assert untried == []


def test_no_reason_outlives_its_block() -> None:
    text = "".join(text for _, kind, _, text in _blocks() if kind not in ("run", "unit"))
    assert [words for words in LEFT if words not in text] == []


@pytest.mark.xdist_group("delivery")
def test_the_sql_of_the_documents_runs_on_the_delivery(delivered: psycopg.Connection) -> None:
    """Each block begins with a run of zero points in use and the noise of both calibrations measured."""
    delivered.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
    for calibration in ("catalogue", "tied"):
        delivered.execute("SELECT upkeep.measure_noise_floor('Ks', %s)", [calibration])
    blocks = [
        text
        for document, _, language, text in _blocks()
        if language == "sql" and document.name != "schema.md"
    ]
    assert len(blocks) > 2
    for text in blocks:
        with delivered.transaction(force_rollback=True):
            for statement in re.sub(r"--.*", "", text).split(";")[:-1]:
                assert delivered.execute(statement.encode()).description, statement


@pytest.mark.xdist_group("delivery")
def test_the_positions_of_the_documents_have_sources_around_them(delivered: psycopg.Connection) -> None:
    asked = [
        statement
        for document, _, language, text in _blocks()
        if language == "sql" and document.name == "sky.md"
        for statement in re.sub(r"--.*", "", text).split(";")[:-1]
        if "269." in statement
    ]
    assert len(asked) > 8
    for statement in asked:
        assert delivered.execute(statement.encode()).fetchall(), statement


def _commands() -> list[str]:
    """Give the commands of ml/ and loader/ in the blocks that are not run."""
    left = (text for _, kind, _, text in _blocks() if kind not in ("run", "unit"))
    return [line for text in left for line in re.findall(r"^python -m (?:ml|loader) .*", text, re.MULTILINE)]


@pytest.mark.parametrize("command", _commands())
def test_a_command_that_is_not_run_is_one_that_its_program_knows(command: str) -> None:
    _, _, program, *arguments = shlex.split(command, comments=True)
    parser = {"loader": loader_program._parser, "ml": ml_program.parser}[program]()
    try:
        parser.parse_args(arguments)
    except SystemExit as ended:
        pytest.fail(f"{command}: the program ends with exit status {ended.code}")
