import { describe, expect, test } from "vitest";
import { isLive, signsIn, sizeOf } from "../../src/command/terminal-form.ts";
import { ascii, unicode } from "../../src/show/live/sign.ts";

const terminal = { isTTY: true, columns: 80, rows: 24 };

describe("a view is kept up to date", () => {
  test("on a terminal", () => {
    expect(isLive({}, { TERM: "xterm" }, terminal)).toBe(true);
    expect(isLive({ live: true, json: false, quiet: false }, {}, terminal)).toBe(true);
  });
  test.each([
    ["is asked for lines", { live: false }, {}, terminal],
    ["is asked for JSON", { json: true }, {}, terminal],
    ["is to be quiet", { quiet: true }, {}, terminal],
    ["is a step of a build", {}, { CI: "true" }, terminal],
    ["has a terminal without a cursor", {}, { TERM: "dumb" }, terminal],
    ["has no terminal", {}, {}, {}],
    ["has a terminal that does not know how wide it is", {}, {}, { isTTY: true, columns: 0 }],
  ])("but not for who %s", (_, flags, env, stream) =>
    expect(isLive(flags, env, stream)).toBe(false),
  );
});

test("a terminal is as large as it says, or smaller where the environment says so", () => {
  expect(sizeOf(terminal, {})).toEqual({ columns: 80, rows: 24 });
  expect(sizeOf(terminal, { COLUMNS: "60", LINES: "10" })).toEqual({ columns: 60, rows: 10 });
  expect(sizeOf(terminal, { COLUMNS: "200", LINES: "many" })).toEqual({ columns: 80, rows: 24 });
  expect(sizeOf({ columns: 0, rows: 0 }, {})).toEqual({ columns: 80, rows: 24 });
});

test.each([
  [{ LANG: "en_US.UTF-8" }, unicode],
  [{ LANG: "de_DE.utf8" }, unicode],
  [{ LC_ALL: "C", LANG: "en_US.UTF-8" }, ascii],
  [{ LC_CTYPE: "C.UTF-8", LANG: "C" }, unicode],
  [{ LANG: "en_US.UTF-8", TERM: "linux" }, ascii],
  [{ WT_SESSION: "1" }, unicode],
  [{}, ascii],
])("the signs of %o fit its locale", (env, signs) => expect(signsIn(env)).toBe(signs));
