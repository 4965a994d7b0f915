"""The survey: images, catalogues, detections and their summaries."""

from db.frozen import run_frozen

revision = "0001"
down_revision = None

TABLES = "0001_survey.sql"
TABLES_SHA256 = "fd13a6389fa19c8c73b4f6dddee0e3b4516923e189bc94db755459f76ed9d678"
DOWN = "0001_survey_down.sql"
DOWN_SHA256 = "f3fd0a6480e9c448034c2c4bdc1485610e869c1ace1bcaff03cde4ea8ef3053c"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
