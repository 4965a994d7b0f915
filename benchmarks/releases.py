"""What releases cost: making one, loads after it, answers of now beside those as of it, news of a night."""

from __future__ import annotations

import argparse
import sys

import psycopg

from benchmarks.clock import process_seconds
from db import address

ANSWERS = (
    "images_between(0, 90000)",
    "red_sources()",
    "variable_sources(20)",
    "variable_sources(5)",
    "five_band_photometry(1)",
    "light_curve(5)",
    "photometry WHERE source_id = 5",
    "photometry WHERE field_id = 1",
    "light_curve_statistics WHERE source_id BETWEEN 0 AND 200",
)
# Processor time that an answer is asked again for, since the system counts it in hundredths [s]
ENOUGH_SECONDS = 0.2
NEWEST = "SELECT i.image_id FROM survey.image AS i WHERE i.band = 'Ks' ORDER BY i.mjd DESC LIMIT 1"
SHIFT = 1_000_000
RELEASES = {
    "no release": "SELECT 1",
    "a release": "SELECT upkeep.make_release('BENCH', '')",
    "a release that copied nothing ahead": "SELECT upkeep.make_release('BENCH', '', 0)",
}


class Session:
    """A session whose server process's time is told, on a survey that is left as it was."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        (self.image_id,) = connection.execute(NEWEST).fetchall()[0]
        self.names = connection.execute("SELECT upkeep.columns_of('detection', '')").fetchall()[0][0]
        columns = self.names.replace("image_id", f"image_id + {SHIFT}")
        query = f"COPY (SELECT {columns} FROM survey.detection WHERE image_id = {self.image_id}) TO STDOUT"
        with connection.cursor().copy(f"{query} (FORMAT binary)") as copy:
            self.detections = b"".join(bytes(part) for part in copy)

    def seconds(self, query: str) -> float:
        """Give the processor time of a statement [s]."""
        before = process_seconds(self.connection.info.backend_pid)
        self.connection.execute(query)
        return process_seconds(self.connection.info.backend_pid) - before

    def asked(self, query: str) -> float:
        """Give the processor time of a question [s], asked again until it can be told."""
        self.connection.execute(query)
        spent, n_asked = 0.0, 0
        while spent < ENOUGH_SECONDS:
            spent += self.seconds(query)
            n_asked += 1
        return spent / n_asked

    def load(self) -> float:
        """Load the newest image again as another, a hundred days later; give the processor time [s]."""
        run = self.connection.execute
        before = process_seconds(self.connection.info.backend_pid)
        run(
            "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd, zero_point_1, zero_point_2,"
            " zero_point_3) SELECT i.image_id + %s, i.field_id, i.band, '', i.mjd + 100, i.zero_point_1,"
            " i.zero_point_2, i.zero_point_3 FROM survey.image AS i WHERE i.image_id = %s",
            [SHIFT, self.image_id],
        )
        run(
            "INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)"
            " SELECT c.image_id + %s, '', reverse(c.sha256), c.n_detection, c.load_id"
            " FROM survey.catalogue AS c WHERE c.image_id = %s",
            [SHIFT, self.image_id],
        )
        into = f"COPY survey.detection ({self.names}) FROM STDIN (FORMAT binary)"
        with self.connection.cursor().copy(into) as copy:
            copy.write(self.detections)
        run("SELECT upkeep.add_catalogues(ARRAY[%s::integer], true)", [self.image_id + SHIFT])
        return process_seconds(self.connection.info.backend_pid) - before

    def loads(self, n_run: int) -> tuple[dict[str, float], dict[str, float]]:
        """Give mean processor times [s] of making releases and of a load after each, in turn, taken back."""
        made, loaded = dict.fromkeys(RELEASES, 0.0), dict.fromkeys(RELEASES, 0.0)
        for _ in range(n_run):
            for kind, query in RELEASES.items():
                with self.connection.transaction(force_rollback=True):
                    made[kind] += self.seconds(query) / n_run
                    loaded[kind] += self.load() / n_run
        return made, loaded


def main() -> int:
    """Print the server's processor times, each in one session, for docs and RESULTS.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.releases", description=__doc__)
    parser.add_argument("-d", "--database", metavar="NAME", help="a database with a survey, left as it was")
    parser.add_argument("--runs", type=int, default=5, help="loads of each kind (default: 5)")
    options = parser.parse_args()
    with address.connect_to_survey(dbname=options.database, autocommit=True) as connection:
        session = Session(connection)
        made, loaded = session.loads(options.runs)
        for kind in RELEASES:
            _say("| {}: making it, a load after it [ms] | {:.0f} | {:.0f} | {:.2f} |",
                 kind, 1e3 * made[kind], 1e3 * loaded[kind], loaded[kind] / loaded["no release"])  # fmt: skip
        connection.execute(RELEASES["a release"])
        try:
            connection.execute("SELECT upkeep.refresh_statistics()")  # as the loader does
            with connection.transaction(force_rollback=True):
                session.load()
                for answer in ANSWERS:
                    now, then = (session.asked(f"SELECT * FROM {s}.{answer}") for s in ("science", "bench"))
                    _say("| {} | {:.1f} | {:.1f} | {:.1f} |", answer, 1e3 * now, 1e3 * then, then / now)
            (last,) = connection.execute("SELECT max(load_id) FROM survey.catalogue").fetchall()[0]
            _say("| news of the last load [ms] | {:.0f} |",
                 1e3 * session.asked(f"SELECT * FROM science.new_since({last - 1})"))  # fmt: skip
        finally:
            connection.execute("SELECT upkeep.forget_release('BENCH')")
    return 0


def _say(line: str, *values: object) -> None:
    sys.stdout.write(line.format(*values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
