/**
 * OpenStack on three hosts, from Debian's packages: a controller, a host on which networks meet, and one on which servers run.
 *
 *     madeus deploy assemblies/openstack.ts --set control=10.0.0.11 --set network=10.0.0.12 --set compute=10.0.0.13
 *
 * The hosts are Debian 12, and reached as root by SSH. It ends with a server that is active and has an address.
 */
import { assembly, setting, ssh } from "madeus";
import { bridge } from "./openstack/bridge.ts";
import { client } from "./openstack/client.ts";
import { compute } from "./openstack/compute.ts";
import { demo } from "./openstack/demo.ts";
import { glance } from "./openstack/glance.ts";
import { haproxy } from "./openstack/haproxy.ts";
import { keystone } from "./openstack/keystone.ts";
import { machine } from "./openstack/machine.ts";
import { mariadb } from "./openstack/mariadb.ts";
import { memcached } from "./openstack/memcached.ts";
import { network } from "./openstack/network.ts";
import { neutron } from "./openstack/neutron.ts";
import { conductor, scheduler } from "./openstack/nova-program.ts";
import { nova } from "./openstack/nova.ts";
import { placement } from "./openstack/placement.ts";
import { rabbitmq } from "./openstack/rabbitmq.ts";
import { secrets } from "./openstack/secrets.ts";

/** As other hosts reach it, too. */
const host = (name: string) => {
  const configFile = setting("ssh_config", String, "");
  return ssh({ host: setting(name, String, name), ...(configFile === "" ? {} : { configFile }) });
};

const onControl = { packages: "controlHost.packages", machine: "controlHost.machine" } as const;
const kept = { keys: "secrets.keys" } as const;
const stored = { sql: "mariadb.sql", database: "mariadb.address", root: "secrets.root" } as const;
const cached = { cache: "memcached.cache", cacheAt: "memcached.address" } as const;
const admitted = {
  tokens: "keystone.tokens",
  realm: "keystone.realm",
  admin: "secrets.admin",
} as const;
const messaging = {
  messages: "rabbitmq.messages",
  broker: "rabbitmq.address",
  messenger: "secrets.broker",
} as const;
/** What a service of OpenStack needs of the others. */
const api = {
  ...onControl,
  ...stored,
  ...cached,
  ...admitted,
  keystone: "keystone.backend",
  front: "haproxy.at",
} as const;
const novaAccounts = {
  account: "secrets.nova",
  placementAccount: "secrets.placement",
  neutronAccount: "secrets.neutron",
  metadata: "secrets.metadata",
} as const;
const agent = {
  ...admitted,
  messages: "rabbitmq.messages",
  networks: "neutron.networks",
  neutron: "neutron.backend",
} as const;
const bridged = { ...agent, broker: "rabbitmq.address", messenger: "secrets.broker" } as const;

export const openstack = assembly({
  name: "openstack",
  hosts: { control: host("control"), network: host("network"), compute: host("compute") },
  components: {
    secrets,
    controlHost: machine,
    networkHost: machine,
    computeHost: machine,
    mariadb,
    rabbitmq,
    memcached,
    haproxy,
    keystone,
    glance,
    placement,
    nova,
    conductor,
    scheduler,
    neutron,
    compute,
    computeBridge: bridge,
    networkBridge: bridge,
    network,
    client,
    demo,
  },
  on: {
    controlHost: "control",
    networkHost: "network",
    computeHost: "compute",
    mariadb: "control",
    rabbitmq: "control",
    memcached: "control",
    haproxy: "control",
    keystone: "control",
    glance: "control",
    placement: "control",
    nova: "control",
    conductor: "control",
    scheduler: "control",
    neutron: "control",
    compute: "compute",
    computeBridge: "compute",
    networkBridge: "network",
    network: "network",
    client: "control",
    demo: "control",
  },
  wires: {
    controlHost: kept,
    networkHost: kept,
    computeHost: kept,
    mariadb: { ...onControl, root: "secrets.root" },
    rabbitmq: { ...onControl, account: "secrets.broker" },
    memcached: onControl,
    haproxy: {
      ...onControl,
      backends: [
        "keystone.backend",
        "glance.backend",
        "placement.backend",
        "nova.backend",
        "neutron.backend",
      ],
    },
    keystone: {
      ...onControl,
      ...stored,
      ...cached,
      account: "secrets.keystone",
      admin: "secrets.admin",
      front: "haproxy.at",
    },
    glance: { ...api, account: "secrets.glance" },
    placement: { ...api, account: "secrets.placement" },
    nova: { ...api, ...messaging, ...novaAccounts, glance: "glance.backend" },
    conductor: { tables: "nova.tables", messages: "rabbitmq.messages" },
    scheduler: {
      tables: "nova.tables",
      messages: "rabbitmq.messages",
      tokens: "keystone.tokens",
      placement: "placement.placement",
    },
    neutron: { ...api, ...messaging, account: "secrets.neutron", novaAccount: "secrets.nova" },
    compute: {
      ...admitted,
      ...messaging,
      ...novaAccounts,
      packages: "computeHost.packages",
      machine: "computeHost.machine",
      cacheAt: "memcached.address",
      keystone: "keystone.backend",
      glance: "glance.backend",
      conductor: "conductor.conductor",
      placement: "placement.placement",
      scheduler: "scheduler.scheduler",
      servers: "nova.servers",
      nova: "nova.backend",
    },
    computeBridge: {
      ...bridged,
      packages: "computeHost.packages",
      machine: "computeHost.machine",
    },
    networkBridge: {
      ...bridged,
      packages: "networkHost.packages",
      machine: "networkHost.machine",
    },
    network: {
      ...agent,
      packages: "networkHost.packages",
      machine: "networkHost.machine",
      files: "networkBridge.files",
      nova: "nova.backend",
      metadata: "secrets.metadata",
    },
    client: {
      packages: "controlHost.packages",
      front: "haproxy.at",
      keystone: "keystone.backend",
      glance: "glance.backend",
      neutron: "neutron.backend",
      nova: "nova.backend",
      doors: "client.known",
      admin: "secrets.admin",
    },
    demo: {
      admin: "secrets.admin",
      doors: "client.known",
      front: "haproxy.front",
      tokens: "keystone.tokens",
      images: "glance.images",
      networks: "neutron.networks",
      servers: "nova.servers",
      agents: ["computeBridge.agents", "networkBridge.agents", "network.agents"],
      hypervisors: ["compute.hypervisor"],
    },
  },
});
