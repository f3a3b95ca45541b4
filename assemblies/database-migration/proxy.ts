/** HAProxy, where clients come in. It knows where to write: one server takes all, and others only where that one is lost. */
import { component, many } from "madeus";
import { absent, apt, aptRemoved, file, service, template, waitForPort } from "madeus/actions";
import { Address, Door, Sql } from "./ports.ts";

const configured = "/etc/haproxy/haproxy.cfg";

export const proxy = component({
  name: "proxy",
  places: ["absent", "installed", "configured", "open"],
  initial: "absent",
  uses: {
    server: { type: Address, in: ["configure"] },
    backups: { type: many(Address, { min: 0 }), in: ["configure"] },
    sql: { type: Sql, in: ["unlock", "open"] },
  },
  provides: {
    door: { type: Door, in: ["open"] },
    address: { type: Address, in: ["installed", "configured", "open"] },
  },
  behaviors: {
    deploy: {
      install: {
        from: "absent",
        to: "installed",
        durationS: 5,
        limits: ["apt"],
        steps: [
          ({ give, host }) => give("address", { host: host.address }),
          apt("haproxy", { recommends: false, services: false }),
        ],
      },
      configure: {
        from: "installed",
        to: "configured",
        durationS: 0.1,
        steps: [
          ({ read }) =>
            file({
              path: configured,
              content: settings(
                read("server").host,
                read("backups").map(({ host }) => host),
              ),
            }),
        ],
      },
      unlock: {
        from: "configured",
        to: "open",
        durationS: 0.3,
        timeoutMs: 60_000,
        steps: [service({ name: "haproxy", restartAfter: [configured] }), waitForPort(3306)],
      },
    },
    /** Nobody comes in, and who is in is sent away: clients come back when it is open again. */
    suspend: {
      lock: {
        from: "open",
        to: "installed",
        durationS: 0.3,
        steps: [service({ name: "haproxy", state: "stopped" })],
      },
    },
    uninstall: {
      stop: {
        from: "open",
        to: "installed",
        durationS: 0.3,
        steps: [service({ name: "haproxy", state: "stopped" }), absent(configured)],
      },
      remove: {
        from: "installed",
        to: "absent",
        durationS: 5,
        limits: ["apt"],
        steps: [aptRemoved("haproxy", { purge: true })],
      },
    },
  },
});

const settings = (server: string, backups: readonly string[]): string => template`
  global
    maxconn 1000
    user haproxy
    group haproxy
  defaults
    mode tcp
    timeout connect 2s
    timeout client 1h
    timeout server 1h
  listen door
    bind *:3306
    server main ${server}:3306 check inter 500ms on-marked-down shutdown-sessions
    ${backups.map((host, k) => `server backup${k + 1} ${host}:3306 check inter 500ms backup`)}
`;
