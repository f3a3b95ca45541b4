/**
 * Random assemblies of real actions for the crash tests.
 *
 * Every action leaves marks in a file, `begin KEY ATTEMPT PID` and `end KEY ATTEMPT PID`, and holds a lock for as long as any process
 * of it lives: one that finds the lock taken leaves a mark `double`.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type AnyComponent, type AnyTransition, component } from "../../src/model/component.ts";
import { data, many, service } from "../../src/model/port.ts";
import type { Instruction } from "../../src/model/program.ts";

/** Numbers that are the same for the same seed. */
export function drawing(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return <T>(choices: readonly T[]) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length] as T;
  };
}

export interface CrashAssembly {
  readonly instructions: readonly Instruction[];
  /** `instance.transition` of those whose interruption only the operator may judge. */
  readonly asking: ReadonlySet<string>;
  /** Of those that leave a daemon behind, and of those that leave no marks. */
  readonly daemons: ReadonlySet<string>;
  readonly silent: ReadonlySet<string>;
}

/** @param marks  the file of the marks; the locks are beside it */
export function crashAssembly(seed: number, instances: number, marks: string): CrashAssembly {
  const draw = drawing(seed);
  const found = {
    asking: new Set<string>(),
    daemons: new Set<string>(),
    silent: new Set<string>(),
  };
  const adds: Instruction[] = [];
  const connects: Instruction[] = [];
  for (let k = 0; k < instances; k++) {
    const instance = `i${k}`;
    const providers = k === 0 ? [] : draw([[], [draw(ordinals(k))], ordinals(k).slice(-2)]);
    const transition = (
      name: string,
      from: string,
      to: string,
      kinds: readonly Kind[] = allKinds,
    ): AnyTransition => {
      const kind = draw(kinds);
      const unknown = kind === "daemon" ? draw(["rerun", "ask"]) : draw(["rerun", "probe", "ask"]);
      if (unknown === "ask") found.asking.add(`${instance}.${name}`);
      if (kind === "daemon") found.daemons.add(`${instance}.${name}`);
      if (kind === "nothing") found.silent.add(`${instance}.${name}`);
      const action = actionOf(kind, marks, draw(["0.01", "0.03", "0.06"]), name === "start");
      return {
        ...(unknown === "probe" ? { probe: probeOf(marks, name === "start") } : {}),
        ...(unknown === "ask" ? { onUnknown: "ask" } : {}),
        ...action,
        from,
        to,
      };
    };
    // The last one is started twice, and a daemon that nobody stops is started once.
    const again = allKinds.filter((kind) => kind !== "daemon" && kind !== "nothing");
    const behaviors = {
      deploy: {
        fetch: transition("fetch", "off", "built"),
        build: transition("build", "off", "built"),
        start: transition("start", "built", "up", k === instances - 1 ? again : telling),
      },
      stop: { halt: transition("halt", "up", "built", again) },
    };
    adds.push({ op: "add", instance, component: stage(`stage${k}`, behaviors) });
    connects.push(...providers.flatMap((provider) => wires(instance, `i${provider}`)));
  }
  return { ...found, instructions: [...adds, ...connects, ...requests(instances)] };
}

/** One provider serves both uses of an instance. */
const wires = (user: string, provider: string): Instruction[] =>
  ["up", "key"].map((port) => ({
    op: "connect",
    use: { instance: user, port: `${port}s` },
    provide: { instance: provider, port },
  }));

const ordinals = (length: number): number[] => Array.from({ length }, (_, k) => k);

/** Everything is deployed; then the last instance is stopped and deployed again. */
function requests(instances: number): readonly Instruction[] {
  const push = (instance: string, behavior: string): Instruction => ({
    op: "changeBehavior",
    instance,
    behavior,
  });
  const last = `i${instances - 1}`;
  return [
    ...ordinals(instances).map((k) => push(`i${k}`, "deploy")),
    { op: "wait", instances: [] },
    push(last, "stop"),
    push(last, "deploy"),
    { op: "wait", instances: [last] },
  ];
}

