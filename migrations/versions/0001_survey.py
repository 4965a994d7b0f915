"""The survey: images, catalogues, detections and their summaries."""

from db.frozen import run_frozen

revision = "0001"
down_revision = None

TABLES = "0001_survey.sql"
TABLES_SHA256 = "8f06b70156399f2bd9531ec9e48613def1d0a8ad87fbd080dc741b847dd06925"
DOWN = "0001_survey_down.sql"
DOWN_SHA256 = "f3fd0a6480e9c448034c2c4bdc1485610e869c1ace1bcaff03cde4ea8ef3053c"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
