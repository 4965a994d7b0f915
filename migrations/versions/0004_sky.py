"""The sky: outlines of images, catalogues of others and their matches, associations by position."""

from db.frozen import run_frozen

revision = "0004"
down_revision = "0003"

TABLES = "0004_sky.sql"
TABLES_SHA256 = "9a7731a76195b502536300f544a63bc2ec06a4ed11d0c278c6ca9f7920a4c71c"
DOWN = "0004_sky_down.sql"
DOWN_SHA256 = "65ba7635e9a13e8db3662e228cf4cc3cb1f51c6fb0125e56255da082ff4a60d8"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
