/**
 * The launcher: the few lines of shell that run a program on a host far away. Pure: its text, what is written to it, what it says.
 *
 * The text is all that stands in an argv; the program, its arguments and its environment come by standard input, in one line. It
 * must mean the same to every login shell (sh, bash, zsh, csh, fish): no apostrophe, no newline and no `!` stand in it, and no backslash
 * before an apostrophe or another.
 *
 * Two shells run it. The inner one leads a session of its own, says who it is (the greeting), waits for the line (the gate), and
 * becomes the program. The outer one waits for its end and tells it (the trailer); asked for more, it makes another inner one,
 * unless something still holds its output.
 */
import { posix } from "node:path";
import type { Command } from "../engine/host.ts";
import { MadeusError } from "../model/code.ts";

/** What becomes of a program: it ends, a daemon begins. */
export type Mode = "command" | "daemon";

/** Says its pid and when it started; 5 goes to the outer shell and is closed when the program begins. */
const inner = [
  "MADEUS_M=$1",
  "read -r s </proc/$$/stat",
  "read -r b </proc/sys/kernel/random/boot_id",
  "set -- ${s##*)}",
  "MADEUS_N=${IFS#??}",
  'echo "$MADEUS_M $$ $b/${20}"',
  'echo "$MADEUS_M-">&2',
  "echo $$ >&5",
  "IFS= read -r MADEUS_H",
  'eval "$MADEUS_H"',
].join("&&");

/**
 * A shell that runs a program in a command substitution says on its own standard error which signal ended it, but not of every
 * signal, and bash not at all: then the status has to do. What the inner shell says there begins with a colon, but for its pid.
 */
const waiting = [
  'r=$(exec 2>&1;(exec setsid /bin/sh -c "$2" madeus "$3" 5>&1 >&3 2>&4 3>&- 4>&-);echo "=$?")',
  'p=${r%%"$n"*}',
  'm=${r#"$p"}',
  "m=${m%=*}",
  "case $m in *:i*)i=1;;*)i=;;esac",
  "t=${m%%:*}${m#*:?}",
  "[ ${#t} -gt 2 ]&&k=s||k=c",
  "case $m in *:d*)k=d;;esac",
  '[ "$BASH_VERSION" ]&&[ $k = c ]&&k=u',
  'kill -0 "-$p" 2>/dev/null&&g=1||g=0',
].join(";");

/** Whose output is still ours, but for us and who started us? Whatever it writes would be taken for that of the next program. */
const held = [
  "for f in /proc/[0-9]*",
  "do case $f in /proc/$$|/proc/$PPID)continue;;esac",
  "for o in $f/fd/1 $f/fd/2",
  "do [ $o -ef /proc/$$/fd/3 ]&&exit",
  "[ $o -ef /proc/$$/fd/4 ]&&exit",
  "done",
  "done",
].join(";");

/**
 * The gate is open when 5 is what it was no more, and the program has begun when the shell has become it: then its command line is
 * another. (Of a process that becomes another meanwhile half a command line may be read, once; a program may have a 5 of its own.)
 */
const starting = [
  "exec 5<>/dev/null 6<&0",
  'setsid /bin/sh -c "$2" madeus "$3" <&6 6<&- &x=$(printf "\\041")',
  'eval "p=\\$$x"',
  "n=0",
  "while [ /proc/$p/fd/5 -ef /dev/null ]&&[ $n -lt 3 ]",
  "do c=",
  "read -r c 2>/dev/null </proc/$p/cmdline",
  'case $c in *"$3"*|"")n=0;;*)n=$((n+1));;esac',
  "sleep 0.02",
  "done",
  "k=b e=0",
  "while c=",
  "read -r c 2>/dev/null </proc/$p/cmdline",
  'case $c in *"$3"*);;?*)false;;*)s=',
  "read -r s 2>/dev/null </proc/$p/stat",
  'case ${s##*)} in ""|" Z"*|" X"*)wait $p',
  "e=$? k=c",
  "false;;esac;;esac",
  "do sleep 0.02",
  "done",
].join(";");

const say = (kind: string, status: string, left: string): string =>
  `echo "$3-$3-${kind}${status} ${left}";echo "$3-$3">&2`;

/** Sudo leaves us in the home directory of who logged in, which the other user may not even enter. */
const outer: Readonly<Record<Mode, string>> = {
  command: `cd 2>/dev/null;n=\${IFS#??};exec 3>&1 4>&2;while :;do ${waiting};${say("$k", "${r##*=}", "$g")};[ "$i" ]&&exit;read -r a||exit;${held};done`,
  daemon: `cd 2>/dev/null;${starting};${say("$k", "$e", "1")}`,
};

/**
 * What the host's login shell is given.
 *
 * @param nonce  letters and digits, found in nothing that a program writes
 * @param before  what runs the launcher instead of the login shell, with a space at its end
 */
export const launcher = (nonce: string, mode: Mode, before: string): string =>
  `exec ${before}/bin/sh -c 'eval "$1"' madeus '${outer[mode]}' '${inner}' ${nonce}`;

/** Linux takes no longer argument, and no more of them. */
const wordBytesMax = 128 * 1024 - 1;
const wordsBytesMax = 1536 * 1024;

/**
 * The line that opens the gate, without its newline.
 *
 * @throws MADEUS_COMMAND_REFUSED where no system could start the program
 */
export function gateLine(command: Command): string {
  const { file, args, env, cwd, stdin, daemon, log } = command;
  refuse(command);
  const directory = env["MADEUS_DIRECTORY"];
  const parts = [
    `set -- ${[file, ...args].map(word).join(" ")}`,
    // An action may have removed it.
    ...(directory === undefined ? [] : [`[ -d ${word(directory)} ]||mkdir -p ${word(directory)}`]),
    ...(cwd === undefined ? [] : [`CDPATH= cd -- ${word(cwd)} 2>/dev/null||{ echo :d>&5;exit;}`]),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${word(value)}`),
    daemon ? begun(log ?? "/dev/null") : stdin === undefined ? withoutInput : withInput,
  ];
  return parts.join(";");
}

const withoutInput = 'exec "$@" 5>&- </dev/null';
/** What the program leaves unread must not be read by the launcher: this one is its last. */
const withInput = 'echo :i>&5;exec "$@" 5>&-';

const begun = (log: string): string =>
  `mkdir -p -- ${word(posix.dirname(log))}&&(umask 077;:>>${word(log)})&&exec "$@" 5>&- </dev/null >>${word(log)} 2>&1`;

/** One word of a shell, in one line whatever it holds. */
const word = (text: string): string =>
  `'${text.replaceAll("'", `'"'"'`).replaceAll("\n", `'"$MADEUS_N"'`)}'`;

function refuse({ file, args, env, cwd = "" }: Command): void {
  const refused = (why: string): MadeusError =>
    new MadeusError("MADEUS_COMMAND_REFUSED", `cannot start ${file}: ${why}`);
  const strange = Object.keys(env).find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (strange !== undefined)
    throw refused(`${JSON.stringify(strange)} is not a name of an environment variable`);
  const words = [file, ...args, ...Object.entries(env).map((pair) => pair.join("=")), cwd];
  if (words.some((one) => one.includes("\0"))) throw refused("a NUL stands in its arguments");
  const bytes = words.map((one) => Buffer.byteLength(one));
  if (Math.max(...bytes) > wordBytesMax || bytes.reduce((sum, n) => sum + n) > wordsBytesMax)
    throw refused("its arguments are too long; pass large text by stdin");
}
