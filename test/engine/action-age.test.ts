/** Secrets in files that the program `age` has encrypted; and what it reads of ours. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Encrypter, armor } from "age-encryption";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { Secrets } from "../../src/engine/action-secret.ts";
import type { AgeSource } from "../../src/model/secret.ts";
import { secret } from "../../src/model/secret.ts";
import { ageDecrypted, ageEncrypted, ageIdentity } from "../age.ts";

const directory = mkdtempSync(join(tmpdir(), "madeus-age-"));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (name: string): string => join(directory, name);
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const ours = ageIdentity();
const others = ageIdentity();
const identity = { file: write("ours.txt", ours.file) };
const canary = "p'w \"ü\\canary";
const forUs = (text: string | Buffer, ...flags: readonly string[]): Buffer =>
  ageEncrypted(text, "-r", ours.recipient, ...flags);

const noCommand = (): Promise<never> => Promise.reject(new Error("no command is run here"));
const fetched = (source: AgeSource, secrets = new Secrets()): Promise<string> =>
  secrets.fetch(secret(source), noCommand);
/** Our own error, all of it. */
async function refusal(source: AgeSource): Promise<Record<string, unknown>> {
  const error = await fetched(source).then(
    () => expect.unreachable("it was decrypted"),
    (thrown: Error) => thrown,
  );
  const { code, message, hint, cause } = error as Error & { code: string; hint: string };
  for (const one of [message, String(hint), String((cause as Error | undefined)?.message)])
    for (const hidden of [canary, ours.key, others.key, ours.key.slice(20, 40)])
      expect(one).not.toContain(hidden);
  return { code, message: message.replaceAll(directory, ""), hint };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("what age has encrypted is fetched", () => {
  test.each([
    ["binary", []],
    ["armored", ["-a"]],
    ["for several", ["-r", others.recipient]],
  ])("%s", async (name, flags) => {
    const age = write(`${name}.age`, forUs(`${canary}\n`, ...flags));
    expect(await fetched({ age, identity })).toBe(canary);
  });

  test("whole, where it is longer than one of age's chunks", async () => {
    const text = "line of a key\n".repeat(20_000);
    expect(await fetched({ age: write("long.age", forUs(text)), identity })).toBe(text);
  });

  test("with an identity in the environment, or the output of a command", async () => {
    const age = write("one.age", forUs(canary));
    vi.stubEnv("OUR_KEY", ours.key);
    expect(await fetched({ age, identity: { env: "OUR_KEY" } })).toBe(canary);
    const secrets = new Secrets();
    const command = ["pass", "show", "age"] as const;
    const run: Parameters<Secrets["fetch"]>[1] = async ({ command: { file, args }, data }) => {
      expect([file, ...args]).toEqual(command);
      await data?.(Buffer.from(ours.file));
    };
    expect(await secrets.fetch(secret({ age, identity: { command } }), run)).toBe(canary);
  });

  test("with one of several identities", async () => {
    const file = write("several.txt", `# all of mine\n${others.file}\n${ours.file}`);
    const age = write("one.age", forUs(canary));
    expect(await fetched({ age, identity: { file } })).toBe(canary);
  });

  test("with the operator's own identity where none is named", async () => {
    const age = write("one.age", forUs(canary));
    vi.stubEnv("MADEUS_AGE_KEY", "");
    vi.stubEnv("MADEUS_AGE_KEY_FILE", "");
    vi.stubEnv("XDG_CONFIG_HOME", at("config"));
    expect(await refusal({ age })).toEqual({
      code: "MADEUS_SECRET_MISSING",
      message:
        'no identity for the file "/one.age": the file "/config/madeus/age.txt" of a secret cannot be read: ENOENT',
      hint: "`age-keygen` makes one; MADEUS_AGE_KEY_FILE or `identity` says where it is",
    });
    execFileSync("mkdir", ["-p", at("config/madeus")]);
    write("config/madeus/age.txt", ours.file);
    expect(await fetched({ age })).toBe(canary);
    vi.stubEnv("MADEUS_AGE_KEY_FILE", write("others.txt", others.file));
    await expect(fetched({ age })).rejects.toThrow("is not for the identity in the file");
    vi.stubEnv("MADEUS_AGE_KEY", ours.key);
    expect(await fetched({ age })).toBe(canary);
  });
});

test("what is encrypted for age in our tests is read by age", async () => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(ours.recipient);
  const bytes = await encrypter.encrypt(canary);
  expect(ageDecrypted(write("binary.age", bytes), identity.file)).toBe(canary);
  expect(ageDecrypted(write("armor.age", armor.encode(bytes)), identity.file)).toBe(canary);
});

