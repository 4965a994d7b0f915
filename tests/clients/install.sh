#!/bin/sh
# The Debian packages that make test-clients needs: STILTS with the JDBC driver, and ODBC with isql.
set -eu
packages="stilts libpostgresql-jdbc-java odbc-postgresql unixodbc"
if dpkg --status $packages >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ]; then
    apt-get update --quiet
    apt-get install --yes --quiet --no-install-recommends $packages
else
    echo "not installed, tests that need them are skipped; as root: apt-get install $packages" >&2
fi
