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
      "changeBehavior(web2, uninstall)",
      "wait(web2)",
      "disconnect(web2.db, db.up)",
      "disconnect(look.sites, web2.up)",
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
      "changeBehavior(web2, uninstall)",
      "changeBehavior(front, suspend)",
      "wait(web2, front)",
      "disconnect(front.sites, web2.up)",
      "del(web2)",
      "changeBehavior(front, deploy)",
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

describe("what is connected otherwise", () => {
  test("the new provider is up before the old one is let go of, which goes last", () => {
    const other = site({ db2: database, web }, "web.db db2");
    expect(changeOf(deployed(pair), other)).toEqual([
      "add(db2, database)",
      "changeBehavior(db2, deploy)",
      "wait(db2)",
      "changeBehavior(db, uninstall)",
      "changeBehavior(web, suspend)",
      "wait(db, web)",
      "disconnect(web.db, db.up)",
      "del(db)",
      "connect(web.db, db2.up)",
      "changeBehavior(web, deploy)",
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

describe("what is made anew", () => {
  const anew = { type: type("other database"), anew: true };

  test("is taken away under the old type and comes under the new one; who uses it steps aside meanwhile", () => {
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
});
