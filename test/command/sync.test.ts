/** Stores brought together by the command line: two operators at one repository, bundles, a part of a history, a server. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realClock } from "../../src/engine/clock-real.ts";
import { takeLease } from "../../src/store/lease.ts";
import { openStateFile } from "../../src/store/sqlite-file.ts";
import { remoteStore } from "../../src/store/serve/remote-store.ts";
import { emptyDirectory, repository } from "../store/repository.ts";
import { type Project, lines, project, said } from "./project.ts";

const file = "export const site = lone({ install: () => {}, start: () => {} });";

/** A project that was deployed and pushed to a repository, and one that was cloned from there. */
async function twoOperators(flags = "") {
  const between = repository();
  const [ann, bob] = [project(file), project(file)];
  expect(await ann.madeus("deploy")).toMatchObject({ code: 0 });
  expect(await ann.madeus(`push ${between.directory}`)).toMatchObject({ code: 0 });
  const address = flags === "" ? between.directory : `file://${between.directory}`;
  const cloned = await bob.madeus(`clone ${address} .madeus/site --json ${flags}`);
  return { between, ann, bob, cloned };
}
const headOf = async (one: Project, branch = "main") => {
  const told = lines(await one.madeus("branch --json"));
  return told.find(({ type, name }) => type === "branch" && name === branch)?.["head"];
};

describe("two operators", () => {
  test("see each other's commits, and git shows them to anybody", async () => {
    const { between, ann, bob, cloned } = await twoOperators();
    expect(cloned).toMatchObject({ code: 0 });
    expect(lines(cloned).at(-1)).toMatchObject({
      outcome: "done",
      remote: "origin",
      partial: false,
      branches: [{ branch: "main", how: "made" }],
    });
    expect(await headOf(bob)).toBe(await headOf(ann));
    expect(await headOf(bob, "origin/main")).toBe(await headOf(ann));
    expect(between.git("fsck", "--strict")).toBe("");
    expect(between.git("log", "--stat", "--format=%s", "main")).toContain(
      "configuration/one/places",
    );
    expect(await ann.madeus("down --yes")).toMatchObject({ code: 0 });
    const pushed = await ann.madeus("push");
    expect(pushed.stdout).toMatch(/^main has gone on in origin, at [0-9a-f]{10}\n$/);
    const pulled = await bob.madeus("pull");
    expect([pulled.code, pulled.stdout]).toEqual([
      0,
      expect.stringMatching(/^main has gone on from [0-9a-f]{10} to [0-9a-f]{10}\n$/),
    ]);
    expect(await headOf(bob)).toBe(await headOf(ann));
  });

  test("are told where both have gone on, and lose nothing", async () => {
    const { ann, bob } = await twoOperators();
    await ann.madeus("down --yes");
    await ann.madeus("push");
    expect(await bob.madeus("adopt --recorded")).toMatchObject({ code: 0 });
    expect(await bob.madeus("down --yes")).toMatchObject({ code: 0 });
    const [before, refused] = [await headOf(bob), await bob.madeus("push")];
    expect([refused.code, refused.stderr]).toEqual([
      7,
      expect.stringContaining("MADEUS_PUSH_REFUSED"),
    ]);
    expect(refused.stderr).toContain("madeus pull origin main, then madeus merge origin/main");
    const pulled = await bob.madeus("pull --json");
    expect([pulled.code, lines(pulled).at(-1)]).toMatchObject([7, { outcome: "apart" }]);
    expect(pulled.stderr).toContain("Take it in: madeus merge origin/main");
    expect([await headOf(bob), await headOf(bob, "origin/main")]).toEqual([
      before,
      await headOf(ann),
    ]);
  });

  test("leave main where it is while a run is at work on it", async () => {
    const { ann, bob } = await twoOperators();
    await bob.madeus("adopt --recorded");
    await bob.madeus("down --yes");
    await bob.madeus("push");
    await bob.madeus("bundle create later.bundle");
    const stands = await headOf(ann);
    const held = openStateFile(ann.path(".madeus/site"), { mode: "write" });
    const lease = takeLease(held, realClock, { command: "madeus rollback" });
    for (const verb of ["pull", `bundle apply ${bob.path("later.bundle")}`]) {
      const refused = await ann.madeus(verb);
      expect([refused.code, said(refused)]).toEqual([
        9,
        expect.stringMatching(/MADEUS_STATE_LOCKED.* is in use by .*madeus rollback/),
      ]);
      expect([await headOf(ann), await headOf(ann, "origin/main")]).toEqual([stands, stands]);
    }
    lease.release();
    held.close();
    expect(await ann.madeus("pull")).toMatchObject({ code: 0 });
    expect(await headOf(ann)).toBe(await headOf(bob));
  });

  test("share branches of other names, and a second repository", async () => {
    const { ann, bob, between } = await twoOperators();
    const spare = repository();
    await bob.madeus("branch try");
    expect(await bob.madeus("push origin try")).toMatchObject({ code: 0 });
    expect((await bob.madeus(`push assembly.ts ${spare.directory} try`)).stdout).toMatch(
      /^try is new in /,
    );
    expect((await ann.madeus("pull origin try")).stdout).toMatch(/^try is new, at /);
    expect(between.git("branch", "--list", "--format=%(refname:short)")).toBe("main\ntry\n");
  });
});

