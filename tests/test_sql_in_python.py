"""What comes from outside gets into a statement by psycopg's parameters and psycopg.sql, never by hand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PROGRAMS = sorted(
    path
    for package in ("db", "demo", "example", "loader", "ml", "report")
    for path in (REPOSITORY / package).rglob("*.py")
)
RUNS = {"execute", "executemany", "copy", "send_query"}
STATEMENT = re.compile(
    r"^\s*(SELECT\s.*\sFROM|WITH\s.*\sAS|INSERT INTO|UPDATE\s.*\sSET|DELETE FROM|COPY|ALTER|CREATE|DROP|GRANT"
    r"|REVOKE|TRUNCATE|VACUUM|SET (LOCAL|ROLE|SESSION))\b",
    re.DOTALL,
)


def composed_by_hand(source: str) -> Iterator[int]:
    """Give the lines where a statement is put together from texts that are not constants."""
    nodes = list(ast.walk(ast.parse(source)))
    printed = {
        id(shown)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for shown in ast.walk(node)
    }
    for node in nodes:
        is_run = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS
        )
        if is_run and node.args and _is_composed(node.args[0]):
            yield node.lineno
        if (
            isinstance(node, ast.JoinedStr | ast.BinOp)
            and id(node) not in printed
            and STATEMENT.match(_beginning(node))
            and _is_composed(node)
        ):
            yield node.lineno


def _is_composed(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr():
            return not all(_is_constant(part) for part in node.values)
        case ast.BinOp():
            return not (_is_constant(node.left) and _is_constant(node.right))
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace", value=ast.Constant())):
            return True
        case ast.Call(func=ast.Attribute(attr="encode", value=value)):
            return _is_composed(value)
    return False


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.FormattedValue(value=value):
            return _is_constant(value)
        case ast.JoinedStr() | ast.BinOp():
            return not _is_composed(node)
    return False


def _beginning(node: ast.expr) -> str:
    match node:
        case ast.JoinedStr():
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in node.values)
        case ast.BinOp():
            return _beginning(node.left)
        case ast.Constant(value=str(text)):
            return text + " FROM SET AS "
    return ""


def longer_than_a_line(source: str) -> Iterator[int]:
    """Give the lines where a statement begins that goes on in the next: it belongs in a file of sql/."""
    for node in ast.walk(ast.parse(source)):
        is_statement = isinstance(node, ast.Constant | ast.JoinedStr) and STATEMENT.match(_beginning(node))
        if is_statement and node.lineno != node.end_lineno:
            yield node.lineno


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_statement_in_a_program_is_longer_than_a_line(path: Path) -> None:
    assert list(longer_than_a_line(path.read_text())) == []


def test_a_statement_longer_than_a_line_would_be_found() -> None:
    source = 'query = (\n    "SELECT a, b"\n    " FROM t"\n)\n'
    assert list(longer_than_a_line(source)) == [2]
    assert (
        list(longer_than_a_line('query = "SELECT a FROM t"\nmessage = (\n    "Select"\n    " one"\n)\n'))
        == []
    )


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_program_composes_a_statement_by_hand(path: Path) -> None:
    assert list(composed_by_hand(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        'connection.execute(f"SELECT * FROM {table}")',
        'query = f"SELECT a FROM {table}"',
        'query = "DELETE FROM " + table',
        'query = "SELECT a FROM t WHERE b = %s" % value',
        'cursor.copy("COPY {} FROM STDIN".format(table))',
        'connection.execute(f"SET ROLE {role}".encode())',
        'connection.execute(" ".join(words))',
    ],
)
def test_a_statement_composed_by_hand_would_be_found(source: str) -> None:
    assert list(composed_by_hand(source))


@pytest.mark.parametrize(
    "source",
    [
        'connection.execute("SELECT a FROM t WHERE b = %s", [value])',
        'connection.execute(f"{_LOADED} WHERE i.image_id = %s", [image_id])',
        'connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))',
        'message = f"no run {run_id}; ask: SELECT run_id FROM science.run_overview"',
        'text = f"Created {n} files"',
        'print(f"SELECT * FROM science.help;\\n{answer}")',
    ],
)
def test_constants_parameters_and_messages_are_no_fault(source: str) -> None:
    assert list(composed_by_hand(source)) == []
