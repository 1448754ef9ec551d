#!/bin/sh
# Makes an authority and a certificate for trying the profile full: deploy/compose/new-certificate.sh chat.example.org
# For people use one of a public authority: tls.crt (with those in between), tls.key, and an empty ca.crt.
set -eu
host=${1:?name the host} to=${2:-tls}
mkdir -p "$to"
key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
# shellcheck disable=SC2086 -- a list of arguments
openssl req -x509 $key -subj "/CN=Hallway, for trying" -days 365 -keyout "$to/ca.key" -out "$to/ca.crt"
# shellcheck disable=SC2086
openssl req $key -subj "/CN=$host" -keyout "$to/tls.key" -out "$to/tls.csr"
printf 'subjectAltName=DNS:%s\n' "$host" > "$to/names"
openssl x509 -req -in "$to/tls.csr" -CA "$to/ca.crt" -CAkey "$to/ca.key" -CAcreateserial -days 365 -extfile "$to/names" -out "$to/tls.crt"
rm "$to/tls.csr" "$to/names"
