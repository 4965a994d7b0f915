"""What the database says about itself: comments, units, UCDs, sample calls."""

import re
import warnings
from pathlib import Path

import psycopg
import pytest
from astropy import units
from astropy.io.votable import ucd

SCHEMAS = ("survey", "science", "upkeep")
# What the delivery alone answers with rows; other calls need results of the models.
ANSWERED = {
    "images_between", "red_sources", "variable_sources", "catalogues_of_field", "five_band_photometry",
    "light_curve", "image_epoch", "band_overview", "field_overview", "calibrated_detection", "photometry",
    "star", "variability", "load_log", "column_info", "help",
}  # fmt: skip
SQL = Path(__file__).resolve().parents[2] / "sql"
COLUMN = re.compile(r"^(?P<sentence>[A-Z].*\S[.?])\s\[(?P<unit>[^\]]*)\] \{(?P<ucd>[^}]+)\}$", re.DOTALL)


def test_every_table_and_view_has_a_comment(installed: psycopg.Connection) -> None:
    relations = _rows(
        installed,
        "SELECT c.oid::regclass::text, obj_description(c.oid, 'pg_class') FROM pg_class AS c"
        " WHERE c.relnamespace::regnamespace::text = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm')",
    )
    assert len(relations) > 20
    assert [name for name, comment in relations if not _is_sentence(comment)] == []


def test_every_schema_has_a_comment(installed: psycopg.Connection) -> None:
    schemas = _rows(
        installed,
        "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = ANY(%s)",
    )
    assert len(schemas) == 3
    assert [name for name, comment in schemas if not _is_sentence(comment)] == []


def test_every_column_comment_is_a_sentence_a_unit_and_a_ucd(installed: psycopg.Connection) -> None:
    columns = _columns(installed)
    assert len(columns) > 200
    assert [(name, comment) for name, comment in columns if not COLUMN.match(comment or "")] == []


def test_every_unit_is_one_of_vounit(installed: psycopg.Connection) -> None:
    found = {COLUMN.match(comment)["unit"] for _, comment in _columns(installed)}  # type: ignore[index]
    assert {"", "deg", "d", "mag", "adu"} <= found
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for unit in found:
            units.Unit(unit, format="vounit", parse_strict="raise")


def test_a_unit_that_vounit_does_not_know_would_be_found() -> None:
    with pytest.raises(ValueError, match="furlong"):
        units.Unit("furlong", format="vounit", parse_strict="raise")


def test_every_ucd_is_of_the_controlled_vocabulary(installed: psycopg.Connection) -> None:
    wrong = [
        (name, words)
        for name, comment in _columns(installed)
        if not ucd.check_ucd(words := COLUMN.match(comment)["ucd"], check_controlled_vocabulary=True)  # type: ignore[index]
    ]
    assert wrong == []
    assert not ucd.check_ucd("phot.flux;em.K", check_controlled_vocabulary=True)  # there is no em.K


def test_every_function_comment_ends_in_a_sample_call_of_that_function(installed: psycopg.Connection) -> None:
    functions = _rows(
        installed,
        "SELECT p.proname, obj_description(p.oid, 'pg_proc') FROM pg_proc AS p"
        " WHERE p.pronamespace::regnamespace::text = ANY(%s)",
    )
    assert len(functions) > 20
    column = r"\w+: [A-Z][^\n]*\. \[[^\n]*\}}\n"
    subject = r"(?:Subject: \w+\n)?"
    pattern = rf"^[A-Z][^\n]*\.\n(?:{column})*{subject}Sample call: SELECT [^\n]*\w+\.{{}}\([^\n]*;$"
    assert [name for name, comment in functions if not re.match(pattern.format(name), comment or "")] == []


