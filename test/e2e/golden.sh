#!/bin/bash
# golden.sh DIRECTORY - makes a disk on which all packages of OpenStack and LAMP are installed, as a lower layer of hosts.
#
# It is made once: where DIRECTORY/root is there, nothing is done. It takes some minutes and 2 GB. To make it, one host of
# the test bed installs everything; its disk is then the layer. MADEUS_DEBS may name a directory of archives, see archives.sh.
# The last line of the output is the layer: DIRECTORY/root. DIRECTORY may not be on the file system of /, as an overlay
# refuses a layer that lies within another.

set -euo pipefail

[ $# = 1 ] || { echo "golden.sh DIRECTORY" >&2; exit 2; }
here=$(dirname "$(readlink -f "$0")")
testbed=$here/../testbed/testbed.sh
mkdir -p "$1"
directory=$(readlink -f "$1")
if [ "$(stat -c %d "$directory")" = "$(stat -c %d /)" ]; then
  echo "golden.sh: $directory is on the file system of /; take another one, such as /dev/shm" >&2
  exit 2
fi
if [ -d "$directory/root" ]; then
  echo "$directory/root"
  exit 0
fi

archives=$("$here/archives.sh" "$directory/archives" "$here"/openstack-packages.txt "$here"/lamp-packages.txt | tail -n 1)
TB_STATE=$(mktemp -d)
export TB_STATE
trap '"$testbed" down; rm -rf "$TB_STATE"' EXIT
TB_ID=gold TB_NET=${TB_NET:-10.189.7} TB_DEBS=$archives "$testbed" up image >&2

# The packages compile their Python files one by one, in hundreds of processes; one process does it in a tenth of the time.
{
  cat <<'INSIDE'
set -e
export DEBIAN_FRONTEND=noninteractive
rm -f /var/lib/man-db/auto-update
for package in keystone glance placement nova neutron; do
  echo "$package $package/configure_db boolean false"
done | debconf-set-selections
cp -p /usr/bin/py3compile /usr/bin/py3compile.kept
printf '#!/bin/sh\nexit 0\n' > /usr/bin/py3compile
INSIDE
  echo apt-get install -q -y --no-install-recommends $(cat "$here"/openstack-packages.txt "$here"/lamp-packages.txt)
  cat <<'INSIDE'
mv /usr/bin/py3compile.kept /usr/bin/py3compile
python3 -m compileall -q -j 2 /usr/lib/python3/dist-packages || true
rm -rf /etc/ssh/testbed /etc/hostname /etc/hosts /etc/resolv.conf
INSIDE
} | ssh -F "$TB_STATE/ssh_config" image bash -s >&2

"$testbed" kill image >&2
cp -a "$TB_STATE/hosts/image/upper" "$directory/root.part"
mv "$directory/root.part" "$directory/root"
echo "$directory/root"
