/** Which keys of hosts are trusted: by lines of every form, and as OpenSSH itself finds them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { judgeKey, knownTypes, parseKnownHosts } from "../../src/host/known-hosts.ts";

/** A key as a host sends it, and as a file holds it. */
function keyOf(type: string, content: string): { readonly sent: Buffer; readonly line: string } {
  const fields = [type, content].map((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  const sent = Buffer.concat(fields);
  return { sent, line: `${type} ${sent.toString("base64")}` };
}
const [own, other, rsa] = [
  keyOf("ssh-ed25519", "a".repeat(32)),
  keyOf("ssh-ed25519", "b".repeat(32)),
  keyOf("ssh-rsa", "c".repeat(300)),
];
const judge = (text: string, host = "db.example.org", port = 22, { sent } = own): string =>
  judgeKey(parseKnownHosts(text), host, port, sent);

describe("a key is", () => {
  test.each([
    ["known by its name", `db.example.org ${own.line}`, "known"],
    [
      "known by one of several names, with a comment",
      `x,db.example.org,10.0.0.1 ${own.line} root@db`,
      "known",
    ],
    ["known whatever the case", `DB.Example.Org ${own.line}`, "known"],
    ["known by a pattern", `*.example.org ${own.line}`, "known"],
    ["known by a pattern of single characters", `d?.example.org ${own.line}`, "known"],
    [
      "known among others of the host",
      `db.example.org ${other.line}\ndb.example.org ${own.line}`,
      "known",
    ],
    ["unknown where nothing is known", "", "unknown"],
    ["unknown where another host is known", `db ${own.line}`, "unknown"],
    ["unknown by a dot that stands for any character", `db-example.org ${own.line}`, "unknown"],
    ["unknown where the host is excepted", `*.example.org,!db.example.org ${own.line}`, "unknown"],
    ["unknown where only exceptions stand", `!web.example.org ${own.line}`, "unknown"],
    ["unknown where a line is commented out", `# db.example.org ${own.line}`, "unknown"],
    ["unknown where only a key of another type is known", `db.example.org ${rsa.line}`, "unknown"],
    ["unknown where a line is cut", `db.example.org ssh-ed25519`, "unknown"],
    ["unknown under a marker that is not known", `@trusted db.example.org ${own.line}`, "unknown"],
    ["changed", `db.example.org ${other.line}`, "changed"],
    ["revoked", `@revoked * ${own.line}`, "revoked"],
    ["revoked though it is known", `db.example.org ${own.line}\n@revoked * ${own.line}`, "revoked"],
    [
      "known though another is revoked",
      `db.example.org ${own.line}\n@revoked * ${other.line}`,
      "known",
    ],
    ["that of an authority", `@cert-authority *.example.org ${other.line}`, "authority"],
    ["not known by being an authority's", `@cert-authority *.example.org ${own.line}`, "authority"],
  ])("%s", (_, text, judgement) => {
    expect(judge(text)).toBe(judgement);
  });

  test("known at a port, and without one at every port", () => {
    const text = `[db.example.org]:2222 ${own.line}`;
    expect(judge(text, "db.example.org", 2222)).toBe("known");
    expect(judge(text)).toBe("unknown");
    expect(judge(`db.example.org ${own.line}`, "db.example.org", 2222)).toBe("known");
    const both = `[db.example.org]:2222 ${other.line}\ndb.example.org ${own.line}`;
    expect(judge(both, "db.example.org", 2222)).toBe("changed");
  });

  test("not known because its bytes make no sense", () => {
    for (const sent of [Buffer.alloc(0), Buffer.alloc(3), Buffer.from([255, 255, 255, 255, 1])])
      expect(judge(`db.example.org ${own.line}`, undefined, undefined, { ...own, sent })).not.toBe(
        "known",
      );
  });
});

test("the types that a host is known by are told", () => {
  const text = `a ${own.line}\na ${rsa.line}\n@revoked a ${other.line}\n@cert-authority a ${rsa.line}`;
  expect(knownTypes(parseKnownHosts(text), "a", 22)).toEqual(["ssh-ed25519", "ssh-rsa"]);
});

describe("beside OpenSSH", () => {
  const directory = mkdtempSync(join(tmpdir(), "madeus-known-"));
  const file = join(directory, "known_hosts");
  afterAll(() => rmSync(directory, { recursive: true }));
  const finds = (name: string): boolean => {
    try {
      return execFileSync("ssh-keygen", ["-F", name, "-f", file], { stdio: "pipe" }).length > 0;
    } catch {
      return false;
    }
  };

  test("names that it has hashed are found", () => {
    writeFileSync(file, `db.example.org ${own.line}\n[10.0.0.1]:2222 ${own.line}\n`);
    execFileSync("ssh-keygen", ["-H", "-f", file], { stdio: "pipe" });
    const text = readFileSync(file, "utf8");
    expect(text).not.toContain("example");
    expect(judge(text)).toBe("known");
    expect(judge(text, "10.0.0.1", 2222)).toBe("known");
    expect(judge(text, "10.0.0.1", 22)).toBe("unknown");
    expect(judge(text, "db.example.org", 22, other)).toBe("changed");
  });

  test("the same lines are about the same hosts", () => {
    const name = fc.stringMatching(/^[ab.]{1,4}$/);
    const pattern = fc.stringMatching(/^!?[ab.*?]{1,4}$/);
    fc.assert(
      fc.property(name, fc.array(pattern, { minLength: 1, maxLength: 3 }), (host, patterns) => {
        const text = `${patterns.join(",")} ${own.line}\n`;
        writeFileSync(file, text);
        expect(judge(text, host) === "known").toBe(finds(host));
      }),
      { numRuns: 60 },
    );
  });
});