describe("of several secrets in a file one is taken", () => {
  const files = {
    "site.env.age": `# of the site\nDB_PASSWORD='${'p"w #x'}'\nexport TOKEN=t0ken\n`,
    "site.json.age": JSON.stringify({ DB_PASSWORD: 'p"w #x', TOKEN: "t0ken", "a.b": canary }),
    "site.yaml.age": `---\nDB_PASSWORD: 'p"w #x'\nTOKEN: t0ken\n`,
    "site.yml.age": `DB_PASSWORD: |-\n  p"w #x\nTOKEN: t0ken\n`,
  };
  for (const [name, text] of Object.entries(files)) write(name, forUs(text, "-a"));

  test.each(Object.keys(files))("%s", async (name) => {
    const from = (key: string): AgeSource => ({ age: at(name), key, identity });
    expect(await fetched(from("DB_PASSWORD"))).toBe('p"w #x');
    expect(await fetched(from("TOKEN"))).toBe("t0ken");
    expect(await refusal(from("DB_PASWORD"))).toEqual({
      code: "MADEUS_SECRET_MISSING",
      message: `there is no secret "DB_PASWORD" in the file "/${name}"`,
      hint: 'did you mean "DB_PASSWORD"?',
    });
    expect(await refusal(from("constructor"))).toMatchObject({ code: "MADEUS_SECRET_MISSING" });
  });

  test("by its name alone: a dot in it is nothing special", async () => {
    expect(await fetched({ age: at("site.json.age"), key: "a.b", identity })).toBe(canary);
  });

  test.each([
    [
      "site.txt.age",
      `DB=${canary}`,
      'the name of the file "/site.txt.age" does not say how its secrets are written',
    ],
    [
      "bad.json.age",
      `{ "DB": "${canary}" `,
      'the file "/bad.json.age" does not hold names with secrets',
    ],
    ["bad.yaml.age", `- ${canary}\n`, 'the file "/bad.yaml.age" does not hold names with secrets'],
    ["pin.yaml.age", `DB: 0123\n`, '"DB" in the file "/pin.yaml.age" is no text'],
    ["empty.env.age", `DB=\n`, 'there is no secret "DB" in the file "/empty.env.age"'],
  ])("and never a piece of another is told: %s", async (name, text, message) => {
    const age = write(name, forUs(text));
    const code = "MADEUS_SECRET_MISSING";
    expect(await refusal({ age, key: "DB", identity })).toMatchObject({ code, message });
  });

  test("and the file is decrypted once, until it is another", async () => {
    const age = write("both.env.age", forUs("A=first\nB=second\n"));
    vi.stubEnv("OUR_KEY", ours.key);
    const secrets = new Secrets();
    const from = (key: string): AgeSource => ({ age, key, identity: { env: "OUR_KEY" } });
    expect(await fetched(from("A"), secrets)).toBe("first");
    // Whoever does not need the identity any more has decrypted nothing.
    vi.stubEnv("OUR_KEY", "");
    expect(await fetched(from("B"), secrets)).toBe("second");
    await expect(fetched(from("B"))).rejects.toThrow("no identity for the file");
    write("both.env.age", forUs("A=other\n"));
    await expect(fetched(from("A"), secrets)).rejects.toThrow("no identity for the file");
    vi.stubEnv("OUR_KEY", ours.key);
    expect(await fetched(from("A"), secrets)).toBe("other");
  });
});

