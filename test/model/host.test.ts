/** Hosts as they are declared: what is left out, and what is refused before anything is connected. */
import { describe, expect, test } from "vitest";
import { assembly } from "../../src/model/assembly.ts";
import { wellFormed } from "../../src/model/check.ts";
import { component } from "../../src/model/component.ts";
import { ssh } from "../../src/model/host.ts";
import { secret } from "../../src/model/secret.ts";

describe("a host that is reached by SSH", () => {
  test("is declared by its name alone", () => {
    const plain = { kind: "ssh", host: "db", address: "db", labels: {}, via: "auto" };
    expect(ssh("db")).toEqual(plain);
    expect(ssh({ host: "db" })).toEqual(plain);
  });

  test("is known to others by another address, where one is given", () => {
    expect(ssh({ host: "db", address: "10.0.0.1" })).toMatchObject({ address: "10.0.0.1" });
  });

  test("runs commands as root, or as another user", () => {
    const password = secret({ env: "PASSWORD" });
    expect(ssh({ host: "db", become: true }).become).toEqual({ user: "root" });
    expect(ssh({ host: "db", become: { password } }).become).toEqual({ user: "root", password });
    expect(ssh({ host: "db", become: { user: "web" } }).become).toEqual({ user: "web" });
  });
});

describe("a look at the form of a host", () => {
  const thing = component({
    name: "thing",
    places: ["there"],
    initial: "there",
    behaviors: { deploy: {} },
  });
  const textsOf = (more: object): readonly string[] =>
    wellFormed(
      assembly({
        name: "site",
        components: { one: thing },
        hosts: { db: { ...ssh("db"), ...more } },
        on: { one: "db" },
      }),
    )
      .filter(({ severity }) => severity === "error")
      .map(({ text }) => text);

  test("finds nothing wrong with a host that is whole", () => {
    const password = secret({ file: "password" });
    expect(textsOf({ port: 22, user: "me", password, become: { user: "root", password } })).toEqual(
      [],
    );
  });

  test.each([
    ["no name", { host: "" }, /host/],
    ["a way that is none", { via: "telnet" }, /via.*"telnet"/],
    ["a port that is no number", { port: "22" }, /port/],
  ])("refuses %s", (_, more, message) => {
    expect(textsOf(more).join()).toMatch(message);
  });

  test("refuses a password in the open, and does not repeat it", () => {
    for (const more of [
      { password: "hunter2" },
      { become: { user: "root", password: "hunter2" } },
    ]) {
      const texts = textsOf(more).join();
      expect(texts).toContain('password must refer to a secret, as secret({ env: "NAME" }) does');
      expect(texts).not.toContain("hunter2");
    }
  });
});
