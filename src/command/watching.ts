/** Watching from a script: drift as it is found. */
import { join, resolve } from "node:path";
import { realClock } from "../engine/clock-real.ts";
import type { Drift } from "../engine/drift.ts";
import { Watch } from "../engine/watch.ts";
import type { Assembly } from "../model/assembly.ts";
import { StateOutlook } from "./outlook.ts";

export interface WatchOptions {
  /** Where the state lives. Default: `.madeus/NAME` in the working directory. */
  readonly state?: string;
  /** From one round of questions to the next. Default: 30 000. */
  readonly everyMs?: number;
  /** One round only. */
  readonly once?: boolean;
  /** Take down in the journal what is lost and found, so that `why` and later deployments know it. Default: true. */
  readonly record?: boolean;
  /** Aborted: the iteration ends. */
  readonly signal?: AbortSignal;
}
const everyMsDefault = 30_000;

/**
 * Asks the probes of all places that hold a token, again and again, and gives what has changed since: places lost and found, services
 * impaired and restored, readers of values that have a newer version, hosts that cannot be asked. What is not as it should be in the first
 * round is given then. While a run is at work on the state nothing is asked.
 *
 * Ends when `signal` is aborted or the iteration is left. Nothing is repaired.
 *
 * @throws MadeusError  `MADEUS_NO_STATE`; `MADEUS_DECLARATION_CHANGED` where the assembly has lost what the state needs
 */
export function watch(
  assembly: Assembly<string, any>,
  options: WatchOptions = {},
): AsyncIterable<Drift> {
  const directory = resolve(options.state ?? join(".madeus", assembly.name));
  const declared = { declared: assembly, components: [], knows: "moving" } as const;
  const outlook = new StateOutlook({
    ...declared,
    directory,
    records: options.record !== false,
  });
  return drifts(outlook, options);
}

async function* drifts(
  outlook: StateOutlook,
  { everyMs = everyMsDefault, once = false, signal }: WatchOptions,
): AsyncGenerator<Drift, void> {
  const found: Drift[] = [];
  let isOver = signal?.aborted === true;
  let more = Promise.withResolvers<void>();
  const wake = (): void => {
    more.resolve();
    more = Promise.withResolvers();
  };
  const end = (): void => {
    isOver = true;
    wake();
  };
  const watcher = new Watch({
    clock: realClock,
    outlook,
    everyMs,
    isOnce: once,
    jitter: once ? () => 0 : Math.random,
    tell(drift) {
      found.push(drift);
      wake();
    },
    rounded: () => (once || outlook.fault !== undefined ? end() : undefined),
  });
  signal?.addEventListener("abort", end);
  try {
    if (!isOver) watcher.begin();
    for (;;) {
      const next = found.shift();
      if (next !== undefined) yield next;
      else if (isOver) break;
      else await more.promise;
    }
    if (outlook.fault !== undefined) throw outlook.fault;
  } finally {
    watcher.pause();
    signal?.removeEventListener("abort", end);
    outlook.close();
  }
}
