"""The files of SQL: one object each, listed once, and the style that the linter cannot read."""

import re
from pathlib import Path

import pytest

SQL = Path(__file__).resolve().parents[2] / "sql"
REPLACEABLE = sorted((*(SQL / "science").rglob("*.sql"), *(SQL / "upkeep").rglob("*.sql")))
TABLES = sorted((SQL / "tables").glob("*.sql"))
EVERY_FILE = sorted(SQL.rglob("*.sql"))
KEYWORDS = re.compile(
    r"\b(select|from|where|group by|order by|having|inner|left|full|cross|join|lateral|on conflict|union all"
    r"|insert into|update set|delete from|merge into|using|when matched|values|returning|with recursive"
    r"|window|partition by|over|filter|case|then|else|end|begin atomic|create|returns|language|as|is distinct"
    r"|is not null|is null|distinct|between|and|or|not)\b"
)

by_name = pytest.mark.parametrize("path", REPLACEABLE, ids=lambda path: path.stem)


def test_every_function_and_view_is_listed_exactly_once() -> None:
    listed = re.findall(r"^\\ir (\S+)$", (SQL / "replaceable.sql").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted([*(str(path.relative_to(SQL)) for path in REPLACEABLE), "grants.sql"])
    assert listed[-1] == "grants.sql"


@by_name
def test_a_file_creates_the_one_object_that_it_is_named_after(path: Path) -> None:
    created = re.findall(r"^CREATE (\w+) (\w+(?:\.\w+)?)", path.read_text(), re.MULTILINE)
    if created[0] == ("SCHEMA", path.stem):  # a schema that another standard prescribes is one thing
        assert all(name.startswith(path.stem) for _, name in created)
    else:
        assert created[0][0] in {"FUNCTION", "VIEW"}
        schema = path.relative_to(SQL).parts[0]
        # One name: a function may take its arguments in more than one type
        assert {name for _, name in created} == {f"{schema}.{path.stem}"}


@by_name
def test_a_file_says_above_its_object_what_it_answers(path: Path) -> None:
    assert path.read_text().startswith("-- ")


@by_name
def test_a_function_states_its_volatility_and_whether_it_is_parallel(path: Path) -> None:
    for header in re.findall(
        r"^CREATE FUNCTION.*?^LANGUAGE ([^\n]*)$", path.read_text(), re.DOTALL | re.MULTILINE
    ):
        assert re.match(r"(sql|plpgsql) (IMMUTABLE|STABLE|VOLATILE) (STRICT )?PARALLEL (UN)?SAFE$", header)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_constraint_of_a_table_is_named_by_us(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", path.read_text())
    kinds = r"PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK|EXCLUDE"
    constraints = re.findall(rf"(\S+)\s+(\w+)\s+(?:{kinds})\s*\(", text)
    assert [pair for pair in constraints if pair[0] != "CONSTRAINT"] == []
    references = len(re.findall(r"\bREFERENCES\b", text))
    assert references == len(re.findall(r"\bFOREIGN KEY\b", text))


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_lines_are_at_most_110_characters_long(path: Path) -> None:
    """But for the text of a comment or a message, and for a query that is another file's, farther in."""
    if path.parent.name == "citus" and path.stem.startswith("merge_"):
        pytest.skip("to the letter that of upkeep/load, which test_cluster_rules asks")
    lines = _without_strings(path.read_text()).splitlines()
    assert [line for line in lines if len(line) > 110] == []


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_lines_are_indented_by_four_spaces_a_level(path: Path) -> None:
    """Outside plpgsql, where the parts of RAISE stand under one another."""
    code = re.sub(r"\$\$.*?\$\$", "", _without_strings(path.read_text()), flags=re.DOTALL)
    assert "\t" not in code
    lines = code.splitlines()
    assert [line for line in lines if (len(line) - len(line.lstrip())) % 4] == []


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_keywords_are_upper_case(path: Path) -> None:
    code = re.sub(r"--[^\n]*", "", _without_strings(path.read_text()))
    code = re.sub(r"^\\.*$", "", code, flags=re.MULTILINE)
    assert KEYWORDS.findall(code) == []


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_no_statement_selects_a_star(path: Path) -> None:
    code = re.sub(r"--[^\n]*", "", _without_strings(path.read_text()))
    if path.parent.name != "questions":
        assert re.findall(r"SELECT\s+(?:DISTINCT\s+)?(?:\w+\.)?\*", code) == []


def _without_strings(text: str) -> str:
    """Empty every string literal, keeping the quotes."""
    return re.sub(
        r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", lambda comment: comment[0].replace("'", "’"), text)
    )
