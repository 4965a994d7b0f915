#!/bin/sh
# What docs/vo.md does by hand: publish the embedded server's database by the DaCHS of this machine. As root, from the
# top of a checkout. PYTHON is that of EpochDB; GAVOSETTINGS, if set, DaCHS's settings.
set -eu
: "${EPOCHDB_HOME:=$HOME/.local/share/epochdb}"
: "${PYTHON:=.venv/bin/python}"
as_dachs() { su dachsroot -s /bin/sh -c "$1"; }

# Without systemd nothing starts Debian's PostgreSQL
pg_lsclusters --no-header | grep --quiet online \
    || pg_ctlcluster $(pg_lsclusters --no-header | awk 'NR == 1 { print $1, $2 }') start

install --directory --owner dachsroot --group gavo /var/gavo/inputs/epochdb
"$PYTHON" -m report dachs /var/gavo/inputs/epochdb --title "${EPOCHDB_TITLE:-EpochDB}"

export EPOCHDB_HOST=127.0.0.1 EPOCHDB_PORT="$(cat "$EPOCHDB_HOME/port-18")"
export EPOCHDB_DATABASE=epochdb EPOCHDB_USER=epochdb_reader
EPOCHDB_PASSWORD="$("$PYTHON" -m db password --role epochdb_reader)"
export EPOCHDB_PASSWORD
as_dachs "psql --quiet --dbname gavo --file /var/gavo/inputs/epochdb/foreign.sql"

# The first for the table of all observations; the second is what is run again after loads
as_dachs "dachs imp //obscore"
as_dachs "dachs imp epochdb/q"
