"""The survey: images, catalogues, detections and their summaries."""

from db.frozen import run_frozen

revision = "0001"
down_revision = None

TABLES = "0001_survey.sql"
TABLES_SHA256 = "dff8cfee51b43ddfc4795b537eb9634f7c6ac3144af1b1043e5c9577a6ddba7b"
DOWN = "0001_survey_down.sql"
DOWN_SHA256 = "022049a38bf98fa2ac9d2ad63453920e26e65d22eea87232c8e1d1e3ba522fc8"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
