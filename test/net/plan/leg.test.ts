/** What keeps an instance from what is wanted of it, in words. */
import { describe, expect, test } from "vitest";
import { deployed, obstaclesOf, site, type } from "./site.ts";

const database = type("database");

describe("what is not possible is said in words", () => {
  test("there is no way back to the initial place", () => {
    const stays = type("stays", {}, { uninstall: ["quit: run -> set"] });
    expect(obstaclesOf(deployed(site({ db: stays })), site({}))).toEqual([
      "no behavior of db leads from run to off",
    ]);
  });

  test("nobody lets go", () => {
    const clings = type("clings", { uses: { db: ["start", "run", "set"] } }, { uninstall: [] });
    const before = deployed(site({ db: database, web: clings }, "web.db db"));
    expect(
      obstaclesOf(
        before,
        site({ db: { type: database, via: "update" }, web: clings }, "web.db db"),
      ),
    ).toEqual(["no behavior of web leads from run and back and lets go of web.db on the way"]);
  });

  test("the behavior that is wanted leads nowhere", () => {
    const odd = type("odd", {}, { update: ["wreck: run -> broken"] });
    expect(
      obstaclesOf(deployed(site({ db: odd })), site({ db: { type: odd, via: "update" } })),
    ).toEqual(["no behavior of db leads from run by update and back"]);
  });

  test("what one needs on its way out has stopped already", () => {
    const tidy = type("tidy", { uses: { db: ["start", "remove"] } });
    const chain = site({ db: database, tidy, x: database }, "tidy.db db");
    expect(obstaclesOf(deployed(chain, "db.suspend"), site({ x: database }))).toEqual([
      "tidy needs db.up for its uninstall, and that is not there",
    ]);
  });
});
