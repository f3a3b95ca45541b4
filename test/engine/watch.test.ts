/** Watching in virtual time: who is asked when, what is believed, and what is told. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../src/engine/fold.ts";
import { probedPlaces } from "../../src/engine/watch.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { add, push } from "./simulation.ts";
import { database, watching } from "./watching.ts";

const db = { instance: "db", place: "on" };
const web = { instance: "web", place: "on" };

test("places with a probe are asked in every round, and where all is well nothing is told", async () => {
  const { watch, clock, asked, told, rounds } = await watching();
  watch.begin();
  clock.run(70_000);
  expect(asked.map(({ instance, atMs }) => `${instance} ${atMs}`)).toEqual(
    [0, 30_000, 60_000].flatMap((atMs) => [`db ${atMs}`, `web ${atMs}`]),
  );
  expect(told).toEqual([]);
  expect(rounds).toEqual([2, 2, 2]);
});

test("after a pause nobody is asked, and what was asked before is not believed", async () => {
  const { watch, clock, asked, noted, told } = await watching({ answers: () => undefined });
  watch.begin();
  clock.run(0);
  watch.pause();
  asked[0]?.answer(false);
  clock.run();
  expect([asked.length, noted, told]).toEqual([2, [], []]);
});

test("a pause calls off whoever waits for his turn, and begins anew with all of them", async () => {
  const { watch, clock, asked } = await watching({
    answers: () => undefined,
    jitter: () => 0.9,
    atOnce: 1,
  });
  watch.begin();
  watch.pause();
  clock.run();
  expect(asked).toEqual([]);
  watch.begin();
  clock.run(2700);
  watch.pause();
  asked[0]?.answer(true);
  expect(asked.map(({ instance }) => instance)).toEqual(["db"]);
  watch.begin();
  clock.run(10_000);
  asked[1]?.answer(true);
  expect(asked.map(({ instance }) => instance)).toEqual(["db", "db", "web"]);
});

test("a lost place is recorded and told once, with whom it concerns; and so is that it is found", async () => {
  const { watch, clock, noted, told, texts } = await watching({
    answers: ({ instance }, atMs) => instance !== "db" || atMs < 30_000 || atMs > 90_000,
  });
  watch.begin();
  clock.run(130_000);
  expect(noted).toEqual([
    { type: "lost", ...db },
    { type: "found", ...db },
  ]);
  expect(texts()).toEqual([
    "db is no longer on",
    "db.sql is impaired, for db is no longer on: web uses it, and nobody else may begin to; guest may feel it, too",
    "db is on again",
    "db.sql can be relied on again",
  ]);
  expect(told[1]).toMatchObject({
    atMs: 30_000,
    what: "impaired",
    instance: "db",
    port: "sql",
    users: ["web"],
    beyond: ["guest"],
  });
});

test("what is on record as lost is told in the first round, and is not recorded again", async () => {
  const lost = await watching({ answers: ({ instance }) => instance !== "web" });
  fold(lost.state, { type: "lost", ...web });
  lost.watch.begin();
  lost.clock.run(70_000);
  expect(lost.noted).toEqual([]);
  expect(lost.told.map(({ what }) => what)).toEqual(["lost", "impaired"]);
  expect(lost.watch.lost).toEqual([web]);
});

test("a place that does not answer is not asked again, and holds up nobody", async () => {
  const { watch, clock, asked, rounds } = await watching({
    answers: ({ instance }) => (instance === "db" ? undefined : true),
  });
  watch.begin();
  clock.run(70_000);
  expect(asked.map(({ instance }) => instance)).toEqual(["db", "web", "web", "web"]);
  expect(rounds).toEqual([1, 1]);
  asked[0]?.answer(true);
  clock.run(90_000);
  expect(asked.slice(4).map(({ instance }) => instance)).toEqual(["db", "web"]);
});

test("while a run is at work nobody is asked, and an answer that comes then is not believed", async () => {
  const { watch, clock, asked, noted, rounds, world } = await watching({
    answers: () => undefined,
  });
  watch.begin();
  clock.run(0);
  world.isAtWork = true;
  asked[0]?.answer(false);
  clock.run(30_000);
  expect([asked.length, noted, rounds]).toEqual([2, [], [undefined]]);
  world.isAtWork = false;
  world.era++;
  // It was asked before the run: what it says is of a time that is over.
  asked[1]?.answer(false);
  expect(noted).toEqual([]);
  clock.run(60_000);
  expect(asked.length).toBe(4);
});

test("a record that cannot be made tells nothing; the next round tries again", async () => {
  const { watch, clock, told, noted, world, asked } = await watching({ answers: () => undefined });
  watch.begin();
  clock.run(0);
  const look = asked[0];
  world.isAtWork = true;
  look?.answer(false);
  world.isAtWork = false;
  expect([told, noted]).toEqual([[], []]);
  clock.run(30_000);
  asked.at(-1)?.answer(false);
  expect(noted).toEqual([{ type: "lost", ...db }]);
});

test("a host that cannot be asked is no drift: it is told once with all that it bears, until it can be", async () => {
  const { watch, clock, noted, told, state } = await watching({
    answers: ({ instance }, atMs) =>
      instance === "web" || atMs > 50_000 || { unreachable: "no route to host" },
  });
  state.on.set("db", "one").set("guest", "one");
  watch.begin();
  clock.run(40_000);
  expect(watch.unreachable).toEqual(["one"]);
  clock.run(100_000);
  expect(noted).toEqual([]);
  expect(told).toEqual([
    {
      atMs: 0,
      what: "unreachable",
      host: "one",
      instances: ["db", "guest"],
      text: "one cannot be asked, so that nothing is known of db, guest: no route to host",
    },
    {
      atMs: 60_000,
      what: "reachable",
      host: "one",
      instances: ["db", "guest"],
      text: "one can be asked again",
    },
  ]);
});

test("the reader of a value that has been given anew is stale, until it reads again", async () => {
  const { watch, clock, told, texts, state } = await watching();
  watch.begin();
  const behave = (
    instance: string,
    behavior: string,
    transition: string,
    values?: object,
  ): void => {
    const instructions = [{ op: "changeBehavior", instance, behavior } as const];
    fold(state, { type: "program", name: behavior, instructions });
    fold(state, { type: "ended", instance, transition, ...(values && { values: { ...values } }) });
  };
  behave("db", "update", "renew", { address: { host: "elsewhere" } });
  clock.run(30_000);
  expect(texts()).toEqual(["web has read version 1 of db.address, which is at version 2 by now"]);
  const reading = { instance: "web", port: "address", provide: "db.address", read: 1, version: 2 };
  expect(told[0]).toMatchObject({ what: "stale", ...reading });
  behave("web", "reload", "read");
  clock.run(60_000);
  expect(told[1]).toMatchObject({ what: "fresh", ...reading });
  expect(texts()[1]).toBe("web no longer relies on an older version of db.address");
});

test("jitter delays each question by its part of a tenth of the round", async () => {
  const parts = [0.5, 0.999];
  const { watch, clock, asked } = await watching({ jitter: () => parts.shift() ?? 0 });
  watch.begin();
  clock.run(29_999);
  expect(asked.map(({ atMs }) => atMs)).toEqual([1500, 2997]);
});

test("however long answers take, no place is asked twice at once, and never more than so many", async () => {
  const many = Array.from({ length: 12 }, (_, k) => `d${k}`);
  const instructions = [
    ...many.map((name) => add(name, database)),
    ...many.map((name) => push(name, "deploy")),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 70_000 }),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 40 }),
      async (atOnce, lastsMs, jitters) => {
        const jitter = (): number => jitters.shift() ?? 0;
        const { watch, clock, asked, world } = await watching({
          instructions,
          atOnce,
          lastsMs,
          jitter,
        });
        watch.begin();
        clock.run(300_000);
        expect(world.atOnceMost).toBeLessThanOrEqual(atOnce);
        expect(new Set(asked.map(({ instance }) => instance)).size).toBe(
          Math.min(12, asked.length),
        );
        for (const name of many) {
          const times = asked.filter(({ instance }) => instance === name).map(({ atMs }) => atMs);
          for (const [k, atMs] of times.entries())
            expect(atMs - (times[k - 1] ?? -Infinity)).toBeGreaterThanOrEqual(lastsMs);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("the only round ends when the slowest has answered, and none comes after it", async () => {
  const { watch, clock, asked, rounds, told } = await watching({
    answers: () => false,
    lastsMs: 40_000,
    atOnce: 1,
    isOnce: true,
  });
  watch.begin();
  clock.run(79_999);
  expect(rounds).toEqual([]);
  clock.run(300_000);
  expect([asked.length, rounds]).toEqual([2, [2]]);
  expect(told.filter(({ what }) => what === "lost")).toHaveLength(2);
});

test("where somebody changes something during the only round, all are asked once more", async () => {
  const { watch, clock, asked, rounds, world } = await watching({
    answers: () => undefined,
    isOnce: true,
  });
  watch.begin();
  clock.run(0);
  asked[0]?.answer(false);
  world.era++;
  asked[1]?.answer(true);
  clock.run(0);
  expect(rounds).toEqual([]);
  for (const one of asked.slice(2)) one.answer(one.instance === "web");
  expect([watch.lost, rounds]).toEqual([[db], [2]]);
});

test("what was asked while somebody began to work counts as no round", async () => {
  const { watch, clock, asked, rounds, world } = await watching({
    answers: () => undefined,
    isOnce: true,
  });
  watch.begin();
  clock.run(0);
  world.isAtWork = true;
  for (const one of asked) one.answer(false);
  expect([watch.lost, rounds]).toEqual([[], [undefined]]);
});

test("a probe that cannot tell yet says nothing, and whoever is asked again is told apart from who has answered", async () => {
  const { watch, clock, asked, rounds, noted, told } = await watching({ answers: () => undefined });
  watch.begin();
  clock.run(0);
  asked[0]?.answer(undefined);
  expect([watch.isAsking(db), watch.isAsking(web)]).toEqual([false, true]);
  asked[1]?.answer(undefined);
  expect([noted, told, rounds]).toEqual([[], [], [2]]);
});

test("what JavaScript gives every object is no probe", async () => {
  const named = component({
    name: "named",
    places: ["off", "valueOf", "toString"],
    initial: "off",
    behaviors: { deploy: { start: { from: "off", to: "valueOf" } } },
  });
  const bare = component({ ...named, name: "bare", probes: undefined } as never) as AnyComponent;
  const { state } = await watching({
    instructions: [add("a", named), add("b", bare), push("a", "deploy"), push("b", "deploy")],
  });
  expect(probedPlaces(state)).toEqual([]);
});
