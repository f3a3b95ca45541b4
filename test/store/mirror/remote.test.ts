/** Addresses of other stores: what git would take for a flag or a program never gets to it. */
import { describe, expect, test } from "vitest";
import { addressOf, isAddress, isPath } from "../../../src/store/mirror/remote.ts";

describe("an address", () => {
  test.each([
    ["../site.git", "/srv/site.git"],
    ["./-odd.git", "/srv/blog/-odd.git"],
    ["/srv/a b.git", "/srv/a b.git"],
    [".", "/srv/blog"],
    ["./a:b", "/srv/blog/a:b"],
    ["file:///srv/site.git", "file:///srv/site.git"],
    ["ssh://git@example.org:2222/site.git", "ssh://git@example.org:2222/site.git"],
    ["git@example.org:site.git", "git@example.org:site.git"],
    ["https://ann@example.org/site.git", "https://ann@example.org/site.git"],
  ])("such as %s goes to git as %s", (text, address) => {
    expect(addressOf(text, "/srv/blog")).toBe(address);
  });

  test.each([
    ["", "names no place"],
    ["--upload-pack=touch /tmp/x", 'begins with "-"'],
    ["-oProxyCommand=x:y", 'begins with "-"'],
    ["ext::sh -c date", "run a program of its own"],
    ["EXT::sh", "run a program of its own"],
    ["fd::17", "run a program of its own"],
    ["my-helper::https://example.org", "run a program of its own"],
    ["ftp://example.org/site.git", 'has the protocol "ftp"'],
    ["ssh://-oProxyCommand=x/site.git", 'a host or a user that begins with "-"'],
    ["ssh://-ann@example.org/site.git", 'a host or a user that begins with "-"'],
    ["ann@-host:site.git", 'a host or a user that begins with "-"'],
    ["https://ann:secret@example.org/site.git", "holds a password"],
    [`https://${"k".repeat(40)}@example.org/site.git`, "as long as a token"],
    ["../site.git\n", "holds a control character"],
  ])("such as %j is refused", (text, why) => {
    expect(() => addressOf(text, "/srv/blog")).toThrow(why);
  });

  test("is told from a name, and a path from an address elsewhere", () => {
    expect(["origin", "a.b", "./a", "..", "h:a"].map(isAddress)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(["/a", "a/b:c", "h:a", "ssh://h/a"].map(isPath)).toEqual([true, true, false, false]);
  });
});
