import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { actionOf, perform } from "../../src/engine/action-steps.ts";
import { secret } from "../../src/model/secret.ts";
import type { Step } from "../../src/model/step.ts";
import { acted, directory, failure, performed, probed } from "../actions/stage.ts";

/** Something that is wrong `times` times, and is told on a list when it is looked at and when it acts. */
const stubborn = (name: string, times: number, told: string[] = []): Step => {
  let left = times;
  return {
    name,
    async look() {
      told.push(`look at ${name}`);
      return left > 0 ? "mend" : undefined;
    },
    async act() {
      told.push(`act on ${name}`);
      left--;
    },
  };
};

/** A step that asks the host for what a file holds; acting makes it good. */
function asking(at: string, name: string, text?: string): Step {
  const path = join(at, name);
  if (text !== undefined) writeFileSync(path, text);
  const judge = (answer: string): string | undefined => (answer === "good" ? undefined : answer);
  return {
    name,
    question: { text: `cat ${path}`, judge },
    look: async (scope) => judge(await scope.exec("cat", [path])),
    act: async () => writeFileSync(path, "good"),
  };
}

describe("steps", () => {
  test("are looked at, act where there is something to change, and are looked at again", async () => {
    const told: string[] = [];
    const said = await performed([stubborn("a", 0, told), stubborn("b", 1, told)]);
    expect(told).toEqual(["look at a", "look at b", "act on b", "look at b"]);
    expect(said).toMatchObject({ changed: ["b: mend"], unchanged: 1 });
    expect(said.log).toContain("b: mend");
  });

  test("that still want a change after they have acted have failed", async () => {
    expect(await performed(stubborn("liar", 2))).toMatchObject({
      changed: [],
      error: {
        code: "MADEUS_STEP_INEFFECTIVE",
        message: expect.stringContaining(
          "liar has acted and still finds something to change: mend",
        ),
      },
    });
  });

  test("behind one that fails do not begin", async () => {
    const told: string[] = [];
    const broken: Step = {
      name: "broken",
      look: async () => "go",
      act: (scope) => scope.sh`echo oh >&2; exit 3`,
    };
    const said = await performed([broken, stubborn("next", 1, told)]);
    expect(said.error).toMatchObject({
      code: "MADEUS_ACTION_FAILED",
      message: "broken: oh",
      exitCode: 3,
    });
    expect(told).toEqual([]);
  });

  test("may be made of what is known only when the action begins; none is also an answer", async () => {
    const told: string[] = [];
    const said = await performed([
      () => [stubborn("a", 1, told), stubborn("b", 0, told)],
      () => undefined,
      async ({ instance }) => stubborn(instance, 1, told),
    ]);
    expect(said.changed).toEqual(["a: mend", "one: mend"]);
  });

  test("that only wait are no change", async () => {
    const said = await performed({ ...stubborn("wait", 1), waits: true });
    expect(said).toMatchObject({ changed: [], unchanged: 1 });
  });

  test("come before the code of their transition", async () => {
    const told: string[] = [];
    const run = async (): Promise<void> => void told.push("run");
    await acted((scope) =>
      actionOf({ from: "a", to: "b", steps: [stubborn("s", 1, told)], run })?.(scope),
    );
    expect(told.at(-1)).toBe("run");
    expect(actionOf({ from: "a", to: "b", run })).toBe(run);
    expect(actionOf({ from: "a", to: "b" })).toBeUndefined();
  });

  test("can be performed within other code, and give nothing", async () => {
    const said = await acted(async (scope) => {
      await perform(scope, stubborn("a", 1));
      scope.changed("and b");
      scope.unchanged("c");
    });
    expect(said).toMatchObject({ changed: ["a: mend", "and b"], unchanged: 1 });
  });
});

describe("steps that ask in shell text", () => {
  test("are asked in one command where nothing has changed", async () => {
    const at = directory();
    const steps = ["a", "b", "c", "d", "e"].map((name) => asking(at, name, "good"));
    expect(await performed(steps)).toMatchObject({ commands: 1, unchanged: 5, changed: [] });
  });

  test("are asked again, with those behind them, after each change", async () => {
    const at = directory();
    const texts = { a: "good", b: "bad", c: "good", d: "worse", e: "good" };
    const steps = Object.entries(texts).map(([name, text]) => asking(at, name, text));
    const changed = ["b: bad", "d: worse"];
    expect(await performed(steps)).toMatchObject({ commands: 3, unchanged: 3, changed });
  });

  test("need no answer before those in front of them have acted", async () => {
    const at = directory();
    const later = asking(at, "later");
    const first = {
      ...asking(at, "first", "bad"),
      async act() {
        asking(at, "first", "good");
        asking(at, "later", "good");
      },
    };
    expect(await performed([first, later])).toMatchObject({
      changed: ["first: bad"],
      unchanged: 1,
    });
  });

  test("tell why where they cannot be answered", async () => {
    const broken: Step = {
      name: "broken",
      question: { text: "echo it is gone >&2; exit 4", judge: () => undefined },
      look: async (scope) => scope.sh`echo it is gone >&2; exit 4`,
      act: async () => undefined,
    };
    expect(await failure([broken, broken])).toBe("broken: it is gone");
  });

  test("print nothing into the log, and stand in no argument", async () => {
    const step: Step = {
      name: "file",
      question: {
        text: "echo 's3cret'",
        judge: (answer) => (answer === "s3cret" ? undefined : "no"),
      },
      look: async () => undefined,
      act: async () => undefined,
    };
    const said = await performed([step, step]);
    expect(said).toMatchObject({ unchanged: 2, commands: 1 });
    expect(said.log).not.toContain("s3cret");
  });
});

describe("the probe of an action that consists of steps", () => {
  test("says that it is done where nothing is to be changed, and changes nothing", async () => {
    const told: string[] = [];
    expect(await probed([stubborn("a", 0, told), stubborn("b", 0, told)])).toBe("done");
    expect(await probed([stubborn("a", 0, told), stubborn("b", 1, told)])).toBe("not-done");
    expect(told.filter((one) => one.startsWith("act"))).toEqual([]);
  });

  test("takes what cannot be looked at as not done", async () => {
    expect(await probed({ ...stubborn("a", 0), look: (scope) => scope.sh`exit 1` })).toBe(
      "not-done",
    );
  });
});

describe("what an action says that it changed", () => {
  test("is recorded without secrets and in few words", async () => {
    process.env["STEP_SECRET"] = "s3cr3t-value";
    const { changed } = await acted(async ({ secret: fetch, changed: say }) => {
      say("before s3cr3t-value");
      await fetch(secret({ env: "STEP_SECRET" }));
      say(`after s3cr3t-value\n${"x".repeat(500)}`);
    });
    expect(changed[0]).toBe("before [secret]");
    expect(changed[1]).toMatch(/^after \[secret\] x+…$/);
    expect(changed[1]).toHaveLength(200);
  });

  test("is told up to a hundred times, and counted beyond", async () => {
    const said = await acted(({ changed: say }) => {
      for (let k = 0; k < 150; k++) say(`change ${k}`);
    });
    expect(said.changed).toHaveLength(100);
  });
});
