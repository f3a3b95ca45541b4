/** What must be true of every run: each law gives the sentences that it finds broken. */
import type { State } from "../../src/engine/fold.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { failed, none, running, unknown } from "../../src/semantics/configuration.ts";
import { canonical } from "../../src/semantics/explore.ts";
import { enabled } from "../../src/semantics/step.ts";
import type { JournalRecord, Limits } from "../../src/store/journal.ts";
import { memoryJournal } from "../../src/store/memory.ts";
import { triesFaults } from "./law-tries.ts";
import type { Life } from "./ordeal.ts";
import { type Simulation, replay } from "./simulation.ts";

export const brokenLaws = (life: Life, limits: Limits): readonly string[] => [
  ...endsLaw(life),
  ...replayLaw(life),
  ...triesFaults(life.run.records, life.catalog),
  ...stopLaw(life),
  ...tasksLaw(life),
  ...exhaustionLaw(life),
  ...limitsLaw(life.run, limits),
];

/** The run ends, in the outcome that its configuration shows, and no later than its actions and pauses take one after the other. */
function endsLaw({ run, before }: Life): readonly string[] {
  const own = recordsOf(run);
  const result = own.at(-1);
  if (run.outcome === undefined || result?.type !== "result") return ["the run did not end"];
  const { done } = run.state.configuration;
  const broken = hasBroken(run);
  const stopped = own.some(({ type }) => type === "stop");
  const right = {
    done,
    failed: !done && broken,
    stuck: !done && !broken,
    cancelled: !done && stopped,
    timeout: false,
  }[run.outcome];
  const workMs = run.tries.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const pausesMs = own.reduce((sum, one) => sum + (one.type === "retrying" ? one.delayMs : 0), 0);
  return [
    ...(right ? [] : [`it ended ${run.outcome}`]),
    ...(result.atMs <= workMs + pausesMs ? [] : [`it ended at ${result.atMs} ms`]),
    ...(own.filter(({ type }) => type === "result").length === 1 ? [] : ["it ended twice"]),
    ...(before.configuration.program.length > 0 || own[0]?.type === "program"
      ? []
      : ["no program"]),
  ];
}

/** Has an action failed, or does something keep it unknown? */
const hasBroken = ({ state: { configuration: c } }: Simulation): boolean =>
  [...c.all()].some((instance) =>
    c.life(instance).transitions.some(({ on }) => {
      const mark = c.mark(instance, on);
      return mark === failed || (mark === unknown && c.failure(instance, on) !== undefined);
    }),
  );

/** I15: what is read back is what was there. */
function replayLaw({ run, catalog }: Life): readonly string[] {
  const kept = run.records.map((record) => JSON.stringify(record));
  const again = replay(memoryJournal(new VirtualClock(), kept), catalog);
  const text = ({ configuration, tasks, on, passings }: State): string =>
    [
      canonical(configuration),
      JSON.stringify([...tasks]),
      JSON.stringify(Object.fromEntries(on)),
      passings,
    ].join("\n");
  return text(again) === text(run.state) ? [] : [`read back:\n${text(again)}\n${text(run.state)}`];
}

/** After a stop nothing begins, and where it is asked for a failure is one. */
function stopLaw({ run, onError }: Life): readonly string[] {
  let stopped = false;
  const broken: string[] = [];
  for (const one of recordsOf(run)) {
    if (one.type === "go") stopped = false;
    const failed =
      (one.type === "failed" || one.type === "unknown") &&
      one.error !== undefined &&
      one.error.code !== "MADEUS_INTERRUPTED";
    if (one.type === "stop" || (failed && onError === "stop")) stopped = true;
    if (one.type === "started" && stopped) broken.push(`${one.seq}: started after a stop`);
  }
  return broken;
}

/** There is a task for each token on a transition, in the same state. */
function tasksLaw({ run }: Life): readonly string[] {
  const { configuration: c } = run.state;
  const tokens = [...c.all()].flatMap((instance) =>
    c.life(instance).transitions.flatMap(({ on }, t) => {
      const mark = c.mark(instance, on);
      return mark === none ? [] : [`${instance} ${t} ${mark}`];
    }),
  );
  const marks = { due: running, "at-work": running, pausing: running, failed, unknown } as const;
  const tasks = [...run.state.tasks.values()].map(
    ({ instance, transition, state }) => `${instance} ${transition} ${marks[state]}`,
  );
  const same = tokens.toSorted().join() === tasks.toSorted().join();
  return same ? [] : [`tokens ${tokens.join()}, tasks ${tasks.join()}`];
}

/** A run that was not stopped ends when nothing more can be done: all that does not depend on a failure is finished. */
function exhaustionLaw({ run }: Life): readonly string[] {
  const { configuration: c, tasks } = run.state;
  if (c.stopped) return [];
  const open = [...tasks.values()].filter(({ state }) => state !== "failed" && state !== "unknown");
  return [
    ...enabled(c).map(({ rule, instance, element }) => `left: ${rule} ${instance} ${element}`),
    ...open.map(({ key, state }) => `left: ${key}, ${state}`),
  ];
}

/** At no instant more actions are at work than the limits allow. */
function limitsLaw({ tries }: Simulation, limits: Limits): readonly string[] {
  const moments = tries.flatMap(({ work, began, ended }) => [
    { work, order: began, by: 1 },
    { work, order: ended, by: -1 },
  ]);
  const taken = new Map<string, number>();
  return moments
    .toSorted((a, b) => a.order - b.order)
    .flatMap(({ work, by }) => {
      const names = work.limits.map((name) => {
        const limit = limits.named?.[name];
        return typeof limit === "object"
          ? ([`limit ${name} on ${work.host}`, limit.perHost] as const)
          : ([`limit ${name}`, limit] as const);
      });
      const all = [["all", limits.total], [`host ${work.host}`, limits.perHost], ...names] as const;
      return all.flatMap(([name, max = Infinity]) => {
        const now = (taken.get(name) ?? 0) + by;
        taken.set(name, now);
        return now <= max ? [] : [`${now} at work under ${name}, ${max} allowed`];
      });
    });
}

/** Those of the life itself. */
const recordsOf = (run: Simulation): readonly JournalRecord[] => {
  const last = run.records.at(-1)?.run;
  return run.records.filter((one) => one.run === last);
};
