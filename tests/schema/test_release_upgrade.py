"""Releases across upgrades, and who may make and read them."""

import psycopg
import pytest

from db import schema


@pytest.fixture
def released(empty_database: psycopg.Connection) -> psycopg.Connection:
    """A database with a release of an empty survey, and views and functions that are about to be rebuilt."""
    schema.upgrade(empty_database)
    empty_database.execute("SELECT upkeep.make_release('DR1', '')")
    empty_database.execute("UPDATE survey.science_version SET manifest_sha256 = 'older'")
    empty_database.commit()
    return empty_database


def test_an_upgrade_makes_the_answers_of_a_release_anew(released: psycopg.Connection) -> None:
    before = released.execute("SELECT 'dr1.photometry'::regclass::oid").fetchone()
    assert schema.upgrade(released)
    assert released.execute("SELECT 'dr1.photometry'::regclass::oid").fetchone() != before
    assert released.execute("SELECT * FROM dr1.variable_sources(20)").fetchall() == []


def test_an_upgrade_refuses_to_drop_what_others_built_on_a_release(released: psycopg.Connection) -> None:
    released.execute("CREATE SCHEMA mine")
    released.execute("CREATE VIEW mine.stars AS SELECT s.source_id FROM dr1.star AS s")
    released.commit()
    with pytest.raises(psycopg.errors.DependentObjectsStillExist, match=r"mine\.stars"):
        schema.upgrade(released)
    released.rollback()
    assert released.execute("SELECT * FROM mine.stars").fetchall() == []


def test_the_loader_makes_a_release_and_a_reader_reads_it(released: psycopg.Connection) -> None:
    schema.upgrade(released)
    released.execute("SET ROLE epochdb_loader")
    released.execute("SELECT upkeep.make_release('DR2', '')")
    released.execute("SET ROLE epochdb_reader")
    assert released.execute("SELECT * FROM dr2.red_sources()").fetchall() == []
    assert released.execute("SELECT name FROM science.release").fetchall() == [("DR1",), ("DR2",)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        released.execute("SELECT upkeep.make_release('DR3', '')")
