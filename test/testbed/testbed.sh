#!/bin/bash
# testbed.sh - N disposable "hosts" on one Linux machine, reachable over real SSH.
#
# Needs: root, bash, iproute2, util-linux (unshare, nsenter), openssh-server, a
# kernel with overlayfs, veth, bridge and the mnt/pid/net/uts/ipc namespaces.
# No systemd, no container engine, no network beyond this machine.
#
# A host is
#   * a network namespace "<TB_ID>-<host>" with one veth to the bridge "<TB_ID>br"
#     (the bridge lives in the caller's network namespace and holds .1, so the
#     controller on this machine reaches every host directly);
#   * its own mount, pid, uts and ipc namespaces. The root file system is an
#     overlay: lower = $TB_LOWER (default /), upper = a private directory. What
#     the machine has installed is shared; what the host writes is its own.
#     Private: /dev /dev/pts /dev/shm /proc /sys /run /tmp, hostname, /etc/hosts;
#   * a pid 1 (a bash loop that reaps orphans and keeps sshd running) and a real
#     sshd on port 22 with a host key of its own and public-key login as root.
#
#   testbed.sh up N | NAME...    make hosts host1..hostN, or hosts with these names
#   testbed.sh down              remove everything this state dir knows about
#   testbed.sh ssh-config        print an OpenSSH client configuration
#   testbed.sh hosts             print "name address state" lines
#   testbed.sh cut HOST          pull the network cable (the host stays alive)
#   testbed.sh heal HOST         plug it back in
#   testbed.sh kill HOST         power loss: SIGKILL the host's pid 1, so all of it
#   testbed.sh start HOST        boot a killed host again; its disk is as it was,
#                                its daemons are not running (only sshd is)
#   testbed.sh wipe HOST         kill + empty disk + start: a host as new
#   testbed.sh exec HOST CMD...  run CMD inside the host without SSH (debugging)
#   testbed.sh save NAME         snapshot the disks of all (killed or idle) hosts
#   testbed.sh load NAME         kill all, put the snapshot's disks back, start all
#
# Environment (remembered in the state dir by `up`, so set them only there):
#   TB_STATE  state directory              default /tmp/testbed
#             Give it to every command when it is not the default. All files are
#             below it: key, known_hosts, ssh_config, hosts/<name>/{upper,work,...}
#   TB_ID     prefix of namespaces/links   default tb    (at most 4 characters)
#   TB_NET    first three octets           default 10.77.0   (hosts from .11 up)
#   TB_LOWER  directory used as base root  default /
#   TB_DEBS   directory of .deb files      default none; see APT below
#   TB_DISK   "disk" or "tmpfs": where the hosts' uppers live; default disk.
#             Overlays are mounted "volatile": fsync costs nothing, as the disks
#             are throw-away. TB_SYNC=1 mounts them without, with real fsync.
#
# APT inside a host. The hosts have no route out. Download the archives once on
# the machine, then give the directory as TB_DEBS:
#     mkdir -p DIR/partial
#     flock /tmp/apt.lock apt-get update
#     flock /tmp/apt.lock apt-get -y -o Dir::Cache::archives=DIR \
#         install --download-only --no-install-recommends PACKAGES...
# `up` mounts DIR read-only in every host at /var/cache/testbed-debs, hard-links
# nothing, copies nothing: each host gets /var/cache/apt/archives as an overlay
# over it, so that `apt-get install` finds the archives, with the package lists
# of the base root, and asks no network. `apt-get update` in a host fails (no
# route): leave it out. /usr/sbin/policy-rc.d (exit 101) keeps package scripts
# from starting services: start them yourself, `service NAME start` works where
# the package has an init script.
#
# Exit status 0 on success; messages go to standard error.

set -euo pipefail

TB_STATE=${TB_STATE:-/tmp/testbed}
self=$(readlink -f "$0")

