import { expect, test } from "vitest";
import { heartbeat } from "../../src/command/heartbeat.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";

test("a heartbeat comes again and again until it is called off", () => {
  const clock = new VirtualClock();
  const beats: number[] = [];
  const callOff = heartbeat(clock, 30_000, () => beats.push(clock.nowMs()));
  const begin = clock.nowMs();
  clock.after(100_000, callOff);
  clock.run();
  expect(beats.map((atMs) => atMs - begin)).toEqual([30_000, 60_000, 90_000]);
});
