import { afterEach, describe, expect, test } from "vitest";
import { heedMs } from "../../src/engine/action-ending.ts";
import type { ProcessGroup } from "../../src/engine/host.ts";
import { type Body, host, tidy, trial } from "./trial.ts";

const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });

afterEach(tidy);

describe("an action whose time is over", () => {
  const timeoutMs = 60_000;
  const error = { code: "MADEUS_ACTION_TIMEOUT", message: "the action did not end within 60 s" };

  test("has failed, and its commands have ended", async () => {
    const { performed, clock, logged, groups } = trial(
      ({ sh }) => sh`echo started; sleep 1000 & wait`,
      { timeoutMs },
    );
    await logged("started");
    clock.run(timeoutMs - 1);
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(true);
    clock.run(timeoutMs);
    expect(await performed).toEqual(failed(error));
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("is told by its signal", async () => {
    const body: Body = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told"))));
    expect(await trial(body, { timeoutMs }).inTheEnd()).toEqual(failed(error));
  });

  test("has failed though it says that it ended well", async () => {
    const body: Body = async ({ sh }) => {
      await sh`sleep 1000`.catch(() => {});
      return "all is well";
    };
    expect(await trial(body, { timeoutMs }).inTheEnd()).toEqual(failed(error));
  });

  test("can start nothing more, and is given up if it goes on regardless", async () => {
    let refusal: unknown;
    const one = trial(
      async ({ sh, signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await sh`echo late`.catch((reason: unknown) => (refusal = reason));
        await new Promise(() => {});
      },
      { timeoutMs },
    );
    expect(await one.inTheEnd()).toEqual(
      failed({
        code: "MADEUS_ACTION_TIMEOUT",
        message: expect.stringMatching(
          /^the action did not end within 60 s, and went on although its signal was aborted: it was given up \(/,
        ),
      }),
    );
    expect(one.clock.nowMs()).toBe(timeoutMs + heedMs);
    expect(refusal).toMatchObject({ code: "MADEUS_ACTION_TIMEOUT" });
    expect(one.groups).toEqual([]);
  });

  test("leaves no alarm behind if it was in time", async () => {
    const { performed, clock } = trial(() => {}, { timeoutMs });
    await performed;
    clock.run();
    expect(clock.nowMs()).toBe(0);
  });
});

describe("an action that has ended", () => {
  test("may no longer use its scope", async () => {
    let late: (() => void) | undefined;
    const { performed } = trial(({ give }) => void (late = () => give("address", { port: 1 })));
    await performed;
    expect(late).toThrow(expect.objectContaining({ code: "MADEUS_SCOPE_ENDED" }));
  });
});

describe("an action whose run is cut off", () => {
  test("is cut: its commands have ended, and nothing is said of what it did", async () => {
    const run = new AbortController();
    const { performed, logged, groups } = trial(({ sh }) => sh`echo started; sleep 1000`, {
      signal: run.signal,
    });
    await logged("started");
    run.abort();
    expect(await performed).toEqual({ kind: "cut" });
    expect(await host.alive(groups[0]?.group as ProcessGroup)).toBe(false);
  });

  test("sees in its signal why it has to end", async () => {
    const run = new AbortController();
    let reason: unknown;
    const body: Body = async ({ sh, signal }) => {
      signal.addEventListener("abort", () => (reason = signal.reason));
      await sh`echo started; sleep 1000`;
    };
    const { performed, logged } = trial(body, { signal: run.signal });
    await logged("started");
    run.abort();
    await performed;
    expect(reason).toMatchObject({ code: "MADEUS_ACTION_ABORTED" });
  });

  test("before it began never begins", async () => {
    let begun = false;
    const body: Body = () => void (begun = true);
    const { inTheEnd } = trial(body, { signal: AbortSignal.abort() });
    expect(await inTheEnd()).toEqual({ kind: "cut" });
    expect(begun).toBe(false);
  });
});