say() { printf 'testbed: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# ---------------------------------------------------------------- inside a host
# `unshare` runs this very script as "testbed.sh __init HOST" to be the host's
# pid 1. Everything it mounts is in the host's own mount namespace, so it goes
# away with the host: nothing to unmount from outside.
if [ "${1:-}" = __init ]; then
  host=$2; d=$TB_STATE/hosts/$host; . "$TB_STATE/env"
  mount --make-rprivate /
  vol=volatile; [ "${TB_SYNC:-}" = 1 ] && vol=xino=auto
  # an unclean end leaves this marker, which refuses the next volatile mount
  rm -rf "$d/work/work/incompat"
  r=$d/root
  mount -t overlay "$TB_ID-$host" -o "lowerdir=$TB_LOWER,upperdir=$d/upper,workdir=$d/work,$vol" "$r"
  mount -t proc proc "$r/proc"
  mount -t sysfs sysfs "$r/sys"
  mount -t tmpfs -o mode=755 tmpfs "$r/run"; mkdir -p "$r/run/lock" "$r/run/sshd"
  mount -t tmpfs -o mode=1777 tmpfs "$r/tmp"
  mount -t tmpfs -o mode=755 tmpfs "$r/dev"
  mkdir "$r/dev/pts" "$r/dev/shm" "$r/dev/net"
  while read -r n maj min; do mknod -m 666 "$r/dev/$n" c "$maj" "$min"; done <<'E'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
net/tun 10 200
E
  [ -e /dev/kvm ] && mknod -m 666 "$r/dev/kvm" c 10 232
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$r/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$r/dev/shm"
  ln -s pts/ptmx "$r/dev/ptmx"; ln -s /proc/self/fd "$r/dev/fd"
  ln -s fd/0 "$r/dev/stdin"; ln -s fd/1 "$r/dev/stdout"; ln -s fd/2 "$r/dev/stderr"
  # containers need cgroups, and a disk for their layers that is no overlay itself
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 cgroup2 "$r/sys/fs/cgroup"
  else
    mount -t tmpfs -o mode=755 tmpfs "$r/sys/fs/cgroup"
    while read -r controllers; do
      mkdir "$r/sys/fs/cgroup/${controllers#name=}"
      mount -t cgroup -o "$controllers" cgroup "$r/sys/fs/cgroup/${controllers#name=}"
    done < <(awk -F: '$2 != "" { print $2 }' /proc/self/cgroup)
  fi
  mkdir -p "$d/containers" "$r/var/lib/containers"
  mount --bind "$d/containers" "$r/var/lib/containers"
  if [ -n "$TB_DEBS" ]; then
    mkdir -p "$r/var/cache/apt/archives" "$d/apt/upper/partial" "$d/apt/work"
    mount -t overlay "$TB_ID-$host-apt" \
      -o "lowerdir=$TB_DEBS,upperdir=$d/apt/upper,workdir=$d/apt/work" "$r/var/cache/apt/archives"
    # image builders' hooks that empty the archive cache after each install
    rm -f "$r/etc/apt/apt.conf.d/docker-clean"
  fi
  hostname "$host"; echo "$host" > "$r/etc/hostname"
  cat "$TB_STATE/etc-hosts" > "$r/etc/hosts"
  rm -f "$r/etc/resolv.conf"; : > "$r/etc/resolv.conf"
  # the base root's login files (pyenv init and the like) would cost every ssh
  # command some 100 ms and change PATH: a new host has none
  [ -d "$r/etc/ssh/testbed" ] || rm -f "$r"/root/.{bashrc,profile,bash_profile,bash_login}
  mkdir -p "$r/etc/ssh/testbed"
  cp "$d/ssh_host_ed25519_key" "$TB_STATE/key.pub" "$r/etc/ssh/testbed/"
  chmod 600 "$r/etc/ssh/testbed/ssh_host_ed25519_key"
  # Debian's defaults, notably MaxSessions 10 and MaxStartups 10:30:100
  cat > "$r/etc/ssh/testbed/sshd_config" <<'E'
HostKey /etc/ssh/testbed/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/testbed/key.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PidFile none
AcceptEnv LANG LC_*
Subsystem sftp /usr/lib/openssh/sftp-server
E
  cd "$r"; mkdir -p .oldroot
  pivot_root . .oldroot; cd /
  umount -l /.oldroot; rmdir /.oldroot 2>/dev/null || :
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 HOME=/root TERM=dumb bash -c '
      trap "" HUP INT TERM
      while :; do
        /usr/sbin/sshd -D -e -f /etc/ssh/testbed/sshd_config &
        wait $!          # bash as pid 1 reaps orphans while it waits
        sleep 0.2
      done' testbed-init < /dev/null
fi

# ------------------------------------------------------------------- out there
[ "$(id -u)" = 0 ] || die "must be root"
cmd=${1:-}; [ -n "$cmd" ] && shift || { sed -n '2,/^set -/p' "$self" | sed '$d;s/^# \{0,1\}//'; exit 2; }

load_env() { [ -f "$TB_STATE/env" ] || die "no testbed in $TB_STATE"; . "$TB_STATE/env"; }
names()    { ls "$TB_STATE/hosts"; }
need()     { [ $# = 1 ] && [ -d "$TB_STATE/hosts/$1" ] || die "no such host: ${1:-}"; }
addr()     { cat "$TB_STATE/hosts/$1/addr"; }
link()     { cat "$TB_STATE/hosts/$1/link"; }

# A recorded pid is ours only if the process still has the start time recorded
# with it, so a recycled pid is never killed.
started()  { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; s=${s##*) }; set -- $s; echo "${20}"; }
pid_of()   { # the host's pid 1 as seen from here, or nothing
  local p t; [ -f "$TB_STATE/hosts/$1/pid" ] || return 1
  read -r p t < "$TB_STATE/hosts/$1/pid" || return 1
  [ "$(started "$p")" = "$t" ] && echo "$p"; }

boot() {
  local h=$1 d=$TB_STATE/hosts/$1 p i ns=$TB_ID-$1
  pid_of "$h" >/dev/null && die "$h is running"
  mkdir -p "$d/upper" "$d/work" "$d/root"
  # setsid so that a ^C in the caller's terminal does not reach the hosts
  TB_STATE=$TB_STATE setsid ip netns exec "$ns" \
    unshare --mount --uts --ipc --pid --fork --kill-child \
    bash "$self" __init "$h" > "$d/console.log" 2>&1 < /dev/null &
  local outer=$!
  for i in $(seq 100); do
    p=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null | awk '{print $1}') || :
    [ -n "$p" ] && break; sleep 0.02
  done
  [ -n "$p" ] || { cat "$d/console.log" >&2; die "$h did not start"; }
  echo "$p $(started "$p")" > "$d/pid"
  [ -e "$d/cut" ] || ip link set "$(link "$h")" up
}

wait_ssh() {
  local h=$1 i
  [ -e "$TB_STATE/hosts/$h/cut" ] && return
  for i in $(seq 200); do
    if (exec 3<>"/dev/tcp/$(addr "$h")/22" && read -r -t 2 -u 3 b && [[ $b == SSH-* ]]) 2>/dev/null; then return 0; fi
    pid_of "$h" >/dev/null || { cat "$TB_STATE/hosts/$h/console.log" >&2; die "$h died at boot"; }
    sleep 0.05
  done
  cat "$TB_STATE/hosts/$h/console.log" >&2; die "$h: no sshd after 10 s"
}

halt() { # SIGKILL the pid namespace's init: the kernel ends all that is in it
  local h=$1 p i
  if p=$(pid_of "$h"); then
    kill -9 "$p" 2>/dev/null || :
    for i in $(seq 250); do [ -d "/proc/$p" ] || break; sleep 0.02; done
    [ -d "/proc/$p" ] && die "$h (pid $p) will not die"
  fi
  rm -f "$TB_STATE/hosts/$h/pid"
}

case $cmd in
up)
  [ $# -ge 1 ] || die "up N | NAME..."
  [ ! -e "$TB_STATE/env" ] || die "$TB_STATE is in use: run down first"
  if [[ $1 =~ ^[0-9]+$ ]]; then [ $# = 1 ] || die "up N"; set -- $(seq -f 'host%.0f' "$1"); fi
  TB_ID=${TB_ID:-tb}; TB_NET=${TB_NET:-10.77.0}; TB_LOWER=${TB_LOWER:-/}
  TB_DEBS=${TB_DEBS:-}; TB_DISK=${TB_DISK:-disk}; TB_SYNC=${TB_SYNC:-}
  [ ${#TB_ID} -le 4 ] || die "TB_ID: at most 4 characters"
  [ -z "$TB_DEBS" ] || [ -d "$TB_DEBS" ] || die "TB_DEBS: no directory $TB_DEBS"
  if ip link show "${TB_ID}br" >/dev/null 2>&1; then die "link ${TB_ID}br exists: another TB_ID, please"; fi
  mkdir -p "$TB_STATE"; chmod 711 "$TB_STATE"
  [ "$TB_DISK" = tmpfs ] && mount -t tmpfs -o mode=711 "$TB_ID-state" "$TB_STATE"
  for v in TB_ID TB_NET TB_LOWER TB_DEBS TB_DISK TB_SYNC; do
    printf '%s=%q\n' $v "${!v}"
  done > "$TB_STATE/env"
  mkdir "$TB_STATE/hosts"
  trap 's=$?; if [ $s != 0 ]; then say "up failed: cleaning up"; "$self" down; fi; exit $s' EXIT
  ssh-keygen -q -t ed25519 -N '' -C testbed -f "$TB_STATE/key"
  printf '127.0.0.1 localhost\n%s.1 controller\n' "$TB_NET" > "$TB_STATE/etc-hosts"
  : > "$TB_STATE/known_hosts"
  n=10
  for h in "$@"; do
    [[ $h =~ ^[a-z][a-z0-9-]{0,30}$ ]] || die "bad host name: $h"
    n=$((n + 1)); [ $n -lt 255 ] || die "too many hosts"
    d=$TB_STATE/hosts/$h; mkdir "$d"; a=$TB_NET.$n
    echo "$a" > "$d/addr"; echo "${TB_ID}v$n" > "$d/link"
    ssh-keygen -q -t ed25519 -N '' -C "$h" -f "$d/ssh_host_ed25519_key"
    echo "$h,$a $(cut -d' ' -f1,2 "$d/ssh_host_ed25519_key.pub")" >> "$TB_STATE/known_hosts"
    echo "$a $h" >> "$TB_STATE/etc-hosts"
  done
  "$self" ssh-config > "$TB_STATE/ssh_config"
  ip link add "${TB_ID}br" type bridge
  ip addr add "$TB_NET.1/24" dev "${TB_ID}br"; ip link set "${TB_ID}br" up
  for h in $(names); do
    ns=$TB_ID-$h; l=$(link "$h")
    ip netns add "$ns"
    ip link add "$l" type veth peer name eth0 netns "$ns"
    ip link set "$l" master "${TB_ID}br"; ip link set "$l" up
    ip -n "$ns" link set lo up; ip -n "$ns" link set eth0 up
    ip -n "$ns" addr add "$(addr "$h")/24" dev eth0
    boot "$h"
  done
  for h in $(names); do wait_ssh "$h"; done
  "$self" hosts ;;
down)
  [ -e "$TB_STATE/env" ] || { say "nothing in $TB_STATE"; exit 0; }
  load_env
  for h in $(names); do
    halt "$h"
    ip netns del "$TB_ID-$h" 2>/dev/null || :
    ip link del "$(link "$h")" 2>/dev/null || :
  done
  ip link del "${TB_ID}br" 2>/dev/null || :
  rm -rf --one-file-system "$TB_STATE/hosts"
  [ "$TB_DISK" = tmpfs ] && umount -l "$TB_STATE"
  rm -rf --one-file-system "$TB_STATE" ;;
ssh-config)
  load_env
  for h in $(names); do
    printf 'Host %s\n  HostName %s\n' "$h" "$(addr "$h")"
  done
  cat <<E
Host *
  User root
  IdentityFile $TB_STATE/key
  IdentitiesOnly yes
  UserKnownHostsFile $TB_STATE/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
  ConnectTimeout 5
E
  ;;
hosts)
  load_env
  for h in $(names); do
    if pid_of "$h" >/dev/null; then s=up; else s=dead; fi
    [ -e "$TB_STATE/hosts/$h/cut" ] && s=$s,cut
    printf '%s %s %s\n' "$h" "$(addr "$h")" "$s"
  done ;;
cut)   load_env; need "$@"; : > "$TB_STATE/hosts/$1/cut"; ip link set "$(link "$1")" down ;;
heal)  load_env; need "$@"; rm -f "$TB_STATE/hosts/$1/cut"
       if pid_of "$1" >/dev/null; then ip link set "$(link "$1")" up; wait_ssh "$1"; fi ;;
# the link goes first: a host without power sends no FIN, RST or ICMP either
kill)  load_env; need "$@"; ip link set "$(link "$1")" down; halt "$1" ;;
start) load_env; need "$@"; boot "$1"; wait_ssh "$1" ;;
wipe)  load_env; need "$@"; halt "$1"; d=$TB_STATE/hosts/$1
       rm -rf "$d/upper" "$d/work" "$d/apt" "$d/containers"; boot "$1"; wait_ssh "$1" ;;
exec)  load_env; [ $# -ge 2 ] || die "exec HOST CMD..."; h=$1; shift; need "$h"
       p=$(pid_of "$h") || die "$h is dead"
       exec nsenter --target "$p" --mount --uts --ipc --net --pid --root --wd \
         env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
         LANG=C.UTF-8 HOME=/root TERM=dumb "$@" ;;
save)  load_env; [ $# = 1 ] || die "save NAME"; s=$TB_STATE/saved/$1; [ ! -e "$s" ] || die "$1 exists"
       mkdir -p "$s"; for h in $(names); do cp -a --reflink=auto "$TB_STATE/hosts/$h/upper" "$s/$h"; done ;;
load)  load_env; [ $# = 1 ] && [ -d "$TB_STATE/saved/$1" ] || die "load NAME"
       for h in $(names); do halt "$h"; d=$TB_STATE/hosts/$h; rm -rf "$d/upper" "$d/work"
         cp -a --reflink=auto "$TB_STATE/saved/$1/$h" "$d/upper"; boot "$h"; done
       for h in $(names); do wait_ssh "$h"; done ;;
*)     die "unknown command $cmd" ;;
esac
