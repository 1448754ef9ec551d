#!/bin/sh
# Builds every image of this release, labelled and tagged with its version: deploy/docker/build-images.sh registry.example.org/
# NODE_IMAGE may name the base by digest (node:24-slim@sha256:…), DOCKER another program than docker, BUILD_FLAGS what a
# machine needs (certificates, proxies). Pushes nothing.
set -eu
registry=${1:-}
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
revision=$(git rev-parse HEAD 2> /dev/null || echo unknown)
build() {
  name=$1 recipe=$2
  shift 2
  # shellcheck disable=SC2086 -- BUILD_FLAGS is a list
  ${DOCKER:-docker} build ${BUILD_FLAGS:-} -f "deploy/docker/$recipe.Dockerfile" -t "${registry}hallway/$name:$version" \
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision" ${NODE_IMAGE:+--build-arg "NODE_IMAGE=$NODE_IMAGE"} "$@" .
}
for main in apps/*/src/main.ts; do
  app=$(basename "${main%/src/main.ts}")
  build "$app" service --build-arg "SERVICE=$app"
done
build web web
