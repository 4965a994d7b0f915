"""Machine learning: samples of galaxies, runs, simulated stars and photometric redshifts."""

from db.frozen import run_frozen

revision = "0002"
down_revision = "0001"

TABLES = "0002_model.sql"
TABLES_SHA256 = "94ee8917e99c2d9b493d736f84a4361451fc50713dd7b614bc085733df334b5d"
DOWN = "0002_model_down.sql"
DOWN_SHA256 = "d14ad2338ad1a3aa4f9bea382171c3fa601f292a068797c9a7d3e95bdba42813"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
