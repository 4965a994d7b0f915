"""Each question names the index that it must use on a grown and analysed database; no second is counted."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from pytest_postgresql import factories

from example import ExampleSurvey, write
from loader import ledger, run

pytestmark = pytest.mark.xdist_group("plans")

# Fields enough that one is a small part of the whole
GROWN = ExampleSurvey(n_field=12, n_source=1000, n_epoch=12)
# A function's query is planned with its arguments known, or once for all: both must find the index
PLANNED = ("force_custom_plan", "force_generic_plan")
# R3 with its defaults
AT_TWENTY_SIGMA = ("20", "'catalogue'", "'Ks'", "false")


def grow(**at: Any) -> None:
    """Load an example survey into a template database and analyse it, as autovacuum would."""
    with TemporaryDirectory() as name, psycopg.connect(**{**at, "autocommit": True}) as connection:
        directory = Path(name)
        write(directory, GROWN)
        delivery = run.find([directory], ledger.bands(connection))
        assert not run.load(connection, [directory], delivery, lambda *_: None).faults
        connection.execute("VACUUM (ANALYZE)")


grown_template = factories.postgresql_noproc(
    dbname="epochdb_test_grown", load=[grow], depends_on="schema_template"
)


@pytest.fixture(scope="module")
def grown(grown_template: Any) -> Iterator[psycopg.Connection]:
    """A connection to the grown database itself: nothing here changes it."""
    with psycopg.connect(
        host=grown_template.host,
        port=grown_template.port,
        user=grown_template.user,
        password=grown_template.password,
        dbname=grown_template.template_dbname,
        autocommit=True,
    ) as connection:
        connection.execute("SET default_transaction_read_only = on")
        yield connection


class QueryPlan:
    """The plan of a query: which indexes it uses, and which tables it reads in full."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.nodes = list(_nodes(root))

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    @property
    def read_in_full(self) -> set[str]:
        return {node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan"}

    def rows_of(self, function: str) -> float:
        """Give the rows that a function in the plan gave when it was run."""
        mine = [node for node in self.nodes if node.get("Function Name") == function]
        return sum(node["Actual Loops"] * node["Actual Rows"] for node in mine)

    def rows_read(self, table: str) -> float:
        """Give the rows of a table that the plan read when it was run."""
        mine = [node for node in self.nodes if node.get("Relation Name") == table]
        return sum(
            node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
            for node in mine
        )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)


def plan(
    connection: psycopg.Connection,
    function: str,
    *values: str,
    mode: str = "force_custom_plan",
    run: bool = False,
    called_by: str | None = None,
) -> QueryPlan:
    """
    Plan, or run, the last statement in the body of a function: those before it refuse arguments.

    With the settings of the function, or of the one that calls it. Options that are not given are false.
    """
    query = (
        "SELECT pg_get_function_sqlbody(p.oid), p.proargnames, p.proargtypes::regtype[]::text[], p.proconfig"
        " FROM pg_proc AS p"
        " WHERE p.pronamespace::regnamespace::text IN ('science', 'upkeep') AND p.proname = %s"
        " ORDER BY p.oid LIMIT 1"
    )
    found = connection.execute(query, [function]).fetchone()
    assert found is not None, f"there is no function {function}"
    body, names, types, settings = found
    if called_by:
        of_caller = connection.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [called_by])
        ((settings,),) = of_caller.fetchall()
    body = body.removeprefix("BEGIN ATOMIC").rpartition("END")[0].strip().removesuffix(";").split(";\n")[-1]
    for number, name in enumerate(names[: len(types)], start=1):
        body = re.sub(rf"\b{function}\.{name}\b", f"${number}", body)
    values = (*values, *("false" for kind in types[len(values) :] if kind == "boolean"))
    connection.execute(f"SET plan_cache_mode = {mode}")
    for setting in settings or ():
        connection.execute("SELECT set_config(%s, %s, false)", setting.split("="))
    connection.execute(f"PREPARE question ({', '.join(types)}) AS {body}".encode())
    try:
        return _explain(connection, f"EXECUTE question ({', '.join(values)})", run=run)
    finally:
        connection.execute("DEALLOCATE question")
        for setting in settings or ():
            connection.execute(f"RESET {setting.split('=')[0]}".encode())


def _explain(connection: psycopg.Connection, query: str, *, run: bool = False) -> QueryPlan:
    found = connection.execute(f"EXPLAIN (ANALYZE {run}, FORMAT json) {query}".encode()).fetchone()
    assert found is not None
    return QueryPlan(found[0][0]["Plan"])


@pytest.mark.parametrize("mode", PLANNED)
@pytest.mark.parametrize("snr_min", ["5", "7.3"])
def test_images_at_any_threshold_are_answered_without_detections(
    grown: psycopg.Connection, mode: str, snr_min: str
) -> None:
    answered = plan(grown, "images_between", "56800", "57300", snr_min, mode=mode, run=True)
    assert answered.rows_read("catalogue_count") > 0
    # They would be counted one by one there, which is planned and does not run
    (counting,) = (n for n in answered.nodes if n.get("Function Name") == "counted_detections")
    assert counting["Actual Loops"] == 0


