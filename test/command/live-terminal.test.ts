/** When it is painted, and what becomes of the streams: in virtual time, on a screen that keeps what it is given. */
import { Writable } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { LiveTerminal, type TerminalParts } from "../../src/command/live-terminal.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { realClock } from "../../src/engine/clock-real.ts";
import { VirtualClock } from "../../src/engine/clock-virtual.ts";

class Screen extends Writable {
  readonly isTTY = true;
  readonly columns = 40;
  readonly rows = 10;
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  /** What was painted since it was asked last, without codes. */
  get painted(): string {
    // oxlint-disable-next-line no-control-regex
    const text = this.text.replaceAll(/\u001b\[[?\d]*\D/g, "").replaceAll("\r", "");
    this.text = "";
    return text;
  }
}

interface Stage {
  readonly clock: VirtualClock;
  readonly screen: Screen;
  readonly other: Screen;
  readonly terminal: LiveTerminal;
  readonly isAsked: { now: boolean };
  readonly isLent: { now: boolean };
  readonly failed: unknown[];
}

function stage(compose: () => readonly string[] = () => ["frame"], slow?: Clock): Stage {
  const [clock, screen, other] = [new VirtualClock(), new Screen(), new Screen()];
  const isAsked = { now: false };
  const isLent = { now: false };
  const failed: unknown[] = [];
  const parts: TerminalParts = {
    clock: slow ?? clock,
    screen,
    others: [other],
    env: {},
    isAsked: () => isAsked.now,
    isLent: () => isLent.now,
  };
  const terminal = new LiveTerminal(parts, compose, (error) => failed.push(error));
  return { clock, screen, other, terminal, isAsked, isLent, failed };
}
/** Lets so much time pass, then does something. */
const after = (clock: VirtualClock, ms: number, act: () => void): void => void clock.after(ms, act);

test("it is painted ten times a second at most, and once a second where nothing changes", () => {
  let paintings = 0;
  const { clock, terminal } = stage(() => [`${++paintings}`]);
  const counts: number[] = [];
  for (let ms = 0; ms < 1000; ms++) after(clock, ms, () => terminal.changed());
  after(clock, 1000, () => counts.push(paintings));
  after(clock, 5050, () => {
    counts.push(paintings);
    terminal.close();
  });
  clock.run();
  expect(counts[0]).toBeGreaterThanOrEqual(9);
  expect(counts[0]).toBeLessThanOrEqual(10);
  expect((counts[1] ?? 0) - (counts[0] ?? 0)).toBeLessThanOrEqual(5);
});

test("what takes long to paint is painted less often, but still once a second", () => {
  const clock = new VirtualClock();
  const atMs: number[] = [];
  let tookMs = 0;
  const slow = {
    nowMs: () => clock.nowMs() + tookMs,
    after: clock.after.bind(clock),
    soon: clock.soon.bind(clock),
  };
  const { terminal } = stage(() => {
    atMs.push(clock.nowMs());
    tookMs += atMs.length > 5 ? 200 : 5;
    return [`${atMs.length}`];
  }, slow);
  for (let ms = 0; ms < 10_000; ms += 10) after(clock, ms, () => terminal.changed());
  after(clock, 10_001, () => terminal.close());
  clock.run();
  expect(atMs.length).toBeGreaterThan(12);
  const gapsMs = atMs.slice(1).map((ms, k) => ms - (atMs[k] ?? 0));
  expect(gapsMs.slice(0, 4).every((ms) => ms >= 490 && ms <= 520)).toBe(true);
  expect(gapsMs.slice(6).every((ms) => ms >= 700 && ms <= 1010)).toBe(true);
});

test("what is over at once is never shown, and what was printed meanwhile is", () => {
  const { screen, other, terminal } = stage();
  other.write("printed\n");
  terminal.close();
  expect(screen.painted).toBe("printed\n");
});

test("what is printed on both streams stands above the picture, in its order, and its writers are told", async () => {
  const { clock, screen, other, terminal } = stage();
  const told = await new Promise((done) => {
    screen.write("one\n");
    other.write(Buffer.from("two"), () => done("told"));
    screen.write("€\n".repeat(1), "utf8");
  });
  expect(told).toBe("told");
  after(clock, 150, () => {
    expect(screen.painted).toBe("one\ntwo€\nframe\n");
    terminal.close();
  });
  clock.run();
  other.write("after\n");
  expect(other.text).toBe("after\n");
});

test("while somebody is asked there is no picture, and what is printed is passed on as it is", () => {
  const { clock, screen, terminal, isAsked } = stage();
  after(clock, 150, () => {
    expect(screen.painted).toBe("frame\n");
    isAsked.now = true;
    screen.write("Name? \u001b[6G");
    expect(screen.text).toContain("Name? \u001b[6G");
    expect(screen.painted).not.toContain("frame");
    terminal.changed();
  });
  after(clock, 500, () => expect(screen.painted).toBe(""));
  after(clock, 600, () => {
    isAsked.now = false;
    terminal.changed();
  });
  after(clock, 800, () => {
    expect(screen.painted).toBe("\nframe\n");
    terminal.close();
  });
  clock.run();
});

test("a fault of the picture ends the picture, and nothing else", () => {
  const { clock, screen, failed } = stage(() => {
    throw new Error("no picture");
  });
  screen.write("printed\n");
  clock.run();
  expect(failed).toMatchObject([{ message: "no picture" }]);
  expect(screen.painted).toBe("printed\n");
  screen.write("later\n");
  expect(screen.text).toBe("later\n");
});

test("a terminal that goes away is given up; one that was stopped and goes on is painted anew", () => {
  const { clock, screen, terminal } = stage(() => ["head", "line"]);
  after(clock, 150, () => {
    expect(screen.painted).toBe("head\nline\n");
    process.emit("SIGCONT", "SIGCONT");
  });
  after(clock, 300, () => {
    expect(screen.painted).toBe("head\nline\n");
    screen.emit("error", Object.assign(new Error("gone"), { code: "EIO" }));
    terminal.changed();
  });
  clock.run();
  expect(screen.painted).toBe("");
});

test("the end of the process takes the picture away", () => {
  const { clock, screen } = stage();
  after(clock, 150, () => {
    screen.text = "";
    process.listeners("exit").at(-1)?.(0);
    expect(screen.text).toContain("\u001b[1A");
    expect(screen.painted).toBe("");
  });
  clock.run();
});

test("in the background it prints where the shell is, and moves nothing; later it is painted below", () => {
  const { clock, screen, other, terminal, isLent } = stage(() => ["frame", "more"]);
  after(clock, 500, () => {
    expect(screen.painted).toContain("frame\nmore\n");
    process.emit("SIGCONT", "SIGCONT");
    isLent.now = true;
  });
  after(clock, 1000, () => other.write("one\n"));
  after(clock, 3000, () => {
    expect(screen.text).toBe("one\n");
    screen.text = "";
    isLent.now = false;
  });
  after(clock, 6000, () => {
    expect(screen.text).toContain("\u001b[0m\r\u001b[Kframe");
    isLent.now = true;
    screen.text = "";
    other.write("two\n");
    terminal.close();
    expect(screen.text).toBe("two\n");
  });
  clock.run();
});

test("what goes on after a stop hears so before it is painted", async () => {
  const told: string[] = [];
  const screen = new Screen();
  const parts = { screen, others: [], env: {}, isAsked: () => false, isLent: () => false };
  const terminal = new LiveTerminal(
    { ...parts, clock: realClock },
    () => {
      told.push("painted");
      return ["frame"];
    },
    () => undefined,
  );
  onTestFinished(() => terminal.close());
  await vi.waitFor(() => expect(told).toContain("painted"));
  const heard = (): void => void told.push("heard");
  process.once("SIGCONT", heard);
  told.length = 0;
  // As one that was stopped: a painting is due, and the signal has come, when anything runs again.
  await new Promise<void>((ended) => {
    setImmediate(() => {
      process.kill(process.pid, "SIGCONT");
      const due = realClock.nowMs() + 1200;
      while (realClock.nowMs() < due);
      ended();
    });
  });
  await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(2));
  expect(told.slice(0, 2)).toEqual(["heard", "painted"]);
});
