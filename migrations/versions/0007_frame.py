"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0006"

TABLES = "0007_frame.sql"
TABLES_SHA256 = "4128b2c2a8b4e5941b8ecdbfc47d7678bec62a4fd69163cb0c06914c4c742c38"
DOWN = "0007_frame_down.sql"
DOWN_SHA256 = "0dd9c3ecfa18050a618173303cb125b784dff72ab8f6c6bf1c70560f0233b8ee"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
