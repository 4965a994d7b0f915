"""The survey: images, catalogues, detections and their summaries."""

from db.frozen import run_frozen

revision = "0001"
down_revision = None

TABLES = "0001_survey.sql"
TABLES_SHA256 = "33d44df220e2eb4018fb4e159bc6f91fa1e75a04dc5ca9eaff197e144169b8bf"
DOWN = "0001_survey_down.sql"
DOWN_SHA256 = "f3fd0a6480e9c448034c2c4bdc1485610e869c1ace1bcaff03cde4ea8ef3053c"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
