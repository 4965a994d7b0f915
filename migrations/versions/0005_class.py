"""Classes of variables: labels, features, forests and what they say."""

from db.frozen import run_frozen

revision = "0005"
down_revision = "0004"

TABLES = "0005_class.sql"
TABLES_SHA256 = "7aeb4b4926faa541e72df54aa3a0a148e9b88e956900a66222ee8428e93b802b"
DOWN = "0005_class_down.sql"
DOWN_SHA256 = "6ab94807736c04b53df07c5dbaa741b13a8ca17821a6901fca169524e5d3d104"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
