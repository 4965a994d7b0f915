"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0006"

TABLES = "0007_frame.sql"
TABLES_SHA256 = "9f9f95e1fd16788bd990f9e1a995439bb6c761894d1a52a6f6f86e159236fc54"
DOWN = "0007_frame_down.sql"
DOWN_SHA256 = "151b3ce426442c32475ada7ca49fc92908d59962df6ca178c5031ce5c520df37"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
