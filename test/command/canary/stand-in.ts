/** Programs that stand for podman and mariadb: as careless as they can be, and failing once. */
export const standIns: Readonly<Record<string, string>> = {
  podman: `#!/bin/sh
case $1 in
container) [ -e container ] || exit 1; echo "true $(cat container)" ;;
run)
  echo "TOKEN=$TOKEN KEY=$KEY" >&2
  [ -e container-tried ] || { touch container-tried; exit 125; }
  for word; do case $word in madeus=*) echo "\${word#madeus=}" > container ;; esac; done ;;
esac
`,
  mariadb: `#!/bin/sh
statements=$(cat)
echo "$statements" >&2
[ -e user-tried ] || { touch user-tried; echo "ERROR 1045 (28000) near '$statements' using $MYSQL_PWD" >&2; exit 1; }
case $statements in *"CREATE USER"*) touch user ;; *) [ ! -e user ] || echo 1 ;; esac
`,
};
