/**
 * The first half of OpenStack in containers: MariaDB, RabbitMQ, memcached, HAProxy and keystone, on one host.
 *
 * As published with Kolla's deployments, images come from one of three places: a *remote* registry, a *local* one on the host itself, or
 * they are there already (*cached*: pulled before).
 *
 *     madeus deploy assemblies/openstack-containers.ts --set control=10.0.0.11
 *     madeus deploy assemblies/openstack-containers.ts --set images=remote --set registry=10.0.0.1:4000
 */
import { assembly, setting, ssh } from "madeus";
import { engine } from "./openstack-containers/engine.ts";
import { haproxy } from "./openstack-containers/haproxy.ts";
import { keystone } from "./openstack-containers/keystone.ts";
import { mariadb } from "./openstack-containers/mariadb.ts";
import { memcached } from "./openstack-containers/memcached.ts";
import { rabbitmq } from "./openstack-containers/rabbitmq.ts";
import { distantRegistry, ownRegistry } from "./openstack-containers/registry.ts";
import { machine } from "./openstack/machine.ts";
import { secrets } from "./openstack/secrets.ts";

/** Of `images`: `local` brings a registry along, whose directory must hold them; the others name one that is there. */
const images = setting("images", String, "local");
const configFile = setting("ssh_config", String, "");
const control = ssh({
  host: setting("control", String, "control"),
  ...(configFile === "" ? {} : { configFile }),
});

const containers = {
  containers: "engine.containers",
  registry: "registry.registry",
  source: "registry.source",
} as const;

const parts = {
  base: machine,
  engine,
  secrets,
  mariadb,
  rabbitmq,
  memcached,
  haproxy,
  keystone,
};
const wires = {
  base: { keys: "secrets.keys" },
  engine: { packages: "base.packages" },
  mariadb: { ...containers, machine: "base.machine", root: "secrets.root" },
  rabbitmq: { ...containers, machine: "base.machine", account: "secrets.broker" },
  memcached: { ...containers, machine: "base.machine" },
  haproxy: { ...containers, machine: "base.machine", backends: ["keystone.backend"] },
  keystone: {
    ...containers,
    machine: "base.machine",
    front: "haproxy.at",
    sql: "mariadb.sql",
    server: "mariadb.address",
    account: "secrets.keystone",
    admin: "secrets.admin",
    cache: "memcached.cache",
    cacheAt: "memcached.address",
  },
} as const;
const on = {
  base: "control",
  engine: "control",
  mariadb: "control",
  rabbitmq: "control",
  memcached: "control",
  haproxy: "control",
  keystone: "control",
} as const;

const withOwn = () =>
  assembly({
    name: "openstack-containers",
    components: { ...parts, registry: ownRegistry },
    wires: { ...wires, registry: { packages: "base.packages", machine: "base.machine" } },
    hosts: { control },
    on: { ...on, registry: "control" },
  });
const withDistant = () =>
  assembly({
    name: "openstack-containers",
    components: { ...parts, registry: distantRegistry },
    wires,
    hosts: { control },
    on,
  });

export const openstackContainers = images === "local" ? withOwn() : withDistant();
