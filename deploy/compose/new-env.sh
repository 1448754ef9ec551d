#!/bin/sh
# Prints a filled .env: .env.example with a random value for each secret. Once per installation, from the root:
#   deploy/compose/new-env.sh small > .env
#   deploy/compose/new-env.sh full chat.example.org > .env
set -eu
profile=${1:-} host=${2:-}
case $profile:$host in
  small:) address=http://localhost:3000 host=localhost ;;
  small:* | full:?*) address=https://$host ;;
  *) echo 'usage: new-env.sh small [host] | full host' >&2 && exit 1 ;;
esac
while IFS= read -r line; do
  case $line in
    COMPOSE_PROFILES=*) echo "COMPOSE_PROFILES=$profile" ;;
    PUBLIC_URL=*) echo "PUBLIC_URL=$address" ;;
    PUBLIC_HOST=*) echo "PUBLIC_HOST=$host" ;;
    [A-Z]*=) echo "$line$(openssl rand -hex 32)" ;;
    *) echo "$line" ;;
  esac
done < "$(dirname "$0")/../../.env.example"
