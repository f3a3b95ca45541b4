/**
 * What each step of a playbook needs: the graph that the bare runner and Madeus follow, where Ansible follows the order of the file.
 *
 * A name without a host stands for the step on every host. Every step also needs `base.prepare` on its own host.
 */
import type { Step } from "./playbook.ts";

type Needs = Readonly<Record<string, readonly string[]>>;

const registered = ["keystone.service_project"];
/** An agent that starts while its API is still coming up reports late. */
const reachable = ["neutron.api_start", "neutron.rpc_start", "rabbitmq.user"];

const openstack: Needs = {
  "mariadb.config": ["mariadb.install"],
  "mariadb.start": ["mariadb.config"],
  "rabbitmq.start": ["rabbitmq.install"],
  "rabbitmq.user": ["rabbitmq.start"],
  "memcached.start": ["memcached.install"],
  "haproxy.config": ["haproxy.install"],
  "haproxy.start": ["haproxy.config"],
  "keystone.config": ["keystone.install"],
  "keystone.db": ["mariadb.start"],
  "keystone.fernet": ["keystone.config"],
  "keystone.db_sync": ["keystone.config", "keystone.db"],
  "keystone.bootstrap": ["keystone.db_sync", "keystone.fernet"],
  "keystone.start": ["keystone.db_sync", "keystone.fernet", "memcached.start"],
  "keystone.check": ["keystone.start", "keystone.bootstrap"],
  "keystone.service_project": ["keystone.start", "keystone.bootstrap", "client.install"],
  "glance.config": ["glance.install"],
  "glance.db": ["mariadb.start"],
  "glance.db_sync": ["glance.config", "glance.db"],
  "glance.register": registered,
  "glance.start": ["glance.db_sync"],
  "glance.check": ["glance.start", "glance.register", "memcached.start"],
  "placement.config": ["placement.install"],
  "placement.db": ["mariadb.start"],
  "placement.db_sync": ["placement.config", "placement.db"],
  "placement.register": registered,
  "placement.start": ["placement.db_sync"],
  "nova.config": ["nova.install"],
  "nova.db": ["mariadb.start"],
  "nova.api_db_sync": ["nova.config", "nova.db"],
  "nova.cells": ["nova.api_db_sync"],
  "nova.db_sync": ["nova.cells"],
  "nova.register": registered,
  "nova.api_start": ["nova.db_sync", "rabbitmq.user", "keystone.start"],
  "nova.conductor_start": ["nova.db_sync", "rabbitmq.user"],
  // It logs in to keystone and to placement, and ends where it cannot.
  "nova.scheduler_start": [
    "nova.db_sync",
    "rabbitmq.user",
    "keystone.start",
    "placement.start",
    "placement.register",
  ],
  "nova.check": [
    "nova.api_start",
    "nova.conductor_start",
    "nova.scheduler_start",
    "nova.register",
    "client.install",
  ],
  "compute.config": ["compute.install"],
  "compute.start": [
    "compute.config",
    "nova.conductor_start",
    "keystone.start",
    "placement.start",
    "placement.register",
  ],
  "compute.discover": ["compute.start", "nova.check"],
  "neutron.config": ["neutron.install"],
  "neutron.db": ["mariadb.start"],
  "neutron.db_sync": ["neutron.config", "neutron.db"],
  "neutron.register": registered,
  "neutron.rpc_start": ["neutron.db_sync", "rabbitmq.user"],
  "neutron.api_start": ["neutron.db_sync", "rabbitmq.user", "keystone.start"],
  "linuxbridge.config@network": ["linuxbridge.install@network"],
  "linuxbridge.config@compute": ["linuxbridge.install@compute", "compute.install"],
  "linuxbridge.start@network": ["linuxbridge.config@network", ...reachable],
  "linuxbridge.start@compute": ["linuxbridge.config@compute", ...reachable],
  "network.config": ["network.install", "linuxbridge.config@network"],
  "network.dhcp_start": ["network.config", ...reachable],
  "network.l3_start": ["network.config", ...reachable],
  "network.metadata_start": ["network.config", ...reachable],
  "neutron.check": [
    "neutron.register",
    "linuxbridge.start",
    "network.dhcp_start",
    "network.l3_start",
    "network.metadata_start",
  ],
  "vm.check": ["neutron.check", "glance.check", "compute.discover"],
};

const lamp: Needs = {
  "mariadb.config": ["mariadb.install"],
  "mariadb.start": ["mariadb.config"],
  "app.db": ["mariadb.start"],
  "app.page": ["apache.install", "php.install"],
  "apache.config": ["apache.install", "php.install"],
  "apache.start": ["apache.config"],
  "app.check": ["apache.start", "app.page", "app.db"],
};

const graphs: Readonly<Record<string, Needs>> = { openstack, lamp };

/** The names of the steps that each step needs. */
export function needsOf(
  playbook: string,
  steps: readonly Step[],
): ReadonlyMap<string, readonly string[]> {
  const graph = graphs[playbook] ?? {};
  const named = (name: string) => steps.filter((step) => isNamed(step, name));
  for (const name of Object.keys(graph).concat(...Object.values(graph)))
    if (named(name).length === 0) throw new Error(`${playbook} has no step ${name}`);
  return new Map(
    steps.map((step) => {
      const [task = ""] = step.name.split("@");
      const needs = graph[step.name] ?? graph[task] ?? [];
      const base = step.name.startsWith("base.") ? [] : [`base.prepare@${step.host}`];
      return [step.name, [...base, ...needs.flatMap(named).map(({ name }) => name)]];
    }),
  );
}

const isNamed = ({ name }: Step, sought: string): boolean =>
  name === sought || name.split("@")[0] === sought;
