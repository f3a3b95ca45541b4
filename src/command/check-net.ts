/** `madeus check net.pnml`: a Petri net by itself. */
import { resolve } from "node:path";
import type { Finding } from "../model/code.ts";
import type { Net } from "../net/net.ts";
import { proveNet } from "../net/proof/net-proof.ts";
import { readPnml } from "../net/format/pnml-read.ts";
import { checkedNet } from "./checked.ts";
import type { Checked } from "./check-ending.ts";
import { type LimitFlags, limitsFrom } from "./proof-limit.ts";
import { unknown } from "./slip.ts";
import { readWhole } from "./whole-file.ts";

export interface NetFlags extends LimitFlags {
  readonly full?: boolean;
  readonly verbose?: boolean;
  readonly goal?: string;
}

export const isNetFile = (path: string | undefined): path is string =>
  path !== undefined && /\.(pnml|xml)$/i.test(path);

/** @throws MadeusError  `MADEUS_FILE_FORMAT`; `MADEUS_UNKNOWN_PLACE` where the goal names what the net does not have */
export function checkNet(
  path: string,
  flags: NetFlags,
): { readonly checked: Checked; readonly findings: readonly Finding[] } {
  const file = resolve(path);
  const net = readPnml(file, readWhole(file, "Name a PNML file, as other tools write it."));
  const goal = placesOf(net, (flags.goal ?? "").split(/\s+/).filter(Boolean));
  const startMs = performance.now();
  const proof = proveNet(net, goal, {
    ...limitsFrom(flags),
    mode: flags.full === true ? "full" : "auto",
    at: { file, line: 1, column: 1 },
  });
  const elapsedS = (performance.now() - startMs) / 1000;
  const telling = { elapsedS, isVerbose: flags.verbose === true };
  return { checked: checkedNet(proof, goal, telling), findings: proof.findings };
}

/** @throws MadeusError  `MADEUS_UNKNOWN_PLACE` */
export function placesOf(net: Net, names: readonly string[]): readonly number[] {
  if (names.length === 0) return [];
  const places = new Map<string, number>();
  for (let place = 0; place < net.placeCount; place++) places.set(net.placeName(place), place);
  return names.map((name) => {
    const place = places.get(name);
    if (place === undefined)
      throw unknown("MADEUS_UNKNOWN_PLACE", "--goal", name, [...places.keys()]);
    return place;
  });
}
