import { expect, test } from "vitest";
import { type Assembly, assembly } from "../../src/model/assembly.ts";
import { type AnyComponent, component } from "../../src/model/component.ts";
import { type Program, deployment, reconfigure } from "../../src/model/program.ts";
import { type Offer, catalogOf } from "../../src/store/catalog.ts";
import { declarationOf, pinnedCatalog } from "../../src/store/declaration.ts";
import { lineageOf } from "../../src/store/lineage.ts";

/** Those of two paths differ in nothing that can be written down. */
const file = (path: string): AnyComponent =>
  component({
    name: "file",
    places: ["absent", "there"],
    initial: "absent",
    behaviors: {
      deploy: { make: { from: "absent", to: "there", run: ({ sh }) => sh`touch ${path}` } },
      uninstall: { remove: { from: "there", to: "absent", run: ({ sh }) => sh`rm -f ${path}` } },
    },
  });
const of = (components: Readonly<Record<string, AnyComponent>>): Assembly =>
  assembly({ name: "site", components });

/** What `now` and what is offered besides have for an instance that was made from one of `before`, the last of which counts. */
function found(
  instance: string,
  before: readonly (Assembly | Program)[],
  now: Assembly,
  offered: readonly (AnyComponent | Offer)[] = [],
): AnyComponent | undefined {
  const lineage = lineageOf(before.map(declarationOf));
  return catalogOf(deployment(now), offered, lineage).find("file", instance);
}

const [log, lock, data] = [file("log"), file("lock"), file("data")];

test("who is no longer declared never gets what is declared for another one of its name", () => {
  expect(found("log", [of({ log, lock })], of({ lock }))).toBeUndefined();
  expect(found("lock", [of({ log, lock, data })], of({ log, data }))).toBeUndefined();
  expect(found("log", [of({ log })], of({ lock }))).toBeUndefined();
  expect(found("log", [of({ log, lock })], of({ log, lock }))).toBe(log);
});

test("who was made from the same component as one that is declared still gets that", () => {
  expect(found("web2", [of({ web1: log, web2: log })], of({ web1: lock }))).toBe(lock);
  expect(
    found("web2", [of({ web1: log, web2: log, db: data })], of({ web1: lock, db: data })),
  ).toBe(lock);
  const apart = of({ web1: lock, web2: data });
  expect(found("web3", [of({ web1: log, web2: log, web3: log })], apart)).toBeUndefined();
});

test("the last declaration that has an instance says with whom it shares its component", () => {
  const together = of({ a: log, b: log });
  const apart = of({ a: log, b: lock });
  expect(found("b", [together, apart], of({ a: log }))).toBeUndefined();
  expect(found("b", [apart, together], of({ a: log }))).toBe(log);
  expect(found("b", [together, of({ a: log })], of({ a: log }))).toBe(log);
});

test("an export of the instance's name is what that was made from, whoever else has such a component", () => {
  const before = [of({ log, lock })];
  expect(found("log", before, of({ lock }), [{ component: data, name: "log" }])).toBe(data);
  expect(found("log", before, of({ lock }), [{ component: data, name: "old" }])).toBeUndefined();
  const twice = [data, file("data")].map((component) => ({ component, name: "log" }));
  expect(found("log", before, of({ lock }), twice)).toBeUndefined();
});

test("an export that is the only one of its name is enough where that name was no other's either", () => {
  expect(found("log", [of({ log })], of({ lock: log }), [log])).toBe(log);
  expect(found("log", [of({ log })], of({ lock }), [data])).toBeUndefined();
  expect(found("log", [of({ log, lock })], of({ web: log }), [log])).toBeUndefined();
});

test("what a program adds is for that instance alone", () => {
  const added: Offer = { component: data, name: "data", isOnlyFor: true };
  const empty = of({ db: component({ name: "db", places: ["p"], initial: "p", behaviors: {} }) });
  expect(found("data", [of({ log, data })], empty, [added])).toBe(data);
  expect(found("log", [of({ log })], empty, [added])).toBeUndefined();
});

test("a program that takes an instance away and adds it from another component leaves it open which is meant", () => {
  const site = of({ log });
  const program = reconfigure(site).del("log").add("log", lock) as Program;
  const catalog = catalogOf([...deployment(site), ...program.instructions]);
  expect(catalog.find("file", "log")).toBeUndefined();
});

test("it is told who has components of one name, then and now", () => {
  const lineage = lineageOf([declarationOf(of({ log, lock }))]);
  const catalog = catalogOf(deployment(of({ lock, data })), [], lineage);
  expect(catalog.namesakes?.("file", "log")).toEqual(["log", "lock", "data"]);
  expect(catalog.namesakes?.("queue", "log")).toEqual([]);
});

test("a declaration of components without code does not say who shares them", () => {
  const pinned = pinnedCatalog(declarationOf(of({ log, lock })));
  const [one, two] = ["log", "lock"].map((name) => pinned.find("file", name));
  expect(one).toBe(two);
  const again = declarationOf(of({ log: one ?? log, lock: two ?? lock }));
  expect(again.makings).toEqual([]);
});
