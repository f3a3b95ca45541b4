import { expect, test } from "vitest";
import { uncommanded, workflowIn } from "../../src/command/workflow.ts";
import { project } from "./project.ts";

const GITHUB_ACTIONS = "true";

test("an annotation names the file as in the repository, and nothing in it is a command", () => {
  const lines: string[] = [];
  const env = { GITHUB_ACTIONS, GITHUB_WORKSPACE: "/repo" };
  const workflow = workflowIn(env, (line) => lines.push(line));
  const at = { file: "/repo/deploy/site, a.ts", line: 3, column: 7 };
  workflow?.annotate({ severity: "error", title: "a: b", message: "100 %\n::end::", at });
  const outside = { file: "/other/site.ts", line: 1, column: 1 };
  workflow?.annotate({ severity: "warning", title: "w", message: "m", at: outside });
  workflow?.annotate({ severity: "error", title: "w", message: "m" });
  workflow?.group("deploy of site");
  workflow?.endGroup();
  expect(lines).toEqual([
    "::error file=deploy/site%2C a.ts,line=3,col=7,title=a%3A b::100 %25%0A::end::",
    "::warning file=/other/site.ts,line=1,col=1,title=w::m",
    "::error title=w::m",
    "::group::deploy of site",
    "::endgroup::",
  ]);
});

test("elsewhere there is no workflow", () => {
  expect(workflowIn({}, () => undefined)).toBeUndefined();
  expect(workflowIn({ GITHUB_ACTIONS: "false" }, () => undefined)).toBeUndefined();
});

test("no line of others is a command", () => {
  const text = uncommanded("a\n::add-mask::x\n  ::stop-commands::y\nb ##[error]z\na::b");
  expect(text).not.toMatch(/^\s*::|##\[/m);
  expect(text.replaceAll("\u200b", "")).toBe(
    "a\n::add-mask::x\n  ::stop-commands::y\nb ##[error]z\na::b",
  );
});

test("a run is a group, and what failed stands beside the line that declares it", async () => {
  const it = project(`export const main = lone({ go: () => { throw new Error("no disk"); } });`);
  const env = { GITHUB_ACTIONS, CI: "true", GITHUB_WORKSPACE: it.directory };
  const { code, stderr, stdout } = await it.madeus("deploy", { env });
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
  const lines = stderr.split("\n");
  expect(lines[0]).toMatch(/^proved: /);
  expect(lines[1]).toBe("::group::deploy of site");
  expect(lines.indexOf("::endgroup::")).toBeGreaterThan(1);
  expect(stderr).toMatch(
    /^::error file=assembly\.ts,line=\d+,col=\d+,title=one\.go failed::no disk$/m,
  );
  const json = await it.madeus("resume --json", { env });
  expect(json.stdout + json.stderr).not.toContain("::error");
});

test("what a check finds stands beside its line, too", async () => {
  const it = project("export const main = lone({});");
  const { stderr } = await it.madeus("check gone.ts", { env: { GITHUB_ACTIONS } });
  expect(stderr).toContain("::error title=MADEUS_FILE_MISSING::There is no file");
});
