"""${message}."""

from db.frozen import run_frozen

revision = "${up_revision}"
down_revision = ${repr(down_revision)}

TABLES = "${up_revision}_NAME.sql"
TABLES_SHA256 = "sha256sum of sql/tables/${up_revision}_NAME.sql"
DOWN = "${up_revision}_NAME_down.sql"
DOWN_SHA256 = "sha256sum of sql/tables/${up_revision}_NAME_down.sql"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