@pytest.mark.parametrize("mode", PLANNED)
def test_images_at_a_threshold_below_the_standard_ones_read_the_block_ranges_of_those_images(
    grown: psycopg.Connection, mode: str
) -> None:
    assert plan(grown, "images_between", "55280", "55300", "-1", mode=mode, run=True).rows_of(
        "counted_detections"
    )
    answered = plan(grown, "counted_detections", "'{100}'", "-1", mode=mode)
    assert "detection_image_brin" in answered.indexes
    assert "detection" not in answered.read_in_full


def test_red_sources_are_found_by_the_index_on_their_colour(grown: psycopg.Connection) -> None:
    # Only where the limit is known: for any limit the planner reckons with a third of all sources
    assert "source_j_minus_h_idx" in plan(grown, "red_sources", "1.5").indexes


def test_after_a_first_load_no_light_curve_is_read(grown: psycopg.Connection) -> None:
    """Each field went in as one group, which gives the strongest deviation of each light curve exactly."""
    answered = plan(grown, "variable_sources", "3", *AT_TWENTY_SIGMA[1:], run=True)
    assert answered.rows_read("source_variability") == GROWN.n_field * GROWN.n_source
    assert answered.rows_of("read_deviations") == answered.rows_of("deviations_without_moments") == 0


def test_of_light_curves_that_are_not_known_those_of_possible_variables_are_read(
    grown: psycopg.Connection,
) -> None:
    # 3 % of the sources vary; without the bounds each of the 12,000 light curves would be read
    grown.execute("BEGIN READ WRITE")
    try:
        grown.execute("UPDATE survey.source_variability SET rest_deviation = 1e9")
        answered = plan(grown, "variable_sources", *AT_TWENTY_SIGMA, run=True)
    finally:
        grown.execute("ROLLBACK")
    assert 0 < answered.rows_of("read_deviations") < 0.1 * GROWN.n_field * GROWN.n_source


@pytest.mark.parametrize("mode", PLANNED)
def test_light_curves_that_are_read_are_read_by_their_sources(grown: psycopg.Connection, mode: str) -> None:
    sources = "'{" + ", ".join(map(str, range(1000, 1030))) + "}'"
    ones = "'{" + ", ".join(["1"] * 30) + "}'"
    answered = plan(
        grown, "read_deviations", sources, ones, ones, ones, "'catalogue'", "'Ks'", mode=mode, run=True
    )
    assert "detection_pkey" in answered.indexes
    assert "detection" not in answered.read_in_full
    assert answered.rows_read("detection") <= 30 * (GROWN.n_epoch + 4)


@pytest.mark.parametrize("mode", PLANNED)
def test_photometry_of_a_field_reads_the_sources_of_that_field(grown: psycopg.Connection, mode: str) -> None:
    answered = plan(grown, "five_band_photometry", "1", "30", mode=mode)
    assert "source_field_idx" in answered.indexes
    assert "source" not in answered.read_in_full


@pytest.mark.parametrize("mode", PLANNED)
def test_catalogues_of_a_field_are_read_without_detections(grown: psycopg.Connection, mode: str) -> None:
    answered = plan(grown, "catalogues_of_field", "1", mode=mode)
    assert "image_field_band_idx" in answered.indexes
    assert not any(node.get("Relation Name") == "detection" for node in answered.nodes)


@pytest.mark.parametrize("mode", PLANNED)
def test_a_light_curve_is_read_by_its_source(grown: psycopg.Connection, mode: str) -> None:
    answered = plan(grown, "light_curve", "1000", "'Ks'", "'catalogue'", "false", mode=mode)
    assert "detection_pkey" in answered.indexes
    assert "detection" not in answered.read_in_full


def test_many_light_curves_are_read_by_their_sources(grown: psycopg.Connection) -> None:
    chosen = "ARRAY(SELECT p.source_id FROM science.photometry AS p WHERE p.source_id % 100 = 0)"
    query = f"SELECT * FROM science.calibrated_detection AS d WHERE d.source_id = ANY({chosen})"
    answered = _explain(grown, query)
    assert "detection_pkey" in answered.indexes
    assert "detection" not in answered.read_in_full


@pytest.mark.parametrize("mode", PLANNED)
@pytest.mark.parametrize(
    ("function", "values", "called_by"),
    [
        ("binned_snr", ["'{100}'"], None),
        ("recomputed_depth", ["'{100}'"], None),
        ("recomputed_zero_points", ["'{100}'"], None),
        ("source_id_range", ["'{100}'"], None),
        ("source_from_detections", ["'{100}'", "0", "9999"], "merge_sources"),
        ("variability_from_detections", ["'{100}'"], None),
    ],
)
def test_a_step_of_a_load_reads_its_image_by_block_ranges(
    grown: psycopg.Connection, function: str, values: list[str], called_by: str | None, mode: str
) -> None:
    answered = plan(grown, function, *values, mode=mode, called_by=called_by)
    assert "detection_image_brin" in answered.indexes
    assert "detection" not in answered.read_in_full
