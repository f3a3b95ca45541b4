/**
 * Programs that run on without a service manager. Each is known by its pid and by when it started, so that a later process with the same
 * pid is never taken for it.
 */
import { createHash } from "node:crypto";
import type { Step, StepScope } from "../model/step.ts";
import { ensurePath, ensureWord } from "./name.ts";
import { badStep, run, script, step } from "./step.ts";

export interface DaemonOptions {
  /** Of the instance's daemons this one: its pid is kept under this name in the instance's directory. */
  readonly name: string;
  /** The program, which stays in the foreground, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute. Default: the directory of the instance. */
  readonly cwd?: string;
}

/**
 * A program that runs; one whose command, environment or directory is another now is started anew. What it prints is in `daemon.log`. Whether it
 * answers is another question: let a `waitForPort` follow.
 */
export function daemon({ name, command, env = {}, cwd }: DaemonOptions): Step {
  const known = ensureWord(name, "a daemon");
  const [program, ...args] = command;
  if (program === "") throw badStep(`the daemon ${name} has no program`);
  const at = cwd === undefined ? undefined : ensurePath(cwd);
  const sort = createHash("sha256")
    .update(JSON.stringify([command, env, at]))
    .digest("hex");
  return step(`daemon ${known}`, {
    async look(scope) {
      const [state, now] = (await ask(scope, known)).split(" ");
      if (state !== "runs") return "start";
      return now === sort ? undefined : "restart";
    },
    async act(scope) {
      await end(scope, known);
      const pid = await scope.exec(program, args, {
        env,
        daemon: true,
        cwd: at ?? scope.directory,
      });
      await run(
        scope,
        `${library}\n${script`echo ${pid} "$(started ${pid})" ${sort} > ${pidFile(scope, known)}`}`,
      );
    },
  });
}

/** That a daemon of the instance does not run, nor any process of its group. */
export function noDaemon(name: string): Step {
  const known = ensureWord(name, "a daemon");
  return step(`no daemon ${known}`, {
    look: async (scope) => ((await ask(scope, known)) === "none" ? undefined : "stop"),
    act: (scope) => end(scope, known),
  });
}

const pidFile = ({ directory }: StepScope, name: string): string => `${directory}/${name}.pid`;

/** `runs SORT`; `left` where only others of its group are alive; `none`. */
const ask = (scope: StepScope, name: string): Promise<string> =>
  scope.exec("sh", ["-s"], {
    stdin: `${library}\n${script`state ${pidFile(scope, name)}`}`,
    quiet: true,
  });

const end = (scope: StepScope, name: string): Promise<string> =>
  run(scope, `${library}\n${script`finish ${pidFile(scope, name)}`}`);

/** `started PID` prints when a process has started, in words that no other process of that number can have; nothing if there is none. */
const library = `
started() {
  stat=$(cat "/proc/$1/stat" 2> /dev/null) || return 0
  set -- \${stat##*) }
  [ "$1" = Z ] || echo "\${20}@$(cat /proc/sys/kernel/random/boot_id)"
}
state() {
  pid= since= sort=
  [ ! -e "$1" ] || read -r pid since sort < "$1" || :
  if [ -z "$pid" ]; then echo none
  elif [ "$(started "$pid")" = "$since" ]; then echo "runs $sort"
  elif [ ! -e "/proc/$pid" ] && kill -s 0 -- "-$pid" 2> /dev/null; then echo left
  else echo none; fi
}
finish() {
  case $(state "$1") in none) rm -f "$1"; return ;; esac
  read -r pid since sort < "$1"
  kill -s TERM -- "-$pid" 2> /dev/null || :
  left=100
  while kill -s 0 -- "-$pid" 2> /dev/null; do
    [ "$left" -gt 0 ] || kill -s KILL -- "-$pid" 2> /dev/null || :
    left=$((left - 1))
    sleep 0.1
  done
  rm -f "$1"
}`;
