/** The program between what stands and what is wanted, in words. */
import { describe, expect, test } from "vitest";
import { changeOf, deployed, site, type } from "./site.ts";

const database = type("database");
/** Holds its database from the start on. */
const web = type("web", { uses: { db: ["start", "run"] } });
/** Holds all of its sites as long as it runs. */
const balancer = type("balancer", { uses: { sites: ["run"] } });
/** Looks at its sites once. */
const look = type("look", { uses: { sites: ["start"] } });

const pair = site({ db: database, web }, "web.db db");

describe("what comes", () => {
  test("nothing, where all is as it is wanted", () => {
    expect(changeOf(deployed(pair), pair)).toEqual([]);
  });

  test("a further replica is up before anybody is connected to it", () => {
    const small = site({ db: database, web, look }, "web.db db", "look.sites web");
    const large = site(
      { db: database, web, look, web2: web },
      ...small.wires,
      "web2.db db",
      "look.sites web2",
    );
    expect(changeOf(deployed(small), large)).toEqual([
      "add(web2, web)",
      "connect(web2.db, db.up)",
      "changeBehavior(web2, deploy)",
      "wait(web2)",
      "connect(look.sites, web2.up)",
      "wait()",
    ]);
  });

  test("who holds the others does not let go of them for a further one", () => {
    const small = site({ web: database, front: balancer }, "front.sites web");
    const large = site({ ...small.instances, web2: database }, ...small.wires, "front.sites web2");
    expect(changeOf(deployed(small), large)).toEqual([
      "add(web2, database)",
      "changeBehavior(web2, deploy)",
      "wait(web2)",
      "connect(front.sites, web2.up)",
      "wait()",
    ]);
  });

  test("several that need each other come together, providers first", () => {
    const large = site(
      { ...pair.instances, front: balancer, web2: web, db2: database },
      ...pair.wires,
      "front.sites web2",
      "web2.db db2",
    );
    expect(changeOf(deployed(pair), large)).toEqual([
      "add(front, balancer)",
      "add(web2, web)",
      "add(db2, database)",
      "connect(front.sites, web2.up)",
      "connect(web2.db, db2.up)",
      "changeBehavior(db2, deploy)",
      "changeBehavior(web2, deploy)",
      "changeBehavior(front, deploy)",
      "wait()",
    ]);
  });

  test("what stands somewhere on its way goes on", () => {
    expect(changeOf(deployed(pair, "web.suspend"), pair)).toEqual([
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("who needs somebody who is still on his way comes after him", () => {
    const large = site({ ...pair.instances, front: balancer }, ...pair.wires, "front.sites web");
    expect(changeOf(deployed(pair, "web.suspend"), large)).toEqual([
      "changeBehavior(web, deploy)",
      "add(front, balancer)",
      "connect(front.sites, web.up)",
      "changeBehavior(front, deploy)",
      "wait()",
    ]);
  });

  test("who goes on and needs somebody new does so when they are connected", () => {
    const large = site({ db: database, web: look, db2: database }, "web.sites db", "web.sites db2");
    const small = site({ db: database, web: look }, "web.sites db");
    expect(changeOf(deployed(small, "web.suspend"), large)).toEqual([
      "add(db2, database)",
      "changeBehavior(db2, deploy)",
      "wait(db2)",
      "connect(web.sites, db2.up)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });
});

describe("what goes", () => {
  test("one replica fewer", () => {
    const large = site(
      { db: database, web, web2: web, look },
      "web.db db",
      "web2.db db",
      "look.sites web",
      "look.sites web2",
    );
    const small = site({ db: database, web, look }, "web.db db", "look.sites web");
    expect(changeOf(deployed(large), small)).toEqual([
      "disconnect(look.sites, web2.up)",
      "changeBehavior(web2, uninstall)",
      "wait(web2)",
      "disconnect(web2.db, db.up)",
      "del(web2)",
      "wait()",
    ]);
  });

  test("who holds what goes steps aside for it", () => {
    const large = site(
      { web: database, web2: database, front: balancer },
      "front.sites web",
      "front.sites web2",
    );
    const small = site({ web: database, front: balancer }, "front.sites web");
    expect(changeOf(deployed(large), small)).toEqual([
      "changeBehavior(front, suspend)",
      "wait(front)",
      "disconnect(front.sites, web2.up)",
      "changeBehavior(front, deploy)",
      "wait(front)",
      "changeBehavior(web2, uninstall)",
      "wait(web2)",
      "del(web2)",
      "wait()",
    ]);
  });

  test("a chain goes at once: each refuses, and goes when the one before it has gone", () => {
    const chain = site(
      { db: database, web, front: balancer, x: database },
      "web.db db",
      "front.sites web",
    );
    expect(changeOf(deployed(chain), site({ x: database }))).toEqual([
      "changeBehavior(db, uninstall)",
      "changeBehavior(web, uninstall)",
      "changeBehavior(front, uninstall)",
      "wait(db, web, front)",
      "disconnect(web.db, db.up)",
      "disconnect(front.sites, web.up)",
      "del(db)",
      "del(web)",
      "del(front)",
      "wait()",
    ]);
  });

  test("who needs its provider to clean up is done before that goes", () => {
    const tidy = type("tidy", { uses: { db: ["start", "remove"] } });
    const chain = site({ db: database, tidy, x: database }, "tidy.db db");
    expect(changeOf(deployed(chain), site({ x: database })).slice(0, 4)).toEqual([
      "changeBehavior(tidy, uninstall)",
      "wait(tidy)",
      "changeBehavior(db, uninstall)",
      "wait(db, tidy)",
    ]);
  });
});

describe("what goes while its provider is brought up to date", () => {
  const now = site({ db: database, web, more: web }, "web.db db", "more.db db");
  const then = site({ db: { type: database, via: "update" }, web }, "web.db db");

  test("goes first, and so does who uses it, but not who has nothing to do with it", () => {
    const chain = site(
      { ...now.instances, front: balancer, x: database },
      ...now.wires,
      "front.sites more",
    );
    const program = changeOf(deployed(chain), then);
    const first = program.slice(0, program.indexOf("wait(more, front)"));
    expect(first.toSorted()).toEqual([
      "changeBehavior(db, deploy)",
      "changeBehavior(db, update)",
      "changeBehavior(front, uninstall)",
      "changeBehavior(more, uninstall)",
      "changeBehavior(web, deploy)",
      "changeBehavior(web, suspend)",
    ]);
    expect(program.slice(-5)).toEqual([
      "wait(db, web)",
      "changeBehavior(x, uninstall)",
      "wait(x)",
      "del(x)",
      "wait()",
    ]);
  });
});

describe("what is connected otherwise", () => {
  test("the new provider is up before the old one is let go of, which goes when its user is back", () => {
    const other = site({ db2: database, web }, "web.db db2");
    expect(changeOf(deployed(pair), other)).toEqual([
      "add(db2, database)",
      "changeBehavior(db2, deploy)",
      "wait(db2)",
      "changeBehavior(web, suspend)",
      "wait(web)",
      "disconnect(web.db, db.up)",
      "connect(web.db, db2.up)",
      "changeBehavior(web, deploy)",
      "wait(web)",
      "changeBehavior(db, uninstall)",
      "wait(db)",
      "del(db)",
      "wait()",
    ]);
  });

  test("a use that is not held changes with nobody moving", () => {
    const brief = type("brief", { uses: { db: ["start"] } });
    const two = { db: database, db2: database, brief };
    expect(changeOf(deployed(site(two, "brief.db db")), site(two, "brief.db db2"))).toEqual([
      "disconnect(brief.db, db.up)",
      "connect(brief.db, db2.up)",
      "wait()",
    ]);
  });

  test("who goes on takes the new provider, not the old one", () => {
    const two = { db: database, db2: database, web };
    const before = deployed(site(two, "web.db db"), "web.suspend");
    expect(changeOf(before, site(two, "web.db db2"))).toEqual([
      "disconnect(web.db, db.up)",
      "connect(web.db, db2.up)",
      "changeBehavior(web, deploy)",
      "wait()",
    ]);
  });

  test("who goes on does not take again what it is to lose", () => {
    const all = { web: database, web2: database, front: balancer };
    const before = deployed(site(all, "front.sites web", "front.sites web2"), "front.suspend");
    expect(changeOf(before, site(all, "front.sites web"))).toEqual([
      "disconnect(front.sites, web2.up)",
      "changeBehavior(front, deploy)",
      "wait()",
    ]);
  });
});
