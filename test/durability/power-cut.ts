/** Power cuts of a work: what it did to the disk is recorded once, and cut off anywhere. */
import { randomFillSync } from "node:crypto";
import { join } from "node:path";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { logDamage } from "../../src/store/sqlite-log.ts";
import { drawing } from "../engine/crash-assembly.ts";
import { type Files, afterPowerCut, filesBelow, writeFiles } from "./disk.ts";
import { type DiskEvent, diskEvents } from "./disk-call.ts";
import { inPlace, stateIn } from "./place.ts";
import { recorded } from "./system-call.ts";
import { otherEnd, testimony } from "./witness.ts";
import { type WorkName, workOf } from "./work.ts";

export interface Recording {
  readonly work: WorkName;
  readonly durable: boolean;
  /** Where it was made. */
  readonly directory: string;
  readonly before: Files;
  readonly acknowledged: readonly string[];
  readonly events: readonly DiskEvent[];
  /** What it comes to. */
  readonly end: string;
}

export function recording(work: WorkName, durable: boolean): Promise<Recording> {
  return inPlace(async (directory) => {
    const acknowledged = (await workOf(work)).prepare(directory);
    const before = filesBelow(directory);
    const { code, calls, stderr } = recorded([work, directory, durable ? "durable" : ""]);
    if (code !== 0) throw new Error(`${work} ends with ${code}: ${stderr}`);
    const events = diskEvents(calls, directory);
    const { end } = testimony(directory, acknowledged);
    return { work, durable, directory, before, acknowledged, events, end };
  });
}

/** Cuts the power when so many events have passed; gives what is wrong then. What is lost is drawn by the seed. */
export function cutTrial(
  taken: Recording,
  passed: number,
  seed: number,
): Promise<readonly string[]> {
  const { work, durable, directory, before, events, end } = taken;
  const random = drawing(seed);
  const draw = (n: number): number => random(Array.from({ length: n }, (_, k) => k));
  const said = events
    .slice(0, passed)
    .flatMap((event) => (event.type === "said" ? event.line : []));
  // Without --durable it is only promised that what was before it stays, and that nothing is left in halves.
  const acknowledged = [...taken.acknowledged, ...(durable ? said : [])];
  return inPlace(async (place) => {
    const files = [...afterPowerCut(before, events, passed, draw)].map(([path, bytes]) => {
      // What processes shared in memory was never written in any order.
      if (path.endsWith("-shm")) randomFillSync(bytes);
      return [path, bytes] as const;
    });
    writeFiles(new Map(files), directory, place);
    // Without --durable later commits may be there without those before them. That is told, and what was before them can be gone on with.
    if (!durable && logDamage(join(stateIn(place), "state.sqlite")) !== undefined)
      openStateFile(stateIn(place), { mode: "write", acceptsLoss: true }).close();
    const faults = [...testimony(place, acknowledged).faults];
    try {
      await (await workOf(work)).act(place, { say: () => undefined, durable });
      const after = testimony(place, acknowledged);
      faults.push(...after.faults.map((fault) => `after it was begun again: ${fault}`));
      faults.push(...otherEnd(after.end, end));
    } catch (error) {
      faults.push(`begun again it fails: ${String(error)}`);
    }
    const name = `${work}${durable ? " --durable" : ""} after ${passed} events, seed ${seed}`;
    return faults.map((fault) => `${name}: ${fault}`);
  });
}
