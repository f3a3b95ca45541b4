#!/bin/bash
# archives.sh DIRECTORY LIST... - downloads the packages named in the lists, and all that they need, into the directory.
#
# Nothing is installed. What is there already is not downloaded again. Where MADEUS_DEBS names a directory of archives,
# nothing is downloaded, and that directory is printed instead: the last line of the output is the directory to use. What apt-get says is
# told where it fails.

set -euo pipefail

[ $# -ge 2 ] || { echo "archives.sh DIRECTORY LIST..." >&2; exit 2; }
if [ -n "${MADEUS_DEBS:-}" ]; then
  [ -d "$MADEUS_DEBS" ] || { echo "MADEUS_DEBS: there is no directory $MADEUS_DEBS" >&2; exit 2; }
  echo "$MADEUS_DEBS"
  exit 0
fi

directory=$1
shift
mkdir -p "$directory/partial"
directory=$(readlink -f "$directory")
apt=(apt-get -q -y -o "Dir::Cache::archives=$directory" -o DPkg::Lock::Timeout=600)
mapfile -t packages < <(cat "$@" | tr ' ' '\n' | grep . | sort -u)
download() { "${apt[@]}" install --download-only --no-install-recommends "${packages[@]}"; }
said=$(download 2>&1 || { "${apt[@]}" update && download; } 2>&1) || { echo "$said" >&2; exit 1; }
echo "$directory"
