#!/bin/sh
# Makes the images that the recipes and docker-compose.yml start from, on a machine that reaches no image registry but
# Debian's packages and npm. As root, with buildah and debootstrap installed:
#
#   deploy/base-images/make.sh [folder for what is in between]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work/context"

# What broke off on the way is made again, not taken for whole.
if [ ! -d "$work/rootfs" ]; then
  rm -rf "$work/rootfs.part"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs.part" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
  rm -rf "$work/rootfs.part/var/cache/apt/archives"/*.deb "$work/rootfs.part/var/lib/apt/lists"/*
  mv "$work/rootfs.part" "$work/rootfs"
fi
container=$(buildah from scratch)
buildah copy -q "$container" "$work/rootfs" / > /dev/null
buildah config --cmd bash --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah commit -q --rm "$container" localhost/debian:bookworm-slim > /dev/null

cp "$here"/* "$work/context"
"$here/fill-context.mjs" "$work/context"
for image in node:24-slim postgres:18 redis:7 nginx:1.28 prom/prometheus:v3.5.0; do
  case $image in */*) published=docker.io/$image ;; *) published=docker.io/library/$image ;; esac
  recipe=${image##*/}
  # shellcheck disable=SC2086 -- BUILD_FLAGS is a list, for what this machine needs: mounts of certificates, proxies
  buildah bud ${BUILD_FLAGS:-} --pull-never --layers --format docker -q -f "$work/context/${recipe%%:*}.Dockerfile" -t "$published" "$work/context"
  echo "made $published"
done
