/** The things of the demonstration: each is found by its name, or made. */
import type { StepScope, ValueOf } from "madeus";
import { ask, askUntil } from "./ask.ts";
import type { Doors } from "./ports.ts";
import {
  type Thing,
  type Wanted,
  ensureThing,
  ensureThings,
  isRecord,
  thingIn,
  thingsIn,
} from "./things.ts";

export type Urls = ValueOf<typeof Doors>;

/** Random bytes do for a driver that starts nothing. */
const imageBytes = 5_000_000;

export async function makeImage(scope: StepScope, token: string, { glance }: Urls): Promise<void> {
  const image = await ensureThing(scope, token, {
    kind: "image",
    kinds: "images",
    url: `${glance}/v2/images`,
    query: "name=demo",
    body: { name: "demo", disk_format: "raw", container_format: "bare", visibility: "public" },
    bare: true,
  });
  const url = `${glance}/v2/images/${image.id}`;
  if (image["status"] === "queued") {
    const path = `${scope.directory}/image`;
    await scope.sh`head -c ${imageBytes} /dev/urandom > ${path}`;
    await ask(scope, token, [{ method: "PUT", url: `${url}/file`, upload: path }]);
    await scope.sh`rm ${path}`;
  }
  await askUntil(
    scope,
    token,
    { url },
    (body) => (isRecord(body) && body["status"] === "active") || undefined,
  );
}

export async function makeNetwork(
  scope: StepScope,
  token: string,
  { neutron }: Urls,
): Promise<void> {
  const [network, router] = await ensureThings(scope, token, [
    named("network", `${neutron}/v2.0/networks`),
    named("router", `${neutron}/v2.0/routers`),
  ]);
  const subnet = await ensureThing(scope, token, {
    ...named("subnet", `${neutron}/v2.0/subnets`),
    body: { name: "demo", network_id: network?.id, ip_version: 4, cidr: "192.168.77.0/24" },
  });
  const url = `${neutron}/v2.0/routers/${router?.id}/add_router_interface`;
  // 400: it is there already.
  await ask(scope, token, [{ method: "PUT", url, body: { subnet_id: subnet.id } }], [400]);
}

/** A size of servers. */
export async function makeFlavor(scope: StepScope, token: string, { nova }: Urls): Promise<void> {
  await ensureThing(scope, token, {
    kind: "flavor",
    kinds: "flavors",
    url: `${nova}/v2.1/flavors`,
    query: "is_public=true",
    body: { name: "demo", ram: 64, disk: 1, vcpus: 1 },
  });
}

/** A server that is active, and has an address. */
export async function makeServer(scope: StepScope, token: string, urls: Urls): Promise<string> {
  const [images, flavors, networks] = await ask(scope, token, [
    { url: `${urls.glance}/v2/images?name=demo` },
    { url: `${urls.nova}/v2.1/flavors` },
    { url: `${urls.neutron}/v2.0/networks?name=demo` },
  ]);
  const flavor = thingsIn(flavors?.body, "flavors").find(({ name }) => name === "demo");
  const server = await ensureThing(scope, token, {
    kind: "server",
    kinds: "servers",
    url: `${urls.nova}/v2.1/servers`,
    query: "name=demo",
    body: {
      name: "demo",
      imageRef: thingsIn(images?.body, "images")[0]?.id,
      flavorRef: flavor?.id,
      networks: [{ uuid: thingsIn(networks?.body, "networks")[0]?.id }],
    },
  });
  const url = `${urls.nova}/v2.1/servers/${server.id}`;
  return askUntil(scope, token, { url }, (body) => addressOf(thingIn(body, "server")));
}

/** Undefined while it is being made. */
function addressOf({ status, fault, addresses }: Thing): string | undefined {
  if (status === "ERROR") throw new Error(`the server cannot be made: ${JSON.stringify(fault)}`);
  if (status !== "ACTIVE" || !isRecord(addresses)) return undefined;
  const [first] = Object.values(addresses).flat();
  return isRecord(first) && typeof first["addr"] === "string" ? first["addr"] : undefined;
}

/** Takes all of it away, in the order in which one holds the other. */
export async function removeDemo(scope: StepScope, token: string, urls: Urls): Promise<void> {
  const { glance, neutron, nova } = urls;
  await removeAll(scope, token, "servers", `${nova}/v2.1/servers`);
  await askUntil(
    scope,
    token,
    { url: `${nova}/v2.1/servers/detail?name=demo` },
    (body) => areGone(thingsIn(body, "servers")) || undefined,
  );
  const [routers, subnets] = await ask(scope, token, [
    { url: `${neutron}/v2.0/routers?name=demo` },
    { url: `${neutron}/v2.0/subnets?name=demo` },
  ]);
  for (const { id } of thingsIn(routers?.body, "routers"))
    for (const subnet of thingsIn(subnets?.body, "subnets"))
      await ask(
        scope,
        token,
        [
          {
            method: "PUT",
            url: `${neutron}/v2.0/routers/${id}/remove_router_interface`,
            body: { subnet_id: subnet.id },
          },
        ],
        [404, 409],
      );
  await removeAll(scope, token, "routers", `${neutron}/v2.0/routers`);
  await removeAll(scope, token, "networks", `${neutron}/v2.0/networks`);
  await removeAll(scope, token, "images", `${glance}/v2/images`);
}

/** Nova tries once; a server that is in `ERROR` and on its way nowhere stays. */
function areGone(servers: readonly Thing[]): boolean {
  const stuck = servers.find(
    (one) => one["status"] === "ERROR" && one["OS-EXT-STS:task_state"] === null,
  );
  if (stuck !== undefined)
    throw new Error(`the server cannot be deleted: ${JSON.stringify(stuck["fault"])}`);
  return servers.length === 0;
}

async function removeAll(
  scope: StepScope,
  token: string,
  kinds: string,
  url: string,
): Promise<void> {
  const [list] = await ask(scope, token, [{ url: `${url}?name=demo` }]);
  const things = thingsIn(list?.body, kinds);
  if (things.length === 0) return;
  await ask(
    scope,
    token,
    things.map(({ id }) => ({ method: "DELETE", url: `${url}/${id}` })),
    [404],
  );
}

const named = (kind: string, url: string): Wanted => ({
  kind,
  kinds: `${kind}s`,
  url,
  query: "name=demo",
  body: { name: "demo" },
});
