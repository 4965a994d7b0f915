"""Every file of sql/questions runs, as one statement, and answers with rows on the real delivery."""

import re
from pathlib import Path

import psycopg
import pytest

QUESTIONS = sorted((Path(__file__).resolve().parents[2] / "sql" / "questions").glob("*.sql"))
# Questions that the delivery alone cannot answer are about results that are computed later.
OF_THE_DELIVERY = re.compile(r"\bscience\.(\w+)")
LATER = re.compile(
    r"^(photo_z|galaxy|run_|simulat|star_mixture|star_colours|star_density|colour_|density_|linear_"
    r"|image_tie|zero_point|noise_model|periodic_source)"
)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_english_and_one_statement(path: Path) -> None:
    text = path.read_text()
    assert re.match(r"(?:-- [^\n]*\n)+(?=SELECT|WITH)", text)
    comment, statement = re.split(r"\n(?=SELECT|WITH)", text, maxsplit=1)
    assert "?" in comment
    assert statement.count(";") == 1
    assert statement.endswith(";\n")


@pytest.mark.xdist_group("delivery")
def test_every_question_is_answered_on_the_delivery(delivered: psycopg.Connection) -> None:
    """As a reader; one clone for all of them."""
    delivered.execute("SET ROLE epochdb_reader")
    answers = {path.stem: delivered.execute(path.read_text()).fetchall() for path in QUESTIONS}
    of_the_delivery = {
        path.stem
        for path in QUESTIONS
        if not any(map(LATER.match, OF_THE_DELIVERY.findall(path.read_text())))
    }
    assert {f"r{number}" for number in range(1, 6)} <= {name.split("_")[0] for name in of_the_delivery}
    assert [name for name in sorted(of_the_delivery) if not answers[name]] == []


@pytest.mark.xdist_group("delivery")
def test_the_questions_answer_what_the_delivery_is_known_to_answer(delivered: psycopg.Connection) -> None:
    numbers = {
        "r1_images_between_dates": 13,
        "r2_red_sources": 3472 + 1644 + 2038,
        "r3_variable_sources": 1085 + 414,
        "r4_catalogues_of_field": 7,
        "r5_five_band_photometry": 3791,
        "images_per_field_and_band": 15,
    }
    found = {
        path.stem: delivered.execute(path.read_text()).rowcount for path in QUESTIONS if path.stem in numbers
    }
    assert found == numbers
    census = next(path for path in QUESTIONS if path.stem == "variability_census")
    assert [(row[0], row[4]) for row in delivered.execute(census.read_text())] == [(1, 1085), (3, 414)]
