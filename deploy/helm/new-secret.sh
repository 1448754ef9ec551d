#!/bin/sh
# Prints a Secret with new random values for the preset small, once per installation:
#   deploy/helm/new-secret.sh hallway | kubectl --namespace hallway create -f -
# The argument is the name of the release and must contain "hallway"; the Secret has that name too (secret.existingSecret).
set -eu
release=${1:?name the release}
random() { openssl rand -hex 32; }
postgres=$(random)
server="$release-postgres:5432/hallway"
cat <<YAML
apiVersion: v1
kind: Secret
metadata:
  name: $release
stringData:
  SERVICE_SECRET: $(random)
  AUTH_PASSWORD_PEPPER: $(random)
  AUTH_KEY_SECRET: $(random)
  POSTGRES_PASSWORD: $postgres
  DATABASE_OWNER_URL: postgresql://postgres:$postgres@$server
  BACKUP_DATABASE_URL: postgresql://postgres:$postgres@$server
  OPERATOR_REDIS_PASSWORD: $(random)
YAML
upper() { echo "$1" | tr a-z- A-Z_; }
for service in auth conversations messages uploads realtime api-gateway; do
  name=$(upper $service)_REDIS password=$(random)
  echo "  ${name}_PASSWORD: $password"
  echo "  ${name}_URL: redis://$service:$password@$release-redis:6379"
done
for service in auth conversations messages uploads; do
  name=$(upper $service)_DATABASE password=$(random)
  echo "  ${name}_PASSWORD: $password"
  echo "  ${name}_URL: postgresql://hallway_$service:$password@$server"
done
