/** The entries of services in keystone's catalog: users ask at the front, other services directly. */
import type { StepScope, ValueOf } from "madeus";
import { type Person, logIn, query } from "./identity.ts";
import { ask } from "./ask.ts";
import type { Backend, Machine, Realm } from "./ports.ts";
import { type Wanted, ensureThings } from "./things.ts";

/** At the front every service has a port of its own. */
const frontPort = (port: number): number => 10_000 + port;

/** Where a service will be asked, at the front and directly. */
export const backendOf = (
  name: string,
  port: number,
  { address }: ValueOf<typeof Machine>,
): ValueOf<typeof Backend> => ({ name, port: frontPort(port), host: address, backend: port });

/** Where users ask for a service. */
export const doorOf = (
  { address }: ValueOf<typeof Machine>,
  { port }: ValueOf<typeof Backend>,
): string => `http://${address}:${port}`;

export const frontUrl = (
  { address }: ValueOf<typeof Machine>,
  port: number,
  path: string,
): string => `http://${address}:${frontPort(port)}${path}`;

export interface Entry {
  readonly realm: ValueOf<typeof Realm>;
  readonly admin: Person;
  /** As whom the service logs in. */
  readonly person: Person;
  /** What the service offers, e.g. `image`. */
  readonly type: string;
  readonly front: ValueOf<typeof Machine>;
  readonly machine: ValueOf<typeof Machine>;
  readonly port: number;
  /** After the port. */
  readonly path?: string;
}

/** Makes a service known: its user, with the role of an administrator in the project of services, and where it is asked. */
export async function register(scope: StepScope, entry: Entry): Promise<void> {
  const { realm, admin, person, type, front, machine, port, path = "" } = entry;
  const { user: name, password } = person;
  const token = await logIn(scope, realm.url, admin);
  const [user, service] = await ensureThings(scope, token, [
    {
      kind: "user",
      kinds: "users",
      url: `${realm.url}/users`,
      query: query`name=${name}&domain_id=default`,
      body: { name, password, domain_id: "default", default_project_id: realm.project },
    },
    {
      kind: "service",
      kinds: "services",
      url: `${realm.url}/services`,
      query: query`name=${name}&type=${type}`,
      body: { name, type },
    },
  ]);
  const role = `projects/${realm.project}/users/${user?.id}/roles/${realm.role}`;
  await ask(scope, token, [{ method: "PUT", url: `${realm.url}/${role}` }]);
  const direct = `http://${machine.address}:${port}${path}`;
  const faces = { public: frontUrl(front, port, path), internal: direct, admin: direct };
  const endpoints = Object.entries(faces).map(
    ([face, url]): Wanted => ({
      kind: "endpoint",
      kinds: "endpoints",
      url: `${realm.url}/endpoints`,
      query: query`service_id=${service?.id ?? ""}&interface=${face}`,
      body: { service_id: service?.id, interface: face, region_id: realm.region, url },
    }),
  );
  await ensureThings(scope, token, endpoints);
}
