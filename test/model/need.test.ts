import { describe, expect, test } from "vitest";
import { balancer, client, lifecycle, program, server, Sql, told, transitions } from "./sample.ts";

describe("a behavior that needs a port without a provider", () => {
  const added = program.add("web2", client).changeBehavior("web2", "deploy");
  const missing = (port: string, type: string): string =>
    `MADEUS_NOT_CONNECTED: instruction 2, changeBehavior(web2, deploy): "deploy" needs web2.${port} (${type}), which has no provider (connect("web2.${port}", …) before it is waited for)`;
  const both = [missing("database", 'service "sql"'), missing("address", 'data "address"')];

  test("is told when it is waited for", () => {
    const late = added
      .wait("web2")
      .connect("web2.database", "db.sql")
      .connect("web2.address", "db.address");
    expect(told(late)).toEqual(both);
  });

  test("is told when all are waited for, the instance is deleted, or the program ends", () => {
    expect(told(added)).toEqual(both);
    expect(told(added.wait())).toEqual(both);
    expect(told(added.del("web2"))).toEqual(both);
    expect(told(added.wait("db"))).toEqual(both);
  });

  test("may be connected after it was asked for", () => {
    const connected = added.connect("web2.database", "db.sql");
    expect(told(connected.wait())).toEqual(both.slice(1));
    expect(told(connected.connect("web2.address", "db.address").wait())).toEqual([]);
  });

  test("is still told when another instance is waited for, or takes its name", () => {
    expect(
      told(
        added
          .wait("db")
          .connect("web2.database", "db.sql")
          .connect("web2.address", "db.address")
          .wait(),
      ),
    ).toEqual([]);
    expect(
      told(
        added
          .del("web2")
          .add("web2", client)
          .connect("web2.database", "db.sql")
          .connect("web2.address", "db.address"),
      ),
    ).toEqual(both);
  });

  test("needs only what its own transitions and places name", () => {
    expect(told(program.add("web2", client).changeBehavior("web2", "uninstall"))).toEqual([]);
  });

  test("is a warning where it is not known to come so far", () => {
    const dropped = program.disconnect("web.database", "db.sql").changeBehavior("web", "deploy");
    expect(told(dropped)).toEqual([
      'warning MADEUS_NOT_CONNECTED: instruction 2, changeBehavior(web, deploy): "deploy" needs web.database (service "sql"), which has no provider (connect("web.database", …) before it is waited for)',
    ]);
  });

  test("is a warning where an action may choose another way", () => {
    const chooser = lifecycle(
      ["a", "b", "c"],
      { t: ["a", "b", "c"] },
      {
        name: "chooser",
        uses: { db: { type: Sql, in: ["b"] } },
      },
    );
    const later = lifecycle(
      ["a", "b", "c", "d"],
      { t: ["a", "b", "c"], u: ["b", "d"] },
      { uses: { db: { type: Sql, in: ["u"] } } },
    );
    expect(told(program.add("x", later).changeBehavior("x", "deploy"))).toEqual([
      expect.stringContaining("warning MADEUS_NOT_CONNECTED"),
    ]);
    expect(told(program.add("x", chooser).changeBehavior("x", "deploy").wait())).toEqual([
      'warning MADEUS_NOT_CONNECTED: instruction 2, changeBehavior(x, deploy): "deploy" needs x.db (service "sql"), which has no provider (connect("x.db", …) before it is waited for)',
    ]);
  });

  test("is a warning from the second behavior on: where the instance then is, is not known", () => {
    const twice = lifecycle(
      ["a", "b", "c"],
      {},
      {
        behaviors: {
          prepare: transitions({ t: ["a", "b"] }),
          deploy: transitions({ u: ["b", "c"] }),
        },
        uses: { db: { type: Sql, in: ["u"] } },
      },
    );
    const asked = program
      .add("x", twice)
      .changeBehavior("x", "prepare")
      .changeBehavior("x", "deploy");
    expect(told(asked)).toEqual([
      expect.stringContaining(
        "warning MADEUS_NOT_CONNECTED: instruction 3, changeBehavior(x, deploy)",
      ),
    ]);
  });

  test("counts the providers of a port for many", () => {
    const [asked] = [
      program.add("lb2", balancer).connect("lb2.all", "db.sql").changeBehavior("lb2", "deploy"),
    ];
    expect(told(asked)).toEqual([
      'MADEUS_NOT_CONNECTED: instruction 3, changeBehavior(lb2, deploy): "deploy" needs lb2.all (service "sql"), which has fewer than 2 providers (connect("lb2.all", …) before it is waited for)',
    ]);
    expect(told(asked.add("db2", server).connect("lb2.all", "db2.sql").wait())).toEqual([]);
    const late = program.add("lb2", balancer).changeBehavior("lb2", "deploy");
    expect(told(late.connect("lb2.all", "db.sql").wait())).toHaveLength(1);
  });
});
