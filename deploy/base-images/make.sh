#!/bin/sh
# Makes the images that the recipes and docker-compose.yml start from, on a machine that reaches no image registry but
# Debian's packages and npm: node:24-slim, postgres:18, redis:7. As root, with buildah and debootstrap installed:
#
#   deploy/base-images/make.sh [folder for what is in between]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work/context"

[ -d "$work/rootfs/etc" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
container=$(buildah from scratch)
buildah copy -q "$container" "$work/rootfs" / > /dev/null
buildah config --cmd bash --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah commit -q --rm "$container" localhost/debian:bookworm-slim > /dev/null

cp "$here"/* "$work/context"
"$here/fill-context.mjs" "$work/context"
for image in node:24-slim postgres:18 redis:7; do
  # shellcheck disable=SC2086 -- BUILD_FLAGS is a list, for what this machine needs: mounts of certificates, proxies
  buildah bud ${BUILD_FLAGS:-} --pull-never --layers --format docker -q -f "$work/context/${image%%:*}.Dockerfile" -t "docker.io/library/$image" "$work/context"
  echo "made docker.io/library/$image"
done
