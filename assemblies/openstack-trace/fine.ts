/**
 * The form that Madeus deployed: 31 transitions, in parallel within components and between them.
 *
 * That `common` is ready from `prepared` on, and what each transition of the others waits for, is read off the times of 45 runs.
 */
import { assembly, component } from "madeus";
import { Facts, Identity, Ready, Sql, agent, facts } from "./agent.ts";
import type { Replay } from "./replay.ts";
import { wiring } from "./wiring.ts";

export const fine = (took: Replay) =>
  assembly({
    name: "openstack",
    components: {
      facts: facts(took),
      common: common(took),
      haproxy: agent("haproxy", took),
      memcached: agent("memcached", took),
      rabbitmq: agent("rabbitmq", took),
      openvswitch: agent("openvswitch", took),
      mariadb: mariadb(took),
      keystone: keystone(took),
      glance: image("glance", took),
      neutron: image("neutron", took),
      nova: nova(took),
    },
    wires: wiring,
  });

const common = (took: Replay) =>
  component({
    name: "common",
    places: ["initiated", "prepared", "deployed"],
    initial: "initiated",
    uses: { facts: { type: Facts, in: ["ktb_deploy", "prepared", "deployed"] } },
    provides: { ready: { type: Ready, in: ["prepared", "deployed"] } },
    behaviors: {
      deploy: {
        ktb_deploy: { from: "initiated", to: "prepared", ...took("common.ktb_deploy") },
        deploy: { from: "prepared", to: "deployed", ...took("common.deploy") },
      },
    },
  });

const mariadb = (took: Replay) =>
  component({
    name: "mariadb",
    places: ["initiated", "configured", "bootstrapped", "restarted", "registered", "deployed"],
    initial: "initiated",
    uses: {
      balancer: { type: Ready, in: ["restart", "restarted", "registered", "deployed"] },
      common: { type: Ready, in: ["register", "registered", "deployed"] },
    },
    provides: { sql: { type: Sql, in: ["deployed"] } },
    behaviors: {
      deploy: {
        pull: { from: "initiated", to: "configured", ...took("mariadb.pull") },
        config: { from: "initiated", to: "configured", ...took("mariadb.config") },
        bootstrap: { from: "configured", to: "bootstrapped", ...took("mariadb.bootstrap") },
        restart: { from: "bootstrapped", to: "restarted", ...took("mariadb.restart") },
        register: { from: "restarted", to: "registered", ...took("mariadb.register") },
        check: { from: "registered", to: "deployed", ...took("mariadb.check") },
      },
    },
  });

const keystone = (took: Replay) =>
  component({
    name: "keystone",
    places: ["initiated", "pulled", "deployed"],
    initial: "initiated",
    uses: { sql: { type: Sql, in: ["deploy", "deployed"] } },
    provides: { identity: { type: Identity, in: ["deployed"] } },
    behaviors: {
      deploy: {
        pull: { from: "initiated", to: "pulled", ...took("keystone.pull") },
        deploy: { from: "pulled", to: "deployed", ...took("keystone.deploy") },
      },
    },
  });

/** glance and neutron: configured and registered at the same time. */
const image = <const Name extends string>(name: Name, took: Replay) =>
  component({
    name,
    places: ["initiated", "pulled", "ready", "deployed"],
    initial: "initiated",
    uses: {
      sql: { type: Sql, in: ["config", "ready", "deployed"] },
      identity: { type: Identity, in: ["register", "ready", "deployed"] },
    },
    behaviors: {
      deploy: {
        pull: { from: "initiated", to: "pulled", ...took(`${name}.pull`) },
        config: { from: "pulled", to: "ready", ...took(`${name}.config`) },
        register: { from: "pulled", to: "ready", ...took(`${name}.register`) },
        deploy: { from: "ready", to: "deployed", ...took(`${name}.deploy`) },
      },
    },
  });

/** Its databases and its registration go their own ways and meet at the end. */
const nova = (took: Replay) =>
  component({
    name: "nova",
    places: ["initiated", "pulled", "created", "upgraded", "restarted", "deployed"],
    initial: "initiated",
    uses: {
      sql: { type: Sql, in: ["create_db", "created", "upgraded", "restarted", "deployed"] },
      identity: { type: Identity, in: ["register", "deployed"] },
    },
    behaviors: {
      deploy: {
        pull: { from: "initiated", to: "pulled", ...took("nova.pull") },
        config: { from: "initiated", to: "pulled", ...took("nova.config") },
        create_db: { from: "pulled", to: "created", ...took("nova.create_db") },
        upgrade_db: { from: "created", to: "upgraded", ...took("nova.upgrade_db") },
        upgrade_api_db: { from: "created", to: "upgraded", ...took("nova.upgrade_api_db") },
        restart: { from: "upgraded", to: "restarted", ...took("nova.restart") },
        cell_setup: { from: "restarted", to: "deployed", ...took("nova.cell_setup") },
        register: { from: "pulled", to: "deployed", ...took("nova.register") },
      },
    },
  });
