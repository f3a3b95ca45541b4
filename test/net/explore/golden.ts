/** Nets whose answers are known: other tools of other makers count the same markings. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Net } from "../../../src/net/net.ts";
import { readPnml } from "../../../src/net/format/pnml-read.ts";
import type { Marking } from "../../../src/net/explore/player.ts";

/** @param name  of a file here, without `.pnml` */
export function golden(name: string): Net {
  const file = fileURLToPath(new URL(`./golden/${name}.pnml`, import.meta.url));
  return readPnml(file, readFileSync(file, "utf8"));
}

/** Is every component running: is a token on each place named `c0_r`, `c1_r` …? */
export function allRun(net: Net): (marking: Marking) => boolean {
  const places = Array.from({ length: net.placeCount }, (_, p) => p);
  const running = places.filter((p) => /^[^_]+_r$/.test(net.placeName(p)));
  return (marking) => running.every((p) => marking[p] === 1);
}
