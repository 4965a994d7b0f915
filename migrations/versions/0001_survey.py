"""The survey: images, catalogues, detections and their summaries."""

from db.frozen import run_frozen

revision = "0001"
down_revision = None

TABLES = "0001_survey.sql"
TABLES_SHA256 = "8aa2df04ef42ca6ff089facbe0507bc7d0da2ade4687129555ba433423c7f5ef"
DOWN = "0001_survey_down.sql"
DOWN_SHA256 = "f3fd0a6480e9c448034c2c4bdc1485610e869c1ace1bcaff03cde4ea8ef3053c"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
