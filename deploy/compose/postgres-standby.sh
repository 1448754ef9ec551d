#!/bin/sh
# A standby of PostgreSQL: copies the cluster at its first start, and follows it from then on.
set -eu
copy() {
  PGPASSWORD=$REPLICATION_PASSWORD pg_basebackup -h postgres -U replication -D "$PGDATA.part" --write-recovery-conf --slot=standby --checkpoint=fast "$@"
}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # What a copy that broke off has left: a part of the cluster, and perhaps the slot.
  rm -rf "$PGDATA.part"
  copy --create-slot || { rm -rf "$PGDATA.part" && copy; }
  rm -rf "$PGDATA"
  mv "$PGDATA.part" "$PGDATA"
fi
chmod 700 "$PGDATA"
exec docker-entrypoint.sh postgres
