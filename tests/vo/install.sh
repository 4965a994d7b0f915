#!/bin/sh
# The Debian packages that make test-vo needs: GAVO DaCHS with its PostgreSQL, STILTS and fitsverify. DaCHS makes its
# database when it is configured, so PostgreSQL must run by then, which without systemd it does not by itself.
set -eu
packages="gavodachs2-server stilts fitsverify"
if [ "$(dpkg-query --show --showformat='${db:Status-Abbrev}' $packages 2>/dev/null)" = "ii ii ii " ]; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "not installed, the tests are skipped; as root: sh tests/vo/install.sh" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet
apt-get install --yes --quiet --no-install-recommends postgresql postgresql-15-pgsphere
cluster="$(pg_lsclusters --no-header | awk 'NR == 1 { print $1, $2 }')"
pg_lsclusters --no-header | grep --quiet online || pg_ctlcluster $cluster start
# Debian 12's pgSphere has two operators whose commutator is another's, which its PostgreSQL 15.18 refuses
sed --in-place "/^CREATE OPERATOR @ (/,/^);/{/COMMUTATOR = '@>'/d;/NEGATOR *= '!<@'/d}" \
    /usr/share/postgresql/15/extension/pg_sphere--1.2.0.sql
apt-get install --yes --quiet --no-install-recommends $packages
