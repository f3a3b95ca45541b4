/** Planted secrets: from the environment, a file and a command; looked for in all that is written and shown anywhere. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Started, project, said } from "./project.ts";

const secrets = {
  env: "planted-environment-1f6d",
  file: "planted-file-88c2",
  command: "planted-command-5a31",
};
const all = Object.values(secrets);

/** Every way in which a careless action may print, pass on or throw a secret. */
const site = `
const Login = data("login", { user: String, password: secret() });
const from = { env: secret({ env: "PLANTED" }), file: secret({ file: "secret" }), command: secret({ command: ["cat", "secret2"] }) };
const give = async ({ give, sh }) => {
  await sh\`true\`;
  give("login", { user: "ann", password: from.env });
};
const use = async ({ read, secret, exec, sh, log }) => {
  const values = [];
  for (const one of [read("login").password, from.file, from.command]) values.push(await secret(one));
  log("careless: " + values.join(" "));
  await exec("sh", ["-c", "cat; echo $TOKEN; touch ready; while ! test -e go; do sleep 0.05; done"], {
    stdin: values.join("\\n"), env: { TOKEN: values[1] },
  });
  await sh\`echo $PLANTED\`;
  throw new Error("careless: " + values.join(", "));
};
export const main = assembly({
  name: "site",
  components: {
    db: chain("db", { give }, { provides: { login: { type: Login, in: ["p1"] } } }),
    web: chain("web", { use }, { uses: { login: { type: Login, in: ["use"] } } }),
  },
  wires: { web: { login: "db.login" } } as any,
});
`;

test.each(["", " --json"])("a secret is nowhere but where it is kept, nor with%s", async (flag) => {
  const { directory, write, start, madeus } = project(site);
  write("secret", `${secrets.file}\n`);
  write("secret2", secrets.command);
  const around = { env: { PLANTED: secrets.env } };
  const deploying = start(`deploy --verbose${flag}`, around);
  const seen: string[] = [];
  const look = setInterval(() => seen.push(...commandLines(deploying)), 10);
  await deploying.printed('web.use starts|"transition":"use"');
  write("go", "");
  const ran = await deploying.ended;
  clearInterval(look);
  expect(ran.code).toBe(4);
  expect(said(ran)).toMatch(/\[secret\]/);
  const later = await Promise.all(
    ["status", "why", "logs", "state show", "resume --dry-run"].map(async (verb) =>
      madeus(verb + flag, around),
    ),
  );
  for (const { code } of later) expect([0, 4]).toContain(code);
  expect(seen.length).toBeGreaterThan(0);
  const printed = [ran, ...later].map(said);
  const written = filesBelow(join(directory, ".madeus")).map((path) =>
    readFileSync(path, "latin1"),
  );
  expect(written.join()).toContain("careless: [secret]");
  for (const one of all)
    expect([...printed, ...written, ...seen].filter((text) => text.includes(one))).toEqual([]);
});

test("another reference is told as such, before and after, and never what it leads to", async () => {
  const { madeus } = project(`
const kept = setting("kept", String, "OLD");
const give = ({ give }) => give("login", { password: secret({ env: kept }) });
const Login = data("login", { password: secret() });
export const main = lone({ give }, { version: kept, provides: { login: { type: Login, in: ["p1"] } } });
`);
  const around = { env: { OLD: secrets.env, NEW: secrets.file } };
  expect(await madeus("deploy", around)).toMatchObject({ code: 0 });
  expect(await madeus("deploy --set kept=NEW --yes", around)).toMatchObject({ code: 0 });
  for (const flag of ["", " --json"]) {
    const told = said(await madeus(`diff HEAD~3 HEAD${flag}`, around));
    expect(told).toContain("OLD");
    expect(told).toContain("NEW");
    for (const one of all) expect(told).not.toContain(one);
  }
});

/** Of the process and all that it has started, as every user of the machine can read them. */
function commandLines({ pid }: Started): readonly string[] {
  const text = (path: string): string => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "";
    }
  };
  const below = (one: string): readonly string[] => {
    const children = text(`/proc/${one}/task/${one}/children`).split(" ").filter(Boolean);
    return [one, ...children.flatMap(below)];
  };
  return below(String(pid)).map((one) => text(`/proc/${one}/cmdline`));
}

const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
