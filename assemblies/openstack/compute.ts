/** A host on which servers run. The driver is nova's own that only keeps count of them: it needs no virtualisation. */
import { component } from "madeus";
import { absent, apt, aptRemoved, directory } from "madeus/actions";
import { askUntil } from "./ask.ts";
import { logIn, personOf } from "./identity.ts";
import { novaFile, novaSettings } from "./nova-settings.ts";
import {
  Account,
  Address,
  Backend,
  Conductor,
  Hypervisor,
  Machine,
  Messages,
  Packages,
  Placement,
  Realm,
  Scheduler,
  Servers,
  Tokens,
} from "./ports.ts";
import { running, stopped } from "./program.ts";
import { settings } from "./text.ts";
import { isRecord, listIn } from "./things.ts";

export const compute = component({
  name: "compute",
  places: ["absent", "installed", "configured", "running", "admitted"],
  initial: "absent",
  uses: {
    packages: {
      type: Packages,
      in: ["install", "installed", "configured", "running", "admitted", "remove"],
    },
    machine: { type: Machine, in: ["configure", "admit"] },
    account: { type: Account, in: ["configure"] },
    placementAccount: { type: Account, in: ["configure"] },
    neutronAccount: { type: Account, in: ["configure"] },
    metadata: { type: Account, in: ["configure"] },
    messenger: { type: Account, in: ["configure"] },
    broker: { type: Address, in: ["configure"] },
    cacheAt: { type: Address, in: ["configure"] },
    keystone: { type: Backend, in: ["configure"] },
    glance: { type: Backend, in: ["configure"] },
    messages: { type: Messages, in: ["start", "running", "admitted"] },
    conductor: { type: Conductor, in: ["start", "running", "admitted"] },
    placement: { type: Placement, in: ["start", "running", "admitted"] },
    tokens: { type: Tokens, in: ["start", "running", "admitted"] },
    scheduler: { type: Scheduler, in: ["admit", "admitted"] },
    servers: { type: Servers, in: ["admit"] },
    nova: { type: Backend, in: ["admit"] },
    admin: { type: Account, in: ["admit"] },
    realm: { type: Realm, in: ["admit"] },
  },
  provides: { hypervisor: { type: Hypervisor, in: ["admitted"] } },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 40,
        limits: ["apt"],
        steps: [
          apt(["nova-compute", "nova-compute-qemu", "python3-pymysql"], {
            recommends: false,
            services: false,
            answers: ["nova nova/configure_db boolean false"],
          }),
        ],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.2,
        steps: [
          async (scope) =>
            settings(
              novaFile,
              "nova",
              novaSettings({
                address: scope.read("machine").address,
                broker: scope.read("broker"),
                cache: scope.read("cacheAt"),
                keystone: scope.read("keystone"),
                glance: scope.read("glance"),
                nova: await personOf(scope, scope.read("account")),
                messenger: await personOf(scope, scope.read("messenger")),
                placement: await personOf(scope, scope.read("placementAccount")),
                neutron: await personOf(scope, scope.read("neutronAccount")),
                metadata: await personOf(scope, scope.read("metadata")),
              }),
            ),
          settings("/etc/nova/nova-compute.conf", "nova", {
            DEFAULT: { compute_driver: "fake.FakeDriver" },
          }),
          directory({ path: "/var/lock/nova", owner: "nova", group: "nova" }),
        ],
      },
      start: {
        from: "configured",
        to: "running",
        durationS: 0.7,
        timeoutMs: 60_000,
        steps: [running("nova-compute")],
      },
      admit: {
        from: "running",
        to: "admitted",
        durationS: 5,
        timeoutMs: 180_000,
        run: async (scope) => {
          const { host, backend } = scope.read("nova");
          const admin = await personOf(scope, scope.read("admin"));
          const token = await logIn(scope, scope.read("realm").url, admin);
          // It is listed once it has reported, and the scheduler has taken it in.
          const url = `http://${host}:${backend}/v2.1/os-hypervisors/detail`;
          const { name } = scope.read("machine");
          await askUntil(scope, token, { url }, (body) =>
            listIn(body, "hypervisors").find(
              ({ service }) => isRecord(service) && service["host"] === name,
            ),
          );
        },
      },
    },
    uninstall: {
      part: { from: "admitted", to: "running" },
      stop: {
        from: "running",
        to: "configured",
        durationS: 1,
        steps: [stopped("nova-compute")],
      },
      unconfigure: { from: "configured", to: "installed", steps: [absent(novaFile)] },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved(["nova-compute", "nova-compute-qemu"], { purge: true })],
      },
    },
  },
});
