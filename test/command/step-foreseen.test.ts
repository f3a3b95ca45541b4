import { describe, expect, test } from "vitest";
import { file } from "../../src/actions/file.ts";
import { service } from "../../src/actions/service.ts";
import { type Found, foreseen } from "../../src/command/step-foreseen.ts";
import type { Step } from "../../src/model/step.ts";

const config = file({ path: "/etc/cache/main.conf", content: "x" });
const cache = service({ name: "cache", restartAfter: ["/etc/cache"] });

/** What was found of a step of `db.start`, if nothing else is said. */
const found = (
  { name, writes, follows }: Step,
  what: Pick<Found, "found" | "what">,
  at: Partial<Found> = {},
): Found => ({
  instance: "db",
  transition: "start",
  step: name,
  ...(writes && { writes }),
  ...(follows && { follows }),
  ...what,
  ...at,
});
const same = { found: "no change" } as const;
const content = { found: "change", what: "content" } as const;
const last = (...findings: readonly Found[]) => {
  const { found: kind, what }: Partial<Found> = foreseen(findings).at(-1) ?? {};
  return { kind, what };
};

describe("a step that goes by files", () => {
  const restart = { kind: "change", what: "restart, since /etc/cache/main.conf changes" };

  test("acts where a step before it writes one of them", () => {
    expect(last(found(config, content), found(cache, same))).toEqual(restart);
  });

  test("acts where an earlier transition writes one of them", () => {
    const configured = found(config, content, { transition: "configure" });
    expect(last(configured, found(cache, same))).toEqual(restart);
  });

  test("finds nothing where they stay, where another one changes, and where they change behind it", () => {
    const [kind, what] = ["no change", undefined];
    expect(last(found(config, same), found(cache, same))).toEqual({ kind, what });
    const beside = file({ path: "/etc/cache.conf", content: "x" });
    expect(last(found(beside, content), found(cache, same))).toEqual({ kind, what });
    expect(foreseen([found(cache, same), found(config, content)])[0]).toMatchObject(same);
  });

  test("finds nothing where another instance writes such a file, perhaps elsewhere", () => {
    const other = found(config, content, { instance: "web" });
    expect(last(other, found(cache, same)).kind).toBe("no change");
  });

  test("cannot be told where it cannot be told whether they change", () => {
    const doubtful = found(config, { found: "unknown", what: "it is a device and no file" });
    expect(last(doubtful, found(cache, same))).toEqual({
      kind: "unknown",
      what: "restart, if file /etc/cache/main.conf changes /etc/cache",
    });
    const unmade: Found = { instance: "db", transition: "configure", found: "unknown" };
    expect(last(unmade, found(cache, same)).what).toBe(
      "restart, if a step before it changes /etc/cache",
    );
  });

  test("is told as it was found where it acts anyway", () => {
    const start = { found: "change", what: "start" } as const;
    expect(last(found(config, content), found(cache, start)).what).toBe("start");
  });
});

test("what another transition changes before cannot be told from how it stands now", () => {
  const stopped = service({ name: "cache", state: "stopped" });
  const stop = found(stopped, { found: "change", what: "stop" }, { transition: "stop" });
  expect(last(stop, found(cache, same))).toEqual({
    kind: "unknown",
    what: "db.stop changes it before",
  });
});

test("what cannot be looked at yet is told with what comes before it", () => {
  const lacking = { found: "unknown", what: "there is no such file" } as const;
  const line: Step = { ...config, name: "line of /etc/x" };
  const install = { ...config, name: "package cache" };
  expect(last(found(line, lacking)).what).toBe("there is no such file");
  expect(last(found(install, content), found(line, lacking)).what).toBe(
    "there is no such file; package cache comes before it",
  );
  expect(last(found(install, content), found(config, content), found(line, lacking)).what).toBe(
    "there is no such file; package cache and 1 more come before it",
  );
});
