/** `--max-interruption`: how long services may be away, checked against what is to be expected before anything begins. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Interruption } from "../engine/interruption.ts";
import { MadeusError } from "../model/code.ts";
import { fits } from "../net/question/address.ts";
import type { Configuration } from "../semantics/configuration.ts";
import { seconds } from "./forecast.ts";
import { unknown } from "./slip.ts";

export interface InterruptionFlags {
  /** Ports, with `*` for any letters → seconds. */
  readonly maxInterruption: Readonly<Record<string, number>>;
}

export const withInterruptionFlag = (command: Command): Command =>
  command.addOption(
    new Option(
      "--max-interruption <port=time>",
      'refuse what would keep a service away for longer, e.g. "web*.http=2s"; may be repeated',
    )
      .argParser(limit)
      .default({}, "none"),
  );

function limit(
  text: string,
  before: InterruptionFlags["maxInterruption"],
): InterruptionFlags["maxInterruption"] {
  const [, port, n, unit = "s"] = /^([^=]+)=(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (port === undefined)
    throw new InvalidArgumentError(
      'It must be written port=time, e.g. "web.http=2s" or "*=0s"; in ms, s, m or h.',
    );
  return { ...before, [port]: Number(n) * (unitsS[unit] ?? 1) };
}
const unitsS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3600 };

/**
 * @param c  what stands
 * @throws MadeusError  `MADEUS_INTERRUPTS`, naming the first that would be away for too long; `MADEUS_USAGE` where a limit is about no
 *   service that stands
 */
export function ensureUninterrupted(
  found: readonly Interruption[],
  maxima: InterruptionFlags["maxInterruption"],
  c: Configuration,
): void {
  for (const [pattern, maxS] of Object.entries(maxima)) {
    ensureNamed(pattern, c);
    for (const { instance, port, fromS, toS } of found) {
      if (!fits(`${instance}.${port}`, pattern)) continue;
      const isLonger = toS === undefined || toS - fromS > maxS;
      if (!isLonger) continue;
      const long = toS === undefined ? "for good" : `for ${seconds(toS - fromS)}`;
      throw new MadeusError(
        "MADEUS_INTERRUPTS",
        `${instance}.${port} would be away ${long}; it may be for ${seconds(maxS)}.`,
        {
          hint: "Nothing was done. Without the limit, a plan shows when it goes away and when it is back.",
        },
      );
    }
  }
}

/** A limit that holds for nothing is a slip. */
function ensureNamed(pattern: string, c: Configuration): void {
  const known = [...c.all()].flatMap((instance) =>
    c
      .life(instance)
      .ports.flatMap(({ side, kind, name }) =>
        side === "provide" && kind === "service" ? [`${c.names[instance]}.${name}`] : [],
      ),
  );
  if (!known.some((name) => fits(name, pattern)))
    throw unknown("MADEUS_USAGE", "--max-interruption", pattern, known);
}
