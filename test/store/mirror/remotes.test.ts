/** The other stores that a mirror knows: by a name, by where they are, or because there is only one. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Mirror } from "../../../src/store/mirror/mirror.ts";
import { remember, remoteNamed, remotesOf } from "../../../src/store/mirror/remotes.ts";
import { emptyDirectory } from "../repository.ts";

const mirror = async (): Promise<Mirror> => Mirror.open(join(emptyDirectory(), "mirror.git"));
const named = async (of: Mirror, text?: string) => remoteNamed(of, text, "/srv/blog");

describe("a remote", () => {
  test("is origin at first, then has the name of where it is", async () => {
    const one = await mirror();
    expect(await named(one, "../site.git")).toEqual({ name: "origin", address: "/srv/site.git" });
    await remember(one, { name: "origin", address: "/srv/site.git" });
    expect(await named(one, "git@example.org:spare.git")).toEqual({
      name: "spare",
      address: "git@example.org:spare.git",
    });
    await remember(one, { name: "spare", address: "git@example.org:spare.git" });
    expect((await named(one, "/mnt/spare.git/")).name).toBe("spare-2");
    expect((await named(one, "/mnt/..")).name).toBe("remote");
    expect([...(await remotesOf(one)).keys()]).toEqual(["origin", "spare"]);
  });

  test("is never called like a branch, beside which its branches could not stand", async () => {
    const one = await mirror();
    const branches = ["main", "main-2", "origin"];
    const { name } = await remoteNamed(one, "../main.git", "/srv/blog", branches);
    expect(name).toBe("main-3");
  });

  test("is found again by its name, by its address, and without either", async () => {
    const one = await mirror();
    const address = "/srv/a site with\tspaces.git".replace("\t", " ");
    await remember(one, { name: "backup", address });
    for (const text of ["backup", "../a site with spaces.git", undefined])
      expect(await named(one, text)).toEqual({ name: "backup", address });
    await remember(one, { name: "origin", address: "/srv/other.git" });
    expect((await named(one)).name).toBe("origin");
  });

  test("that nobody knows is told, with those that there are", async () => {
    const one = await mirror();
    await expect(named(one)).rejects.toThrow("This store knows no other one.");
    await expect(named(one, "backup")).rejects.toMatchObject({
      code: "MADEUS_BAD_REMOTE",
      hint: "A path is written with a slash: ./backup",
    });
    await remember(one, { name: "a", address: "/a" });
    await remember(one, { name: "b", address: "/b" });
    await expect(named(one)).rejects.toThrow('This store knows several others: "a" and "b".');
    await expect(named(one, "ext::sh -c date")).rejects.toMatchObject({
      code: "MADEUS_BAD_REMOTE",
    });
  });
});
