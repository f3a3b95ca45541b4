/** What is taken away and comes again: with which instructions, and when. */
import { expect, test } from "vitest";
import { changeOf, deployed, site, type } from "./site.ts";

const database = type("database");
/** Holds its database from the start on. */
const web = type("web", { uses: { db: ["start", "run"] } });
/** Holds all of its sites as long as it runs. */
const balancer = type("balancer", { uses: { sites: ["run"] } });
/** Looks at its sites once. */
const look = type("look", { uses: { sites: ["start"] } });

const pair = site({ db: database, web }, "web.db db");
const anew = { type: type("other database"), anew: true };

test("it is taken away under the old type and comes under the new one; who uses it steps aside meanwhile", () => {
  expect(changeOf(deployed(pair), site({ db: anew, web }, "web.db db"))).toEqual([
    "changeBehavior(db, uninstall)",
    "changeBehavior(web, suspend)",
    "wait(db, web)",
    "disconnect(web.db, db.up)",
    "del(db)",
    "add(db, other database)",
    "connect(web.db, db.up)",
    "changeBehavior(db, deploy)",
    "changeBehavior(web, deploy)",
    "wait()",
  ]);
});

test("who is new and uses it comes after it, and so does who uses that one", () => {
  const large = site({ db: anew, web, front: balancer }, "web.db db", "front.sites web");
  expect(changeOf(deployed(site({ db: database })), large)).toEqual([
    "changeBehavior(db, uninstall)",
    "wait(db)",
    "del(db)",
    "add(db, other database)",
    "add(web, web)",
    "add(front, balancer)",
    "connect(web.db, db.up)",
    "connect(front.sites, web.up)",
    "changeBehavior(db, deploy)",
    "changeBehavior(web, deploy)",
    "changeBehavior(front, deploy)",
    "wait()",
  ]);
});

test("who keeps another provider of the same port is connected to one that comes late when that is there", () => {
  const small = site({ db: database, web: database, front: balancer }, "front.sites web");
  const large = site(
    { db: anew, web: database, front: balancer, web2: web },
    "front.sites web",
    "front.sites web2",
    "web2.db db",
  );
  expect(changeOf(deployed(small), large).slice(-4)).toEqual([
    "changeBehavior(db, deploy)",
    "changeBehavior(web2, deploy)",
    "connect(front.sites, web2.up)",
    "wait()",
  ]);
});

const front = { web1: web, web2: web, db: database, front: balancer };
const wires = ["web1.db db", "web2.db db", "front.sites web1", "front.sites web2"];
const other = { type: type("other web", { uses: { db: ["start", "run"] } }), anew: true };
const turnOf = (name: string): readonly string[] => [
  `changeBehavior(${name}, uninstall)`,
  "changeBehavior(front, suspend)",
  `wait(${name}, front)`,
  `disconnect(${name}.db, db.up)`,
  `disconnect(front.sites, ${name}.up)`,
  `del(${name})`,
  `add(${name}, other web)`,
  `connect(${name}.db, db.up)`,
  `connect(front.sites, ${name}.up)`,
  `changeBehavior(${name}, deploy)`,
  "changeBehavior(front, deploy)",
  "wait()",
];

test("replicas come anew one after the other", () => {
  const to = site({ ...front, web1: other, web2: other }, ...wires);
  expect(changeOf(deployed(site(front, ...wires)), to)).toEqual([
    ...turnOf("web1"),
    ...turnOf("web2"),
  ]);
});

test("or all at once, if that is wanted", () => {
  const to = site({ ...front, web1: other, web2: other }, ...wires);
  const program = changeOf(deployed(site(front, ...wires)), to, true);
  expect(program.filter((text) => text.startsWith("add"))).toHaveLength(2);
  expect(program.indexOf("del(web2)")).toBeLessThan(program.indexOf("add(web1, other web)"));
});

test("those that have to step aside anyway are made anew then", () => {
  const to = site({ ...front, db: anew, web1: other, web2: other }, ...wires);
  const program = changeOf(deployed(site(front, ...wires)), to);
  expect(program.filter((text) => text === "changeBehavior(front, suspend)")).toHaveLength(1);
  expect(program.filter((text) => text === "wait()")).toHaveLength(1);
});

test("and one whose connections change, too, before the others", () => {
  const to = site(
    { ...front, db2: database, web1: other, web2: other },
    "web1.db db",
    "web2.db db2",
    ...wires.slice(2),
  );
  const program = changeOf(deployed(site(front, ...wires)), to);
  expect(program.indexOf("del(web2)")).toBeLessThan(program.indexOf("del(web1)"));
});

test("all at once, where somebody needs one of them before its turn", () => {
  const from = site({ ...front, look }, ...wires, "look.sites web1");
  const to = site({ ...from.instances, web1: other, web2: other }, ...from.wires);
  const program = changeOf(deployed(from, "look.suspend", "front.suspend", "web1.suspend"), to);
  expect(program.indexOf("del(web2)")).toBeLessThan(program.indexOf("add(web1, other web)"));
});
