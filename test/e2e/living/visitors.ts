/**
 * Visitors of a guestbook while something is done to it: many who read, by a load generator, and one who writes and remembers what was
 * acknowledged.
 *
 * The generator sends what it may send in a second at once; so there are many of them, one after the other begun, and visits come evenly.
 */
import { setTimeout as pause } from "node:timers/promises";
import autocannon from "autocannon";
import { sign } from "../../assemblies/visitor.ts";

/** What the visitors saw. Times in seconds. */
export interface Visits {
  readonly requests: number;
  /** Answers other than good ones, and none at all. */
  readonly failed: number;
  /** From the first that failed to the first good one after the last that did; 0 where none failed. */
  readonly awayS: number;
  readonly medianS: number;
  readonly longestS: number;
  /** The messages whose entry was acknowledged. */
  readonly acknowledged: readonly string[];
}
interface Visit {
  readonly atMs: number;
  readonly isGood: boolean;
  readonly tookMs: number;
}

const readers = 50;
const eachPerS = 2;
const writeEveryMs = 20;

/** Lets the visitors in, does the work, and sends them away. */
export async function visitedWhile(url: string, work: () => Promise<void>): Promise<Visits> {
  const visits: Visit[] = [];
  const note = (isGood: boolean, tookMs = 0): void =>
    void visits.push({ atMs: performance.now(), isGood, tookMs });
  const generators = await Promise.all(
    Array.from({ length: readers }, async (_, k) => {
      await pause((1000 / eachPerS / readers) * k);
      return reader(url, note);
    }),
  );
  const writing = new AbortController();
  const writer = write(url, note, writing.signal);
  try {
    await work();
  } finally {
    writing.abort();
    for (const one of generators) one.stop();
  }
  const acknowledged = await writer;
  return { ...summed(visits), acknowledged };
}

function reader(url: string, note: (isGood: boolean, tookMs?: number) => void) {
  const options = { url, connections: 1, connectionRate: eachPerS, duration: 3600 };
  const generator = autocannon(options, () => undefined);
  let isOver = false;
  generator.on("response", (_client, status, _bytes, tookMs) => {
    if (!isOver) note(status === 200, tookMs);
  });
  generator.on("reqError", () => {
    if (!isOver) note(false);
  });
  return {
    /** What is asked just now is not waited for. */
    stop(): void {
      isOver = true;
      generator.stop();
    },
  };
}

/** Writes one entry after the other; gives those that were acknowledged. */
async function write(
  url: string,
  note: (isGood: boolean, tookMs?: number) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  for (let n = 1; !signal.aborted; n++) {
    const message = `${process.pid} ${performance.now()} ${n}`;
    const beganMs = performance.now();
    const status = await sign({ url }, "visitor", message).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 303) acknowledged.push(message);
    note(status === 303, performance.now() - beganMs);
    await pause(writeEveryMs);
  }
  return acknowledged;
}

function summed(visits: readonly Visit[]): Omit<Visits, "acknowledged"> {
  const bad = visits.filter(({ isGood }) => !isGood);
  const [first, last] = [bad.at(0), bad.at(-1)];
  const back = visits.find(({ isGood, atMs }) => isGood && atMs > (last?.atMs ?? 0));
  const took = visits
    .filter(({ isGood }) => isGood)
    .map(({ tookMs }) => tookMs)
    .toSorted((a, b) => a - b);
  return {
    requests: visits.length,
    failed: bad.length,
    awayS: first === undefined ? 0 : ((back?.atMs ?? Infinity) - first.atMs) / 1000,
    medianS: (took[took.length >> 1] ?? 0) / 1000,
    longestS: (took.at(-1) ?? 0) / 1000,
  };
}
