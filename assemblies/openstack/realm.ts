/** What keystone is given at its beginning: keys, an administrator, and the project that all services belong to. */
import type { StepScope, ValueOf } from "madeus";
import { script, step } from "madeus/actions";
import { ask } from "./ask.ts";
import { type Person, logIn } from "./identity.ts";
import type { Realm } from "./ports.ts";
import { ensureThing, thingsIn } from "./things.ts";

/** Keystone's own port. */
export const port = 5000;
export const urlOf = (address: string): string => `http://${address}:${port}/v3`;

export const region = "RegionOne";

/** Two keys each for tokens and for what is stored. Keystone's own program makes the same, in two processes of some seconds. */
export const keys = step("keys of keystone", {
  look: {
    text: script`cd /etc/keystone; for kind in fernet credential; do test -s $kind-keys/1 || echo "$kind"; done`,
    judge: (lacking) => (lacking === "" ? undefined : `make ${lacking.replaceAll("\n", ", ")}`),
  },
  act: ({ sh }) => sh`
    umask 077
    cd /etc/keystone
    for kind in fernet credential; do
      test ! -s $kind-keys/1 || continue
      install -d -o keystone -g keystone -m 700 $kind-keys
      for number in 0 1; do
        head -c 32 /dev/urandom | base64 | tr '+/' '-_' > $kind-keys/$number
        chown keystone:keystone $kind-keys/$number
      done
    done`,
});

/** Makes the administrator, and the entry of keystone itself in its catalog. It may be done again. */
export const bootstrap = (
  scope: StepScope,
  password: string,
  urls: Readonly<Record<"public" | "internal" | "admin", string>>,
): Promise<string> =>
  scope.exec(
    "runuser",
    [
      "-u",
      "keystone",
      "--",
      "keystone-manage",
      "bootstrap",
      "--bootstrap-region-id",
      region,
      ...Object.entries(urls).flatMap(([face, url]) => [`--bootstrap-${face}-url`, url]),
    ],
    { env: { OS_BOOTSTRAP_PASSWORD: password } },
  );

/** Where keystone is asked, and the project of services, which is made if need be. */
export async function realmAt(
  scope: StepScope,
  url: string,
  admin: Person,
): Promise<ValueOf<typeof Realm>> {
  const token = await logIn(scope, url, admin);
  const project = await ensureThing(scope, token, {
    kind: "project",
    kinds: "projects",
    url: `${url}/projects`,
    query: "name=service&domain_id=default",
    body: { name: "service", domain_id: "default" },
  });
  const [roles] = await ask(scope, token, [{ url: `${url}/roles?name=admin` }]);
  const [role] = thingsIn(roles?.body, "roles");
  if (role === undefined) throw new Error("keystone has no role for administrators");
  return { url, region, project: project.id, role: role.id };
}
