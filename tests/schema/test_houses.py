"""Each subject's folder keeps the rules of the house that can be read from its files."""

import re
from pathlib import Path

import pytest

SQL = Path(__file__).resolve().parents[2] / "sql"
SCHEMAS = ("science", "upkeep")
FOLDERS = sorted(path for schema in SCHEMAS for path in (SQL / schema).iterdir() if path.is_dir())
FILES = sorted(path for folder in FOLDERS for path in folder.glob("*.sql"))

# Lines of code of an object: neither its header nor its COMMENT ON, nor empty lines.
LINES_MAX = 60
# What is longer, and why it is not two steps.
LONGER = {
    "variability_from_detections": "one statement for speed; each CTE is a step with a name",
    "merge_source_variability": "one MERGE for speed; two light curves become one in one step",
    "match_positions": "one query for the planner; each CTE is a step on the way to the index",
    "sources_in_polygon": "one query for the planner; each CTE is a step of one projection",
    "sky_strips": "one query; a circle in strips, at the poles and across 0 h",
    "match_external": "three statements of one run, which stand or fall together",
    "nearest_first": "one query; each CTE is a round of choosing",
    "measure_single_detections": "a statement for each of five tables of measures",
    "source_from_detections": "one statement for speed; each CTE is a step with a name",
    "merge_sources": "one MERGE for speed; long for the five bands' columns",
    "recomputed_source": "long for the five bands' columns",
    "selected_light_curve_statistics": "three steps on one reading of each light curve; 19 statistics",
    "variable_sources": "R3 as one query, for the planner; what reads light curves is in parts/",
    "sources_above_floor": "one query, for the planner; each CTE is a step",
    "make_tie": "two loops, over fields and iterations; an iteration is offsets_from_stars",
    "offsets_from_stars": "six short CTEs, each a step of one robust mean",
    "barycentric_light_time": "one formula; long for the elements of five orbits",
    "column_info": "two kinds of columns, those of relations and of functions, and what both share",
    "colour_density": "one query over a grid, for the planner",
    "draw_stars": "one query whose numbers must be drawn once; each CTE is a step",
    "images_between": "one query; counts that are kept, those between, and what is not good",
    "noise_by_magnitude": "one query; each CTE is a step on the way to the bins",
    "light_curve": "eleven columns of the result",
    "variable_feature": "69 columns",
    "epoch_features": "three steps on one reading of each light curve; 22 features",
    "vanished_sources": "one query; each CTE leaves fewer sources to be looked at",
    "release_difference": "one query; each CTE is a reason",
    "tap_schema": "a schema that a standard prescribes, five views",
}

by_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def code(path: Path) -> str:
    """Give the text of an object without comments, header and COMMENT ON."""
    text = path.read_text().partition("\nCOMMENT ON ")[0]
    return re.sub(r"--[^\n]*", "", text)


def lines_of_code(path: Path) -> int:
    return sum(bool(line.strip()) for line in code(path).splitlines())


@by_file
def test_an_object_is_short_or_says_why_not(path: Path) -> None:
    assert lines_of_code(path) <= LINES_MAX or path.stem in LONGER


def test_no_exception_stands_that_is_not_needed() -> None:
    short = {path.stem for path in FILES if lines_of_code(path) <= LINES_MAX}
    named = {path.stem for path in FILES}
    assert set(LONGER) & short - {"tap_schema"} == set()
    assert set(LONGER) <= named


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_the_map_has_a_paragraph_on_each_folder(folder: Path) -> None:
    assert f"- **[{folder.name}/]({folder.relative_to(SQL)})**" in (SQL / "README.md").read_text()


def test_what_the_map_points_at_exists() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (SQL / "README.md").read_text())
    assert len(targets) > 40
    assert [target for target in targets if not (SQL / target).exists()] == []


def test_the_rule_of_each_question_is_two_steps_from_the_map() -> None:
    """The map names the answer and what decides it, in the row of the question."""
    rows = re.findall(r"^\| (R\d) \| (.*)$", (SQL / "README.md").read_text(), re.MULTILINE)
    assert [name for name, _ in rows] == ["R1", "R2", "R3", "R4", "R5"]
    for _, row in rows:
        targets = re.findall(r"\]\(([^)]+)\)", row)
        assert targets[0].startswith("science/questions/")
        assert len(targets) > 1


def test_a_file_is_listed_under_a_heading_of_its_subject() -> None:
    heading = ""
    for line in (SQL / "replaceable.sql").read_text().splitlines():
        if line.startswith("-- "):
            heading = line.lower()
        elif listed := re.match(r"\\ir (science|upkeep)/(\w+)/", line):
            schema, subject = listed.groups()
            is_of_subject = subject in heading or subject == "parts"
            # What an answer is made of may stand before it, and checks need two of the steps of a load
            assert is_of_subject or (schema, subject) == ("upkeep", "load"), (line, heading)


def test_no_name_is_used_in_two_folders() -> None:
    names = [path.stem for path in FILES]
    assert sorted(names) == sorted(set(names))


@by_file
def test_arguments_are_refused_by_a_first_statement_of_its_own(path: Path) -> None:
    """Beside a distributed table it would have to run on the workers."""
    text = code(path)
    refusals = "|".join(file.stem for file in (SQL / "upkeep" / "arguments").glob("*.sql"))
    if path.stem.startswith("require_") or not re.search(rf"upkeep\.(?:{refusals})\(", text):
        return
    body = re.split(r"BEGIN ATOMIC|\bBEGIN\b", text, maxsplit=1)[-1].strip()
    *first, query = re.split(r";(?=\s*(?:SELECT|PERFORM|WITH|[A-Z]+)\b)", body)
    refusing = [statement for statement in first if "upkeep.require_" in statement]
    # They come before anything else and read no table, though one may refuse each of several
    assert refusing == first[: len(refusing)] != []
    assert all(re.match(r"\s*(SELECT|PERFORM)\s+upkeep\.require_", statement) for statement in refusing)
    assert not any("survey." in statement for statement in refusing)
    rest = [*first[len(refusing) :], query]
    assert not any(re.search(rf"upkeep\.(?:{refusals})\(", statement) for statement in rest)


@by_file
def test_a_function_with_arguments_that_gives_rows_is_strict(path: Path) -> None:
    header = re.search(
        r"CREATE FUNCTION [\w.]+\((.*?)\)\s*RETURNS (.*?)LANGUAGE ([^\n]*)", code(path), re.DOTALL
    )
    if header and header[1].strip() and re.match(r"TABLE|SETOF", header[2]):
        assert "STRICT" in header[3]


@by_file
def test_no_whole_row_of_a_large_table_is_referred_to(path: Path) -> None:
    """On a cluster it comes back as NULLs, silently."""
    text = code(path)
    for alias in re.findall(r"survey\.(?:detection|source|source_variability) AS (\w+)", text):
        assert not re.search(rf"(?:\(|, |SELECT ){alias}(?:,|\)|\s+FROM|::)", text), alias


@by_file
def test_hints_name_only_what_the_reader_may_ask_or_run(path: Path) -> None:
    for hint in re.findall(r"HINT = (.*?);\n", path.read_text(), re.DOTALL):
        told = " ".join(re.findall(r"'((?:[^']|'')*)'", hint))
        objects = set(re.findall(r"\b(?:survey|upkeep|science)\.\w+", told))
        for name in objects:
            schema = name.partition(".")[0]
            # Upkeep's own functions are called by loaders; else what is named says who may call it
            may = schema == "science" or path.parent.name == "load" or "whoever loads" in told
            assert may, f"{path.name}: {name}"