describe("a partial copy", () => {
  test("says so, is looked at, planned and gone on from, and pushed back", async () => {
    const { ann, bob, between, cloned } = await twoOperators("--depth 1");
    expect(lines(cloned).at(-1)).toMatchObject({ branches: [{ branch: "main" }] });
    await ann.madeus("down --yes");
    await ann.madeus("deploy");
    await ann.madeus("push");
    const eve = project(file);
    const shallow = await eve.madeus(
      `clone file://${between.directory} .madeus/site --depth 1 --json`,
    );
    expect(lines(shallow).at(-1)).toMatchObject({ partial: true });
    expect((await eve.madeus("history")).stdout.trim().split("\n")).toHaveLength(1);
    expect(await eve.madeus("show")).toMatchObject({ code: 0 });
    expect(await eve.madeus("fsck")).toMatchObject({ code: 0 });
    const part = await eve.madeus("bundle create part.bundle");
    expect([part.code, said(part)]).toEqual([2, expect.stringContaining("or in a partial copy")]);
    const elsewhere = await eve.madeus("push ./new.git");
    expect([elsewhere.code, said(elsewhere)]).toEqual([
      7,
      expect.stringContaining("Push to where the rest is"),
    ]);
    expect(await eve.madeus("adopt --recorded")).toMatchObject({ code: 0, stdout: "one: p2\n" });
    const plan = lines(await eve.madeus("plan --json")).at(-1);
    expect(plan).toMatchObject({ outcome: "done", transitions: [], unchanged: ["one"] });
    expect(await eve.madeus("down --yes")).toMatchObject({ code: 0 });
    expect(await eve.madeus("deploy")).toMatchObject({ code: 0 });
    expect(await eve.madeus("push")).toMatchObject({ code: 0 });
    expect(await bob.madeus("pull")).toMatchObject({ code: 0 });
    expect(await headOf(bob)).toBe(await headOf(eve));
  });
});

describe("a bundle", () => {
  test("carries branches from one project to another, and git reads it", async () => {
    const { ann, bob, between } = await twoOperators();
    const bundle = join(emptyDirectory(), "site.bundle");
    await ann.madeus("down --yes");
    const created = await ann.madeus(`bundle create ${bundle} --since origin/main --json`);
    expect(lines(created).at(-1)).toMatchObject({ file: bundle, branches: [{ name: "main" }] });
    expect(between.git("bundle", "verify", "--quiet", bundle)).toBe("");
    const applied = await bob.madeus(`bundle apply ${bundle}`);
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringContaining("main has gone on"),
    ]);
    expect(await headOf(bob, "bundle/main")).toBe(await headOf(ann));
    const empty = await ann.madeus(`bundle create ${bundle} --since main`);
    expect([empty.code, said(empty)]).toEqual([2, expect.stringContaining("MADEUS_BUNDLE_EMPTY")]);
    const elsewhere = await bob.madeus("checkout bundle/main");
    expect([elsewhere.code, said(elsewhere)]).toEqual([
      2,
      expect.stringContaining("madeus branch NAME bundle/main"),
    ]);
    expect(said(await bob.madeus("checkout origin/main"))).toContain("was seen elsewhere");
    const none = await bob.madeus("bundle apply assembly.ts assembly.ts");
    expect([none.code, said(none)]).toEqual([2, expect.stringContaining("MADEUS_FILE_FORMAT")]);
  });
});

