#!/bin/bash
# lamp-layer.sh DIRECTORY ARCHIVES - makes a disk on which all is installed that the packages of LAMP need, and they themselves are not.
#
# So that a trial installs what it is about and nothing else. It is made once: where DIRECTORY/root is there, nothing is done. One host
# of the test bed installs from ARCHIVES; its disk is then the layer, DIRECTORY/root. DIRECTORY may not be on the file system of /, as an
# overlay refuses a layer that lies within another.

set -euo pipefail

[ $# = 2 ] || { echo "lamp-layer.sh DIRECTORY ARCHIVES" >&2; exit 2; }
here=$(dirname "$(readlink -f "$0")")
testbed=$here/../testbed/testbed.sh
mkdir -p "$1"
directory=$(readlink -f "$1")
[ ! -d "$directory/root" ] || exit 0
if [ "$(stat -c %d "$directory")" = "$(stat -c %d /)" ]; then
  echo "lamp-layer.sh: $directory is on the file system of /; take another one, such as /dev/shm" >&2
  exit 2
fi

TB_STATE=$(mktemp -d)
export TB_STATE
trap '"$testbed" down; rm -rf "$TB_STATE"' EXIT
TB_ID=lamp TB_NET=10.189.8 TB_DEBS=$2 "$testbed" up image

# What the assembly installs and removes by name.
own='^(apache2|libapache2-mod-php.*|php-mysql|mariadb-server|mariadb-server-core)$'
{
  printf "own='%s' packages='%s'\n" "$own" "$(tr '\n' ' ' < "$here/../e2e/lamp-packages.txt")"
  cat <<'INSIDE'
set -e
export DEBIAN_FRONTEND=noninteractive
rm -f /var/lib/man-db/auto-update
all=$(apt-get install -s --no-install-recommends $packages | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
apt-get install -q -y --no-install-recommends $(echo "$all" | grep -vE "$own")
# Each apt-get goes through all packages that it knows: these are enough.
{ echo "$all"; dpkg-query -W -f '${Package}\n'; } > /tmp/known
for list in /var/lib/apt/lists/*_Packages*; do
  /usr/lib/apt/apt-helper cat-file "$list" |
    awk 'NR == FNR { known[$1]; next } $2 in known' /tmp/known RS= ORS='\n\n' - > /tmp/list
  rm "$list"
  mv /tmp/list "${list%.lz4}"
done
rm -f /var/cache/apt/*.bin
apt-get install -s --no-install-recommends $packages > /dev/null
rm -rf /etc/ssh/testbed /etc/hostname /etc/hosts /etc/resolv.conf
INSIDE
} | ssh -F "$TB_STATE/ssh_config" image bash -s

"$testbed" kill image
cp -a "$TB_STATE/hosts/image/upper" "$directory/root.part"
mv "$directory/root.part" "$directory/root"