@pytest.mark.xdist_group("delivery")
def test_every_sample_call_runs_on_the_delivery(delivered: psycopg.Connection) -> None:
    # What use_tie(1) and sources_above_floor() need
    delivered.execute("SELECT upkeep.make_tie('Ks'), upkeep.measure_noise_floor('Ks', 'catalogue')")
    _release_twice(delivered)
    functions = _rows(
        delivered,
        "SELECT p.proname, substring(obj_description(p.oid, 'pg_proc') FROM 'Sample call: (.*)$')"
        " FROM pg_proc AS p WHERE p.pronamespace::regnamespace::text = ANY(%s)",
    )
    empty_answers = []
    for name, call in functions:
        with delivered.transaction(force_rollback=True):
            if name == "add_catalogues":
                _prepare_to_add_again(delivered)
            if not delivered.execute(call).fetchall():
                empty_answers.append(name)
    assert not ANSWERED.intersection(empty_answers)
    assert "verify_summaries" in empty_answers


@pytest.mark.xdist_group("delivery")
def test_every_call_that_help_shows_runs_on_the_delivery(delivered: psycopg.Connection) -> None:
    delivered.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")
    _release_twice(delivered)
    calls = delivered.execute("SELECT name, sample_call FROM science.help").fetchall()
    empty_answers = {name for name, call in calls if not delivered.execute(call).fetchall()}
    assert not ANSWERED & empty_answers
    assert "verify_summaries" in empty_answers


def _release_twice(delivered: psycopg.Connection) -> None:
    """Make what the calls about releases name."""
    delivered.execute("SELECT upkeep.make_release('DR1', ''), upkeep.make_release('DR2', '')")


def test_help_begins_with_the_five_questions(installed: psycopg.Connection) -> None:
    rows = installed.execute("SELECT subject, name FROM science.help LIMIT 5").fetchall()
    assert rows == [
        ("R1", "images_between"),
        ("R2", "red_sources"),
        ("R3", "variable_sources"),
        ("R4", "catalogues_of_field"),
        ("R5", "five_band_photometry"),
    ]


def test_help_names_every_answer_and_nothing_else(installed: psycopg.Connection) -> None:
    expected = installed.execute(
        "SELECT relname::text, 'view' FROM pg_class"
        " WHERE relnamespace = 'science'::regnamespace AND relkind = 'v'"
        " UNION SELECT proname, 'function' FROM pg_proc WHERE pronamespace = 'science'::regnamespace"
    ).fetchall()
    rows = installed.execute("SELECT name, kind, description, sample_call FROM science.help").fetchall()
    assert sorted(row[:2] for row in rows) == sorted(expected)
    assert [row for row in rows if not row[2] or not row[3]] == []


def test_the_subject_of_an_answer_is_its_folder(installed: psycopg.Connection) -> None:
    folders = {path.stem: path.parent.name for path in (SQL / "science").rglob("*.sql")}
    for subject, name in installed.execute("SELECT subject, name FROM science.help"):
        assert re.sub(r"^R\d$", "questions", subject) == folders[name], name


def test_column_info_takes_every_comment_apart(installed: psycopg.Connection) -> None:
    query = (
        "SELECT schema_name || '.' || table_name || '.' || column_name, description, unit, ucd"
        " FROM science.column_info WHERE schema_name = ANY(%s) AND table_name NOT IN"
        " (SELECT proname::text FROM pg_proc)"
    )
    found = {row[0]: row[1:] for row in _rows(installed, query)}
    expected = {name: COLUMN.match(comment).groups() for name, comment in _columns(installed)}  # type: ignore[union-attr]
    # What dates and positions mean is said once, in survey.frame, and added
    words = r" \((?:start of the exposure, UTC at the observatory|ICRS)\)\.$"
    assert {name: (re.sub(words, ".", row[0]), *row[1:]) for name, row in found.items()} == expected


def test_column_info_knows_the_unit_and_ucd_of_a_flux(installed: psycopg.Connection) -> None:
    query = (
        "SELECT data_type, unit, ucd, description FROM science.column_info"
        " WHERE schema_name = 'survey' AND table_name = 'detection' AND column_name = 'flux_1'"
    )
    description = "Flux in aperture 1, 1 arcsec in diameter, not calibrated."
    assert installed.execute(query).fetchall() == [("real", "adu", "phot.flux;em.IR", description)]


