"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0008"
down_revision = "0004"

TABLES = "0008_frame.sql"
TABLES_SHA256 = "27fd196554685cd7f74e943dddd21297c310b43a055c02bc5881523e6846a0ee"
DOWN = "0008_frame_down.sql"
DOWN_SHA256 = "dff059f25701d61fc5c0017f445518b38c16b1373b91f92a337fe42e2f4140f4"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