const Up = service("up");
const Key = data("key", { key: String });

const stage = (
  name: string,
  behaviors: Record<string, Record<string, AnyTransition>>,
): AnyComponent =>
  component({
    name,
    places: ["off", "built", "up"],
    initial: "off",
    uses: {
      ups: { type: many(Up, { min: 0 }), in: ["start"] },
      keys: { type: many(Key, { min: 0 }), in: ["start"] },
    },
    provides: { up: { type: Up, in: ["up"] }, key: { type: Key, in: ["up"] } },
    behaviors: behaviors as {},
  }) as AnyComponent;

const allKinds = [
  "plain",
  "children",
  "leaving",
  "stubborn",
  "failing",
  "daemon",
  "own",
  "nothing",
] as const;
type Kind = (typeof allKinds)[number];
/** Those that can give a value. */
const telling = allKinds.filter((kind) => kind !== "nothing");

/** What the action does between its marks, in shell; `$SECONDS_` is how long. */
const bodies: Partial<Record<Kind, string>> = {
  plain: 'sleep "$FOR"',
  children: 'sh -c "sleep $FOR; :" & sh -c "sleep $FOR; sleep $FOR" & wait',
  leaving: 'sleep 60 > /dev/null 2>&1 & sleep "$FOR"',
  stubborn: 'trap "" TERM; sleep "$FOR"; sleep "$FOR"; trap - TERM',
  failing: 'sleep "$FOR"; [ "$MADEUS_ATTEMPT" -gt 1 ] || exit 3',
};
const mark = (word: string): string => `echo "${word} $MADEUS_KEY $MADEUS_ATTEMPT $$" >> "$MARKS"`;
const lock = `exec 9> "$MARKS.$MADEUS_INSTANCE.$MADEUS_TRANSITION"; flock -n 9 || ${mark("double")}`;
const begin = `${lock}; ${mark("begin")}`;

function actionOf(
  kind: Kind,
  marks: string,
  seconds: string,
  gives: boolean,
): Partial<AnyTransition> {
  if (kind === "nothing") return {};
  const run: AnyTransition["run"] = async (scope) => {
    if (gives) tellKey(scope);
    const env = { MARKS: marks, FOR: seconds };
    const sh = (script: string, options = {}): Promise<string> =>
      scope.exec("sh", ["-ec", script], { env, ...options });
    if (kind === "own") return ownWork(scope, marks, seconds);
    if (kind !== "daemon") return sh(`${begin}; ${bodies[kind]}; ${mark("end")}`);
    await sh(begin);
    await sh(`${lock}; ${mark("daemon")}; exec sleep 300`, { daemon: true });
    if (scope.attempt === 1) throw new Error("the first try fails");
    return sh(mark("end"));
  };
  return { run, retry: { attempts: 3, delayMs: 5 } };
}

interface Told {
  readonly key: string;
  readonly attempt: number;
  readonly give: (port: never, value: never) => void;
  readonly read: (port: never) => unknown;
}

/** Every value of those before must be there. */
function tellKey({ key, give, read }: Told): void {
  for (const one of read("keys" as never) as { key?: unknown }[])
    if (typeof one?.key !== "string") throw new Error("a value is missing");
  give("key" as never, { key } as never);
}

/** An action of this process alone. */
async function ownWork({ key, attempt }: Told, marks: string, seconds: string): Promise<void> {
  appendFileSync(marks, `begin ${key} ${attempt} 0\n`);
  await sleep(Number(seconds) * 1000);
  appendFileSync(marks, `end ${key} ${attempt} 0\n`);
}

const probeOf =
  (marks: string, gives: boolean): NonNullable<AnyTransition["probe"]> =>
  (scope) => {
    if (!readFileSync(marks, "utf8").includes(`end ${scope.key} `)) return "not-done";
    if (gives) tellKey(scope);
    return "done";
  };
