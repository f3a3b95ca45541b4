/** Bringing what runs up to date: who steps aside, who stops until others have gone, and replicas one after the other. */
import { describe, expect, test } from "vitest";
import { guestbook } from "../../../assemblies/guestbook.ts";
import { updateReplicas } from "../../../assemblies/update-replicas.ts";
import { type Instruction, deployment } from "../../../src/model/program.ts";
import { changeTo } from "../../../src/net/plan/change.ts";
import { systemOf } from "../../../src/net/plan/system.ts";
import { Configuration } from "../../../src/semantics/configuration.ts";
import { settle } from "../../../src/semantics/settle.ts";
import { changeOf, deployed, site, type } from "./site.ts";

const database = type("database");
const web = type("web", { uses: { db: ["start", "run"] } });
const front = type("front", { uses: { sites: ["run"] } });
const updated = <Type>(one: Type) => ({ type: one, via: "update" });

describe("who uses what is brought up to date", () => {
  test("steps aside, and so does who uses that one", () => {
    const all = { db: database, web, front };
    const wires = ["web.db db", "front.sites web"];
    expect(
      changeOf(deployed(site(all, ...wires)), site({ ...all, db: updated(database) }, ...wires)),
    ).toEqual([
      "changeBehavior(db, update)",
      "changeBehavior(db, deploy)",
      "changeBehavior(web, suspend)",
      "changeBehavior(web, deploy)",
      "changeBehavior(front, suspend)",
      "changeBehavior(front, deploy)",
      "wait()",
    ]);
  });

  test("stays where the service stays", () => {
    const tuned = type(
      "tuned",
      { up: ["run", "tuned"] },
      { update: ["tune: run -> tuned"], accept: ["back: tuned -> run"] },
    );
    const all = { db: tuned, web };
    expect(
      changeOf(deployed(site(all, "web.db db")), site({ ...all, db: updated(tuned) }, "web.db db")),
    ).toEqual(["changeBehavior(db, update)", "changeBehavior(db, accept)", "wait()"]);
  });

  test("stops until it has gone where it could be had once more before", () => {
    const drained = type(
      "drained",
      { up: ["run", "drain"] },
      { update: ["renew: run -> drain", "rest: drain -> set"] },
    );
    const all = { db: drained, web };
    expect(
      changeOf(
        deployed(site(all, "web.db db")),
        site({ ...all, db: updated(drained) }, "web.db db"),
      ),
    ).toEqual([
      "changeBehavior(db, update)",
      "changeBehavior(db, deploy)",
      "changeBehavior(web, suspend)",
      "wait(db, web)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("comes after it, if it is new", () => {
    expect(
      changeOf(deployed(site({ db: database })), site({ db: updated(database), web }, "web.db db")),
    ).toEqual([
      "changeBehavior(db, update)",
      "changeBehavior(db, deploy)",
      "add(web, web)",
      "connect(web.db, db.up)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("is brought up to date with it, if both are to be", () => {
    const both = site({ db: updated(database), web: updated(web) }, "web.db db");
    expect(changeOf(deployed(site({ db: database, web }, "web.db db")), both)).toEqual([
      "changeBehavior(db, update)",
      "changeBehavior(db, deploy)",
      "changeBehavior(web, update)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("what stands where it begins is not brought up to date: it has nothing yet", () => {
    const before = deployed(site({ db: database }), "db.uninstall");
    expect(changeOf(before, site({ db: updated(database) }))).toEqual([
      "changeBehavior(db, deploy)",
      "wait()",
    ]);
  });
});

describe("replicas", () => {
  const wires = ["web1.db db", "web2.db db", "front1.sites web1", "front2.sites web2"];
  const all = { db: database, web1: web, web2: web, front1: front, front2: front };
  const wanted = site({ ...all, web1: updated(web), web2: updated(web) }, ...wires);
  const one = (k: number): readonly string[] => [
    `changeBehavior(web${k}, update)`,
    `changeBehavior(web${k}, deploy)`,
    `changeBehavior(front${k}, suspend)`,
    `changeBehavior(front${k}, deploy)`,
    "wait()",
  ];

  test("are brought up to date one after the other", () => {
    expect(changeOf(deployed(site(all, ...wires)), wanted)).toEqual([...one(1), ...one(2)]);
  });

  test("or all at once", () => {
    const program = changeOf(deployed(site(all, ...wires)), wanted, true);
    expect(program.filter((text) => text === "wait()")).toHaveLength(1);
    expect([...program].sort()).toEqual(
      [...one(1), ...one(2)].filter((text, k) => text !== "wait()" || k > 5).sort(),
    );
  });

  test("together where what they use is brought up to date, too", () => {
    const both = site({ ...wanted.instances, db: updated(database) }, ...wires);
    const program = changeOf(deployed(site(all, ...wires)), both);
    expect(program.slice(0, 4)).toEqual([
      "changeBehavior(db, update)",
      "changeBehavior(db, deploy)",
      "changeBehavior(web1, update)",
      "changeBehavior(web1, deploy)",
    ]);
    expect(program.filter((text) => text === "wait()")).toHaveLength(1);
  });

  test("after all else; what is made anew for it is made once", () => {
    const other = { ...wanted.instances, db: { type: type("other database"), anew: true } };
    const free = { ...all, db2: database };
    const apart = ["web1.db db2", "web2.db db2", "front1.sites web1", "front2.sites web2"];
    const program = changeOf(
      deployed(site(free, ...apart)),
      site({ ...other, db2: database }, ...apart),
    );
    expect(program).toEqual([
      "changeBehavior(db, uninstall)",
      "wait(db)",
      "del(db)",
      "add(db, other database)",
      "changeBehavior(db, deploy)",
      "wait()",
      ...one(1),
      ...one(2),
    ]);
  });
});

describe("the guestbook's replicas", () => {
  test("are brought up to date as the program of the example does", () => {
    const c = new Configuration();
    settle(c, { type: "program", instructions: deployment(guestbook) });
    const now = systemOf(c);
    const wish = (name: string) => (name.startsWith("app") ? { via: "update" } : {});
    const instances = new Map(
      [...now.instances].map(([name, { life }]) => [
        name,
        { component: life.component, ...wish(name) },
      ]),
    );
    const { instructions, obstacles } = changeTo(now, { instances, connections: now.connections });
    expect(obstacles).toEqual([]);
    expect(turnsIn(instructions)).toEqual(turnsIn(updateReplicas.instructions));
  });
});

/** What is asked of whom, in order, between one wait and the next. */
function turnsIn(
  instructions: readonly Instruction[],
): readonly Readonly<Record<string, readonly string[]>>[] {
  const turns: Record<string, string[]>[] = [{}];
  for (const one of instructions) {
    if (one.op === "wait") turns.push({});
    if (one.op === "changeBehavior")
      (turns.at(-1) ?? {})[one.instance] = [...(turns.at(-1)?.[one.instance] ?? []), one.behavior];
  }
  return turns;
}