def test_column_info_knows_what_a_function_gives(installed: psycopg.Connection) -> None:
    query = (
        "SELECT column_name, unit, ucd FROM science.column_info WHERE table_name = 'five_band_photometry'"
        " AND column_name IN ('source_id', 'ks_mag', 'ks_mean_mag') ORDER BY column_index"
    )
    assert installed.execute(query).fetchall() == [
        # As all columns of the name, though survey.source_id is the main column of its table
        ("source_id", "", "meta.id;src"),
        ("ks_mag", "mag", "phot.mag;em.IR.K"),
        # By the line in the function's comment
        ("ks_mean_mag", "mag", "phot.mag;stat.mean;em.IR.K"),
    ]


def test_functions_of_one_name_are_told_apart_by_their_signature(installed: psycopg.Connection) -> None:
    rows = installed.execute(
        "SELECT signature, description FROM science.column_info"
        " WHERE table_name = 'images_between' AND column_name = 'mjd' ORDER BY signature"
    ).fetchall()
    end = "snr_min double precision, good_only boolean)"
    assert [row[0] for row in rows] == [
        f"images_between(mjd_min double precision, mjd_max double precision, {end}",
        f"images_between(mjd_min text, mjd_max text, {end}",
    ]
    assert rows[0][1] == rows[1][1]
    variants = installed.execute(
        "SELECT variant, sample_call FROM science.function_info WHERE function_name = 'images_between'"
        " ORDER BY variant"
    ).fetchall()
    assert variants[1] == (2, "SELECT * FROM science.images_between('2014-05-23', '2015-10-05');")


def test_every_column_that_a_function_gives_has_a_unit_and_a_ucd(installed: psycopg.Connection) -> None:
    columns = _results(installed)
    assert len(columns) > 90
    assert [name for name, unit, words in columns if unit is None or words is None] == []
    for name, unit, words in columns:
        units.Unit(unit, format="vounit", parse_strict="raise")
        assert ucd.check_ucd(words, check_controlled_vocabulary=True), name


def test_a_line_of_a_function_comment_describes_a_column_that_it_gives(installed: psycopg.Connection) -> None:
    lines = _rows(
        installed,
        r"SELECT p.proname || '.' || m.line[1] FROM pg_proc AS p"
        r" CROSS JOIN LATERAL"
        r" regexp_matches(obj_description(p.oid, 'pg_proc'), '^(\S+): .*}$', 'ng') AS m (line)"
        r" WHERE p.pronamespace::regnamespace::text = ANY(%s) AND p.pronamespace = 'science'::regnamespace",
    )
    assert ("five_band_photometry.ks_mean_mag",) in lines
    assert {name for (name,) in lines} <= {name for name, _, _ in _results(installed)}


def _results(connection: psycopg.Connection) -> list[tuple[str, ...]]:
    return connection.execute(
        "SELECT c.table_name || '.' || c.column_name, c.unit, c.ucd FROM science.column_info AS c"
        " INNER JOIN pg_proc AS p ON p.proname = c.table_name AND p.pronamespace = 'science'::regnamespace"
    ).fetchall()


def _prepare_to_add_again(connection: psycopg.Connection) -> None:
    """Take away what is kept of image 1, but for its detections: as if these had just been copied."""
    connection.execute("DELETE FROM survey.catalogue_count WHERE image_id = 1")
    connection.execute("DELETE FROM survey.image_depth WHERE image_id = 1")
    connection.execute("DELETE FROM survey.catalogue_range WHERE image_id = 1")
    connection.execute("DELETE FROM survey.image_outline WHERE image_id = 1")
    connection.execute("UPDATE survey.catalogue SET is_summarised = false WHERE image_id = 1")


def _is_sentence(comment: str | None) -> bool:
    return bool(comment and comment[0].isupper() and comment.splitlines()[0].endswith((".", ";")))


def _columns(connection: psycopg.Connection) -> list[tuple[str, str]]:
    return _rows(
        connection,
        "SELECT n.nspname || '.' || c.relname || '.' || a.attname, col_description(c.oid, a.attnum)"
        " FROM pg_attribute AS a INNER JOIN pg_class AS c ON c.oid = a.attrelid"
        " INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0"
        " AND NOT a.attisdropped",
    )


def _rows(connection: psycopg.Connection, query: str) -> list[tuple[str, ...]]:
    return connection.execute(query, [list(SCHEMAS)]).fetchall()
