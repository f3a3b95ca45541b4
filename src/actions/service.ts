/**
 * Services as the host runs them: by systemd where it is at work, else by the scripts of System V.
 *
 * A service whose files have changed is restarted by comparing times, not by remembering that something has changed: so a run that was cut
 * off between the two is made good by the next.
 */
import type { Step } from "../model/step.ts";
import { ensurePath, ensureWord } from "./name.ts";
import { run, script, step } from "./step.ts";

export interface ServiceOptions {
  readonly name: string;
  /** Default: `running`. */
  readonly state?: "running" | "stopped";
  /** Is it started with the host? By default that is left as it is. */
  readonly enabled?: boolean;
  /** Files and directories: the service is restarted where one of them was changed after it was started. */
  readonly restartAfter?: readonly string[];
}

export function service(options: string | ServiceOptions): Step {
  const {
    name,
    state = "running",
    enabled,
    restartAfter = [],
  } = typeof options === "string" ? { name: options } : options;
  const known = ensureWord(name, "a service");
  const files = restartAfter.map(ensurePath);
  return step(`service ${known}`, {
    look: {
      text: questionOf(known, files),
      judge(answer) {
        const facts = new Set(answer.split("\n"));
        const changes = [
          ...stateChange(state, facts.has("running"), facts.has("changed")),
          ...(enabled === undefined || enabled === facts.has("enabled")
            ? []
            : [enabled ? "enable" : "disable"]),
        ];
        return changes.length === 0 ? undefined : changes.join(", ");
      },
    },
    act: (scope) => run(scope, actOf(known, state, enabled, questionOf(known, files))),
    ...(state === "running" && { follows: { paths: files, what: "restart" } }),
  });
}

function stateChange(
  state: "running" | "stopped",
  runs: boolean,
  hasChanged: boolean,
): readonly string[] {
  if (state === "stopped") return runs ? ["stop"] : [];
  if (!runs) return ["start"];
  return hasChanged ? ["restart"] : [];
}

/** When we started it, where the host does not say. */
const stampOf = (name: string): string => `/run/madeus-started-${name.replaceAll("/", "-")}`;

/** Prints `running`, `enabled` and `changed`, each where it is so. */
const questionOf = (name: string, files: readonly string[]): string => `${script`
  name=${name} stamp=${stampOf(name)} began=
  if [ -d /run/systemd/system ]; then
    systemctl is-active -q -- "$name" && echo running || :
    systemctl is-enabled -q -- "$name" && echo enabled || :
    began=$(systemctl show -p ActiveEnterTimestampMonotonic --value -- "$name")
    [ "$began" != 0 ] || began=
  else
    service "$name" status > /dev/null 2>&1 && echo running || :
    ls /etc/rc[2-5].d/S[0-9][0-9]"$name" > /dev/null 2>&1 && echo enabled || :
  fi`}
  ${files.length === 0 ? "" : changedText(files)}`;

/**
 * The age of the youngest file against that of the service, in hundredths of a second since the host has started; by System V scripts
 * against the stamp of our own last start.
 */
const changedText = (files: readonly string[]): string => script`
  if [ -n "$began" ]; then
    read -r up _ < /proc/uptime
    since=$(( $(date +%s%N) / 10000000 - \${up%.*}\${up#*.} ))
    touched=$(find ${files} -printf '%T@\n' | sort -n | tail -n 1)
    touched=$(printf %.2f "$touched")
    [ $(( \${touched%.*}\${touched#*.} - since )) -le $(( began / 10000 )) ] || echo changed
  elif [ ! -e "$stamp" ] || [ -n "$(find ${files} -newer "$stamp" | head -n 1)" ]; then echo changed; fi`;

function actOf(
  name: string,
  state: "running" | "stopped",
  enabled: boolean | undefined,
  question: string,
): string {
  const able = enabled === undefined ? "" : enabled ? "enable" : "disable";
  return `export LC_ALL=C\nfacts=" $(${question}) "\n${script`
    name=${name} able=${able} stamp=${stampOf(name)}
    if [ -d /run/systemd/system ]; then
      [ -z "$able" ] || systemctl "$able" -q -- "$name"
      control() { systemctl "$1" -- "$name"; }
    else
      [ "$able" != enable ] || update-rc.d "$name" defaults
      [ -z "$able" ] || update-rc.d "$name" "$able"
      # What a script starts must not be ended with the action, nor hold its output.
      said=$(mktemp)
      trap 'cat "$said" >&2; rm -f "$said"' EXIT
      control() { setsid service "$name" "$1" > "$said" 2>&1 < /dev/null; }
    fi
    runs=; changed=
    case $facts in *running*) runs=yes ;; esac
    case $facts in *changed*) changed=yes ;; esac
    # What is changed while it starts counts as changed after it.
    touch "$stamp.new"
    if [ ${state} = stopped ]; then [ -z "$runs" ] || control stop
    elif [ -z "$runs" ]; then control start
    elif [ -n "$changed" ]; then control restart
    else exit 0; fi
    mv "$stamp.new" "$stamp"`}`;
}
