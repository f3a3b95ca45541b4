/** The live view as somebody sees it: the built command line on real terminals, with actions that are held up by pipes. */
import { expect, test } from "vitest";
import { project } from "./project.ts";
import { hold, shop } from "./shop.ts";
import { Tmux } from "./tmux.ts";

/** With every length of time as `_`, and every bar as one cell. */
const untimed = (screen: string): string =>
  screen
    .replaceAll(/\d+(\.\d+)?m?s\b( \d+s)?/g, "_")
    .replaceAll(/[━─]+/g, "━")
    .replaceAll(/ +$/gm, "");

test("what runs and what waits is seen; in the end a summary is left, and nothing else", async () => {
  const it = project(shop({ webs: 3 }));
  const begun = await hold(it, "db.start");
  const tmux = new Tmux(it, "deploy");
  await begun();
  const screen = await tmux.shows(/3 instances wait for db\.sql +db\.start has run/);
  expect(untimed(screen)).toMatchInlineSnapshot(`
    "proved: it comes to its end, in whatever order things happen
    deploy of site  ━ 50 %  _
    4 of 8 actions done, 1 run, 3 instances wait
    • db.start ━ _ of _  if test -n 'store runs'; then echo 'store runs' …
    ○ 3 instances wait for db.sql  db.start has run _ of _"
  `);
  it.remove("hold-db.start");
  const end = await tmux.shows("exit 0");
  // What took a second or more is named.
  expect(untimed(end)).toMatch(
    /^proved: .*\ndeploy of site is done after _\n8 actions(; longest: db\.start _)?\nexit 0$/,
  );
  expect(tmux.history).toBe(end);
});

test("what has failed is printed once for good, and stays in sight while the rest goes on", async () => {
  const it = project(shop({ webs: 2 }));
  it.write("fail-web1.start", "");
  const begun = await hold(it, "web2.start");
  const tmux = new Tmux(it, "deploy", { columns: 110 });
  await begun();
  const screen = untimed(await tmux.shows(/✗ web1\.start failed .* ago/));
  expect(screen).toMatchInlineSnapshot(`
    "proved: it comes to its end, in whatever order things happen
       _ web1.start failed after _: "echo 'web1.start' >> marks\\u{a}  if test -p 'hold-web1.start'; t…" exit
    ed with code 1
    deploy of site  ━ 66 %  _
    4 of 6 actions done, 1 failed, 1 run; how long actions take is not known yet
    ✗ web1.start failed _ ago: "echo 'web1.start' >> marks\\u{a} if test -p 'hold-web1.start'; t…" exited with c…
      madeus logs assembly.ts web1.start shows what it printed, then madeus resume assembly.ts
    • web2.start ━ _ of _  if test -n 'web 1'; then echo 'web 1' > world-'web2'; else rm -f world-'…"
  `);
  it.remove("hold-web2.start");
  const end = await tmux.shows("exit 4");
  expect(end.match(/web1\.start failed after/g)).toHaveLength(1);
  expect(end).not.toMatch(/✗|━/);
});

test("Ctrl-C lets what runs end and a second one ends it; the cursor is where it belongs", async () => {
  const it = project(shop());
  const begun = await hold(it, "db.start");
  const tmux = new Tmux(it, "deploy");
  await begun();
  await tmux.shows(/db\.start has run/);
  tmux.type("C-c");
  expect(await tmux.shows("stopping")).toContain("SIGINT: nothing new starts");
  tmux.type("C-c");
  const end = await tmux.shows("exit 130");
  expect(end).toContain("SIGINT: what runs is ended");
  expect(end).not.toMatch(/━|stopping/);
  expect([tmux.is("cursor_flag"), tmux.is("cursor_x"), tmux.is("wrap_flag")]).toEqual([
    "1",
    "0",
    "1",
  ]);
  expect(Number(tmux.is("cursor_y"))).toBe(end.split("\n").length);
});

test("a terminal that changes its size is filled anew, and never beyond its edges", async () => {
  const it = project(shop({ webs: 6 }));
  const begun = await hold(it, "db.start");
  const tmux = new Tmux(it, "deploy", { columns: 100, rows: 20 });
  await begun();
  await tmux.shows(/6 instances wait for db\.sql/);
  for (const [columns, rows, sees] of [
    [40, 10, /^[━─]{9} \d+ %[^%]*6 instances wait[^%]*$/],
    [20, 5, /^[━─]{6} \d+ %[^%]*7 of 14 done[^%]*$/],
    [300, 50, /deploy of site {2}[━─]{30} \d+ %[^%]*6 instances wait for db\.sql[^%]*$/],
  ] as const) {
    tmux.resize({ columns, rows });
    expect((await tmux.shows(sees)).split("\n").length).toBeLessThan(rows);
  }
  it.remove("hold-db.start");
  await tmux.shows("exit 0");
});

test("without UTF-8 it is ASCII, and with NO_COLOR it has no colours", async () => {
  const it = project(shop());
  const begun = await hold(it, "db.start");
  const tmux = new Tmux(it, "deploy", { env: { LANG: "C", NO_COLOR: "1" } });
  await begun();
  const screen = await tmux.shows(/db\.start has run/);
  expect(screen).toMatch(/^proved: .*\ndeploy of site {2}\[[#-]+\] \d+ %/);
  expect(screen).toMatch(/^[\n -~]*$/);
  // oxlint-disable-next-line no-control-regex
  expect(tmux.colours).not.toMatch(/\u001b\[\d/);
  it.remove("hold-db.start");
  await tmux.shows("exit 0");
});
