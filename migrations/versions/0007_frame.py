"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0006"

TABLES = "0007_frame.sql"
TABLES_SHA256 = "186b862980c25ec9531db731a6342dd9893a43841efbf8819af8d2ab3de128d6"
DOWN = "0007_frame_down.sql"
DOWN_SHA256 = "151b3ce426442c32475ada7ca49fc92908d59962df6ca178c5031ce5c520df37"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
