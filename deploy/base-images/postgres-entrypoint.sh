#!/bin/sh
# What the published image does, as far as Hallway uses it: a new cluster with a password, a database, and the scripts
# of /docker-entrypoint-initdb.d; until they are done, nothing listens on the network.
set -eu
[ "$1" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres "$PGDATA"
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  printf '%s' "${POSTGRES_PASSWORD:?set it}" > /tmp/password
  # shellcheck disable=SC2086 -- a list of arguments
  initdb ${POSTGRES_INITDB_ARGS:-} -D "$PGDATA" -U "$user" --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --pwfile=/tmp/password
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # As in the original, the scripts reach the server by the socket that libpq looks for.
  pg_ctl -D "$PGDATA" -w start -o "-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql"
  [ "$database" = postgres ] || echo 'CREATE DATABASE :"name"' | psql -v ON_ERROR_STOP=1 -U "$user" -d postgres -v name="$database"
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [ -f "$script" ] && sh "$script"
  done
  pg_ctl -D "$PGDATA" -w -m fast stop
fi
shift
exec postgres -D "$PGDATA" -c "listen_addresses=*" -c unix_socket_directories=/var/run/postgresql "$@"
