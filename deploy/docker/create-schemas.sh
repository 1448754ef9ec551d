#!/bin/sh
# Run once by the postgres image on an empty database: a role and a schema per service, each with rights on its own only.
set -eu
for service in auth conversations messages uploads; do
  psql -v ON_ERROR_STOP=1 -U postgres -d hallway -v role="hallway_$service" -v schema="$service" -v password="$SCHEMA_PASSWORD" <<'SQL'
    CREATE ROLE :"role" LOGIN PASSWORD :'password';
    CREATE SCHEMA :"schema" AUTHORIZATION :"role";
SQL
done
psql -v ON_ERROR_STOP=1 -U postgres -d hallway <<'SQL'
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  CREATE SCHEMA extensions;
  GRANT USAGE ON SCHEMA extensions TO PUBLIC;
  CREATE EXTENSION pg_trgm SCHEMA extensions;
  CREATE EXTENSION unaccent SCHEMA extensions;
SQL
