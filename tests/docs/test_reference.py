"""The reference of the schema is what the database says of itself today."""

import re
from pathlib import Path

import psycopg

from report import __main__ as program
from report.reference import describe
from tests.docs.blocks import REPOSITORY

REFERENCE = REPOSITORY / "docs" / "schema.md"


def test_the_reference_of_the_schema_is_what_the_comments_say(database: psycopg.Connection) -> None:
    said, written = describe(database).splitlines(), REFERENCE.read_text().splitlines()
    missing = [line for line in said if line not in written]
    obsolete = [line for line in written if line not in said]
    assert said == written, (
        f"docs/schema.md is not what sql/ says today. Run: make reference\n"
        f"missing: {missing[:3]}\nno longer so: {obsolete[:3]}"
    )


def test_a_comment_that_changes_changes_the_reference(database: psycopg.Connection, tmp_path: Path) -> None:
    database.execute(
        "COMMENT ON COLUMN survey.source.n_unmonitored_star IS 'Of 2 * 3 | 4 stars. [adu**2] {meta.number}'"
    )
    database.execute("COMMENT ON FUNCTION science.red_sources IS 'Red.\nSubject: R2\nSample call: SELECT 1;'")
    assert program.main(["reference", str(tmp_path / "schema.md")]) == 0
    lines = (tmp_path / "schema.md").read_text().splitlines()
    assert (
        r"| `n_unmonitored_star` | integer, not null | `adu**2` | `meta.number` | Of 2 \* 3 \| 4 stars. |"
        in lines
    )
    begin = lines.index("### science.red_sources")
    end = lines.index("### science.variable_sources")
    section = lines[begin:end]
    assert section[1:6] == [
        "",
        "Red.",
        "",
        "- Arguments: `j_minus_h_min double precision = 1.5`, `good_only boolean = false`",
        "- Result: rows of",
    ]
    columns = [line.split(" | ")[:2] for line in section if line.startswith("| `")]
    assert columns[:3] == [
        ["| `source_id`", "bigint"],
        ["| `field_id`", "integer"],
        ["| `ra`", "double precision"],
    ]
    assert section[-4:] == ["```sql", "SELECT 1;", "```", ""]


def test_the_reference_has_every_table_view_and_function(database: psycopg.Connection) -> None:
    expected = database.execute(
        "SELECT relnamespace::regnamespace || '.' || relname FROM pg_class WHERE relkind IN ('r', 'v')"
        " AND relnamespace::regnamespace::text IN ('survey', 'science', 'tap_schema')"
        " UNION SELECT pronamespace::regnamespace || '.' || proname FROM pg_proc"
        " WHERE pronamespace::regnamespace::text IN ('science', 'upkeep')"
    ).fetchall()
    headings = re.findall(r"^### (\S+)$", REFERENCE.read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(row[0] for row in expected)


def test_every_line_of_contents_leads_to_a_heading() -> None:
    text = REFERENCE.read_text()
    # GitHub keeps letters, digits, hyphens and underscores of a heading.
    headings = re.findall(r"^##+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9_-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert len(anchors) == len(headings)
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) == anchors
