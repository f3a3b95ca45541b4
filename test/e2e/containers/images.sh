#!/bin/bash
# Makes the container images of the stack's first half and puts them into a registry's directory.
#
#   images.sh DIR        DIR/registry is what a docker-registry serves, DIR/base.tar the system that all of them begin with.
#                        Nothing is made again that is there.
#
# Needs: root on Debian, its archive, buildah, debootstrap, docker-registry. Each image is Debian's own package on a minimal
# Debian; what a service is told (files, addresses, passwords) is given to its container, never to its image.

set -euo pipefail

directory=$(realpath -m "$1")
release=bookworm
port=5999
archives=${MADEUS_DEBS:-$directory/archives}

say() { printf 'images: %s\n' "$*" >&2; }

# IMAGE PACKAGES...
images() {
  cat <<'LIST'
mariadb mariadb-server
rabbitmq rabbitmq-server
memcached memcached
haproxy haproxy
keystone keystone python3-pymysql python3-memcache uwsgi-plugin-python3
LIST
}

base() {
  [ -e "$directory/base.tar" ] && return
  say "a minimal $release"
  local root=$directory/base
  debootstrap --variant=minbase "$release" "$root" > "$directory/base.log"
  # Packages that are installed in an image must not start anything.
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  rm -f "$root/etc/apt/apt.conf.d/docker-clean"
  tar -C "$root" -cf "$directory/base.tar.part" .
  mv "$directory/base.tar.part" "$directory/base.tar"
  rm -rf "$root"
}

serve() {
  cat > "$directory/registry.yml" <<YAML
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $directory/registry } }
http: { addr: "127.0.0.1:$port" }
YAML
  docker-registry serve "$directory/registry.yml" > "$directory/registry.log" 2>&1 &
  registry=$!
  trap 'kill $registry' EXIT
}

build() {
  local image=$1 container
  shift
  [ -d "$directory/registry/docker/registry/v2/repositories/$image/_manifests/tags/1" ] && return
  say "$image: $*"
  container=$(buildah from base)
  buildah run --isolation chroot --network host \
    -v "$archives:/var/cache/apt/archives" -v /etc/apt:/etc/apt:ro -v /etc/resolv.conf:/etc/resolv.conf:ro "$container" -- \
    sh -ec 'export DEBIAN_FRONTEND=noninteractive
      for one in keystone; do echo "$one $one/configure_db boolean false" | debconf-set-selections; done
      apt-get update -qq
      apt-get install -y -q --no-install-recommends "$@"
      rm -rf /var/lib/apt/lists/*' sh "$@" > "$directory/$image.log" 2>&1 || { tail -20 "$directory/$image.log"; exit 1; }
  buildah commit -q "$container" "$image:1" > /dev/null
  buildah rm "$container" > /dev/null
  buildah push -q --tls-verify=false "$image:1" "docker://127.0.0.1:$port/$image:1"
}

export STORAGE_DRIVER=overlay BUILDAH_ISOLATION=chroot
mkdir -p "$directory/registry" "$archives/partial"
base
serve
if ! buildah inspect --type image base > /dev/null 2>&1; then
  container=$(buildah from scratch)
  buildah add -q "$container" "$directory/base.tar" /
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --env LANG=C.UTF-8 "$container"
  buildah commit -q "$container" base > /dev/null
  buildah rm "$container" > /dev/null
fi
while read -r -u 3 image packages; do
  # shellcheck disable=SC2086
  build "$image" $packages
done 3< <(images)
du -sh "$directory/registry" >&2
