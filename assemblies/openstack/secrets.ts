/** Passwords, made up once on the machine that Madeus runs on. They are kept in files that only their owner can read. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { component, secret } from "madeus";
import { Account, Keys } from "./ports.ts";

/** Who has an account: at the database, at the broker, or at keystone. */
const users = {
  root: "madeus",
  broker: "openstack",
  admin: "admin",
  keystone: "keystone",
  glance: "glance",
  placement: "placement",
  nova: "nova",
  neutron: "neutron",
  metadata: "metadata",
} as const;
const names = Object.keys(users) as readonly (keyof typeof users)[];

const account = { type: Account, in: ["made"] } as const;

export const secrets = component({
  name: "secrets",
  places: ["absent", "made"],
  initial: "absent",
  provides: {
    keys: { type: Keys, in: ["made"] },
    root: account,
    broker: account,
    admin: account,
    keystone: account,
    glance: account,
    placement: account,
    nova: account,
    neutron: account,
    metadata: account,
  },
  behaviors: {
    deploy: {
      make: {
        from: "absent",
        to: "made",
        durationS: 0.1,
        run: async (scope) => {
          await mkdir(scope.directory, { recursive: true });
          for (const name of names) {
            const file = `${scope.directory}/${name}`;
            await makeUp(file);
            scope.give(name, { user: users[name], password: secret({ file }) });
          }
        },
      },
    },
    uninstall: {
      forget: {
        from: "made",
        to: "absent",
        durationS: 0.1,
        run: ({ directory }) =>
          Promise.all(names.map((name) => rm(`${directory}/${name}`, { force: true }))),
      },
    },
  },
});

/** A password, unless the file holds one already. */
async function makeUp(file: string): Promise<void> {
  if (existsSync(file)) return;
  await writeFile(`${file}.new`, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
