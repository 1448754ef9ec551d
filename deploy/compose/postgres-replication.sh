#!/bin/sh
# Run once by the postgres image on an empty database: the role by which a standby follows.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -d postgres -v password="$REPLICATION_PASSWORD" <<'SQL'
  CREATE ROLE replication LOGIN REPLICATION PASSWORD :'password';
SQL
echo 'host replication replication all scram-sha-256' >> "$PGDATA/pg_hba.conf"
