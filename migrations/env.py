"""Run the revisions on the connection that `db.schema` hands over, in its transaction."""

from alembic import context

connection = context.config.attributes.get("connection")
if connection is None:
    message = "no connection was handed over; upgrade with: python -m db upgrade"
    raise SystemExit(message)
context.configure(
    connection=connection,
    version_table="schema_version",
    version_table_schema="survey",
    transaction_per_migration=False,
)
context.run_migrations()