describe("what cannot be decrypted is refused in a sentence", () => {
  const locked = (message: string, hint: unknown = expect.any(String)): object => ({
    code: "MADEUS_SECRET_LOCKED",
    message,
    hint,
  });

  test("a file that is not there, or empty", async () => {
    expect(await refusal({ age: at("none.age"), identity })).toMatchObject({
      code: "MADEUS_SECRET_MISSING",
      message: 'the encrypted file "/none.age" of a secret cannot be read: ENOENT',
    });
    expect(await refusal({ age: write("empty.age", forUs("")), identity })).toMatchObject({
      code: "MADEUS_SECRET_MISSING",
      message: 'there is no secret in the file "/empty.age"',
    });
  });

  test("one that is for somebody else", async () => {
    const age = write("theirs.age", ageEncrypted(canary, "-r", others.recipient));
    expect(await refusal({ age, identity })).toEqual(
      locked(
        'the file "/theirs.age" is not for the identity in the file "/ours.txt"',
        "encrypt it for that one too: `age -r` may stand several times",
      ),
    );
  });

  test("one that is for a key of SSH", async () => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at("ssh")]);
    const age = write("ssh.age", ageEncrypted(canary, "-R", at("ssh.pub")));
    const { hint } = await refusal({ age, identity });
    expect(hint).toContain('secret({ command: ["age", "-d", "-i", IDENTITY, FILE] })');
    expect(await refusal({ age, identity: { file: at("ssh") } })).toEqual(
      locked(
        'the identity in the file "/ssh" is none of age',
        "it is a line AGE-SECRET-KEY-…, as `age-keygen` makes it",
      ),
    );
  });

  test("one with a passphrase", async () => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase("open sesame");
    encrypter.setScryptWorkFactor(2);
    const age = write("passphrase.age", await encrypter.encrypt(canary));
    expect(await refusal({ age, identity })).toEqual(
      locked('the file "/passphrase.age" is encrypted with a passphrase'),
    );
  });

  test("one of a later version of the format", async () => {
    const bytes = forUs(canary);
    const later = Buffer.from(bytes.toString("latin1").replace("/v1\n", "/v2\n"), "latin1");
    expect(await refusal({ age: write("later.age", later), identity })).toEqual(
      locked('the file "/later.age" is of the version "v2" of age\'s format', "v1 can be read"),
    );
  });

  test.each(["plain text\n", "", "AGE-SECRET-KEY-1\n"])("one that is none: %j", async (text) => {
    const age = write("plain.age", text);
    expect(await refusal({ age, identity })).toEqual(
      locked('the file "/plain.age" is not encrypted by age'),
    );
  });

  test.each([
    ["in its header", (bytes: Buffer) => bytes.fill(0x41, 40, 44)],
    ["in its check sum", (bytes: Buffer) => bytes.fill(0x41, 140, 144)],
    ["in what is encrypted", (bytes: Buffer) => bytes.fill(0x41, bytes.length - 4)],
    ["by being cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ["by what stands behind it", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")])],
  ])("one that is damaged %s", async (_, damage) => {
    const age = write("damaged.age", damage(forUs(canary)));
    expect((await refusal({ age, identity }))["code"]).toBe("MADEUS_SECRET_LOCKED");
  });

  test("one that is damaged in its armor", async () => {
    const text = forUs(canary, "-a").toString();
    const age = write("armor.age", text.replace("-----END", "----END"));
    expect(await refusal({ age, identity })).toEqual(locked('the file "/armor.age" is damaged'));
  });

  test("an identity that is damaged", async () => {
    const age = write("one.age", forUs(canary));
    const file = write(
      "damaged.txt",
      `${ours.key.slice(0, -1)}${ours.key.endsWith("Q") ? "P" : "Q"}\n`,
    );
    expect(await refusal({ age, identity: { file } })).toEqual(
      locked('the identity in the file "/damaged.txt" is damaged'),
    );
  });
});

test("the secret and the identity are hidden from then on, the comments beside it are not", async () => {
  const secrets = new Secrets();
  await fetched({ age: write("one.age", forUs(canary)), identity }, secrets);
  for (const hidden of [canary, ours.key]) expect(secrets.redactor.tells(hidden)).toBe(true);
  expect(secrets.redactor.tells(readFileSync(identity.file, "utf8").split("\n")[1] ?? "")).toBe(
    false,
  );
});