describe("a server", () => {
  test("answers who has the token, and takes the token with it", async () => {
    const ann = project(file);
    await ann.madeus("deploy");
    const serving = ann.start("serve --listen 0");
    await serving.printed("serving at");
    const token = ann.read(".madeus/site/serve.token").trim();
    expect(statSync(ann.path(".madeus/site/serve.token")).mode & 0o777).toBe(0o600);
    const head = await headOf(ann);
    serving.signal("SIGINT");
    const { code, stdout } = await serving.ended;
    const [, url] = /serving at (\S+), to whoever has the token in (.+)\n/.exec(stdout) ?? [];
    expect([code, url]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);
    expect([ann.has(".madeus/site/serve.token"), token.length, head]).toEqual([
      false,
      43,
      expect.any(String),
    ]);
  });

  test("tells a remote client of a run while it is made", async () => {
    const ann = project(file);
    await ann.madeus("deploy");
    ann.write("token", "a-token-of-enough-letters\n");
    const serving = ann.start("serve --listen 127.0.0.1:0 --token-file token");
    const [url = ""] = await serving.found(/http:\/\/[\d.:]+/);
    const remote = remoteStore({ url, token: "a-token-of-enough-letters" });
    const moves = remote.watch({ branch: "main" })[Symbol.asyncIterator]();
    const first = moves.next();
    const [{ head = "" } = {}] = await remote.branches();
    await ann.madeus("down --yes");
    expect(await first).toMatchObject({ value: { branch: "main", from: head } });
    await moves.return?.();
    const draft = {
      branch: "main",
      from: head,
      changes: [],
      message: "x",
      by: { name: "a", email: "b" },
    };
    await expect(remote.commit(draft)).rejects.toMatchObject({ code: "MADEUS_BAD_BRANCH" });
  });
});

test("what cannot be done is told, and nothing is left of it", async () => {
  const ann = project(file);
  await ann.madeus("deploy");
  const refusals: readonly (readonly [args: string, code: number, text: string])[] = [
    ["push", 2, "This store knows no other one."],
    ["push ext::sh", 2, "would have git run a program"],
    ["push origin", 2, '"origin" is no other store that this one knows.'],
    ["push ./new.git none", 6, 'There is no branch "none".'],
    ["pull ./nowhere.git", 3, "git could not talk to"],
    ["clone ./nowhere.git .madeus/other", 3, "git could not talk to"],
    ["clone ./nowhere.git .madeus/site", 2, "is there already, and not empty."],
    ["clone ./a.git b --state c", 2, "Leave out --state."],
    ["bundle create", 2, "It is not said which bundle is to be written."],
    ["bundle apply", 2, "It is not said which bundle is to be taken in."],
    ["bundle apply gone.bundle", 2, "There is no file"],
    ["serve --listen nowhere", 2, "It must be written like"],
    ["serve --listen 127.0.0.1:70000", 2, "It must be written like"],
    ["serve --token-file assembly.ts", 2, "A token has at least 16 characters"],
    ["serve --listen 203.0.113.1:0", 2, "MADEUS_LISTEN_FAILED"],
  ];
  for (const [args, code, text] of refusals) {
    const ran = await ann.madeus(args);
    expect([args, ran.code, said(ran)]).toEqual([args, code, expect.stringContaining(text)]);
  }
  expect([".madeus/other", "new.git", "b"].filter((path) => ann.has(path))).toEqual([]);
});
