/** Engines on one state file, in virtual time, on the four webs: what tests of several of them share. */
import { expect } from "vitest";
import { beginRun } from "../../src/command/beginning.ts";
import { type Claimed, claimed } from "../../src/command/claim.ts";
import { type Opening, type Session, adopt, openSession } from "../../src/command/session.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";
import { Engine } from "../../src/engine/engine.ts";
import { simulated } from "../../src/host/simulated.ts";
import { type Program, deployment, programOf } from "../../src/model/program.ts";
import type { Journal, RunOutcome } from "../../src/store/journal.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { kinds, site } from "./four-webs.ts";

export const programOn = (name: string, kind: number): Program =>
  programOf(site, kinds[kind]?.(name) ?? []);

/** Dies before a commit: nothing of it is written, and nothing after it. */
function mortal(journal: Journal, dies: number): Journal {
  let commits = 0;
  return {
    ...journal,
    beginRun: () => journal.beginRun(),
    append: (entry) => journal.append(entry),
    records: () => journal.records(),
    commit() {
      if (++commits >= dies) throw new Death("it died");
      journal.commit();
    },
  };
}
class Death extends Error {}

/** A run on a session, until its process dies or the run is over. */
export function begun(
  { session }: Pick<Claimed<unknown>, "session">,
  clock: VirtualClock,
  {
    declared,
    dies,
    durationMs,
    give,
  }: {
    readonly declared: Program;
    readonly dies: number;
    readonly durationMs: number;
    readonly give: (engine: Engine) => void;
  },
): Promise<RunOutcome | "dead"> {
  const verb = session.part?.run === undefined ? "reconfigure" : "resume";
  const record = beginRun(session, { verb, declared, file: "", name: "", settings: {} }, {});
  expect(record.type).toBe("run");
  const engine = new Engine({
    state: session.state,
    journal: mortal(session.journal, dies),
    clock,
    performer: simulated(clock, { durationMs: () => durationMs }),
    tell: (one, steps) => session.historian?.note(one, steps),
  });
  give(engine);
  return engine.run().then(
    (outcome) => {
      session.close();
      return outcome;
    },
    (error: unknown) => {
      if (!(error instanceof Death)) throw error;
      bury(session);
      return "dead" as const;
    },
  );
}

/** Leaves the state as a process that was killed leaves it: its lease stays behind, and nobody holds it. */
function bury({ directory, holder, close }: Session): void {
  const other = openStateFile(directory, { mode: "write" });
  const row = other.database.prepare("SELECT * FROM lease WHERE id = ?").get(holder?.id ?? "");
  close();
  const { id, scope, first, run } = row as Record<string, string | number | null>;
  const gone = JSON.stringify({ ...holder, pid: 2 ** 22 - 1, started: "1" });
  other.database
    .prepare(
      "INSERT INTO lease (id, holder, heartbeat_ms, scope, first, run) VALUES (?, ?, 0, ?, ?, ?)",
    )
    .run(id ?? null, gone, scope ?? null, first ?? null, run ?? null);
  other.close();
}

export const opening = (directory: string): Opening & { readonly command: string } => ({
  directory,
  mode: "write",
  command: "test",
});

export function claimedFor(directory: string, declared: Program): Claimed<undefined> {
  return claimed(opening(directory), (found) => {
    adopt(found, { declared, components: [], knows: "moving" });
    return { due: undefined, touches: declared.instructions };
  });
}

export async function deployed(directory: string): Promise<void> {
  const session = openSession({ directory, mode: "create", command: "test" });
  adopt(session, { declared: site, components: [] });
  const clock = new VirtualClock();
  beginRun(session, { verb: "deploy", declared: site, file: "", name: "", settings: {} }, {});
  const engine = new Engine({
    state: session.state,
    journal: session.journal,
    clock,
    performer: simulated(clock, { durationMs: () => 1 }),
    tell: (one, steps) => session.historian?.note(one, steps),
  });
  engine.submit("deploy", deployment(site));
  const ended = engine.run();
  clock.run();
  expect(await ended).toBe("done");
  session.close();
}
