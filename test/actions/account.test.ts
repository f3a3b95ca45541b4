import { afterAll, beforeAll, expect, test } from "vitest";
import { group, noGroup, noUser, user } from "../../src/actions/account.ts";
import { directory, file } from "../../src/actions/file.ts";
import { type Bed, bed } from "./bed.ts";
import { failure, twice } from "./stage.ts";

let host: Bed;
beforeAll(async () => {
  host = await bed();
});
afterAll(() => host[Symbol.asyncDispose]());

test("groups and users are made, changed and removed", async () => {
  const { where, sh } = host;
  expect(
    await twice(
      [group({ name: "crew", system: true }), group({ name: "staff2", gid: 4242 })],
      where,
    ),
  ).toEqual(["group crew: create", "group staff2: create"]);
  expect(await twice(group({ name: "staff2", gid: 4343 }), where)).toEqual([
    "group staff2: gid 4242 → 4343",
  ]);
  const app = { name: "app", system: true, home: "/srv/app", shell: "/bin/sh" } as const;
  expect(await twice(user({ ...app, groups: ["crew"] }), where)).toEqual(["user app: create"]);
  expect(await sh("getent passwd app | cut -d: -f6,7; id -Gn app; stat -c %U /srv/app")).toBe(
    "/srv/app:/bin/sh\napp crew\napp",
  );
  expect(
    await twice(user({ name: "app", shell: "/bin/false", groups: ["staff2"] }), where),
  ).toEqual(["user app: shell /bin/sh → /bin/false, join staff2"]);
  expect(await sh("id -Gn app")).toBe("app crew staff2");
  expect(
    await twice(user({ ...app, shell: "/bin/false", home: "/opt", group: "crew" }), where),
  ).toEqual(["user app: group app → crew, home /srv/app → /opt"]);
  expect(await twice([noUser("app"), noGroup("staff2")], where)).toHaveLength(2);
});

test("a user of the shortest form is made", async () => {
  expect(await twice(user("plain"), host.where)).toEqual(["user plain: create"]);
  expect(await failure(user({ name: "other", groups: ["no-such-group"] }), host.where)).toContain(
    "group 'no-such-group' does not exist",
  );
});

test("files belong to whom they are given, by name and by number", async () => {
  const { where, sh } = host;
  await twice(directory({ path: "/srv/d", owner: "daemon", group: "users", mode: "0750" }), where);
  await twice(file({ path: "/srv/d/f", content: "", owner: 12345, group: 54321 }), where);
  expect(await sh("stat -c '%U %G %a' /srv/d; stat -c '%u %g' /srv/d/f")).toBe(
    "daemon users 750\n12345 54321",
  );
  // The owner stays where nobody asks for another.
  await twice(file({ path: "/srv/d/f", content: "new" }), where);
  expect(await sh("stat -c '%u %g' /srv/d/f")).toBe("12345 54321");
});

test("a full disk is told, and nothing is left on it", async () => {
  const { where, sh } = host;
  await sh("mkdir /small; mount -t tmpfs -o size=64k tmpfs /small");
  await twice(file({ path: "/small/f", content: "old" }), where);
  const big = file({ path: "/small/f", content: "x".repeat(100_000) });
  expect(await failure(big, where)).toMatch(/^file \/small\/f: .*No space left on device/);
  expect(await sh("cat /small/f; ls -A /small")).toBe("oldf");
});
