/** What stands in nova's configuration, on the host of its API and on those where servers run. */
import type { ValueOf } from "madeus";
import type { Person } from "./identity.ts";
import type { Address, Backend } from "./ports.ts";
import { region } from "./realm.ts";
import { type Sections, brokerUrl, login, tokenCheck } from "./text.ts";

export const novaFile = "/etc/nova/nova.conf";

/** Whom nova speaks with, and as whom. */
export interface NovaPeers {
  /** The address of the host itself. */
  readonly address: string;
  readonly broker: ValueOf<typeof Address>;
  readonly cache: ValueOf<typeof Address>;
  readonly keystone: ValueOf<typeof Backend>;
  readonly glance: ValueOf<typeof Backend>;
  readonly messenger: Person;
  readonly nova: Person;
  readonly placement: Person;
  readonly neutron: Person;
  readonly metadata: Person;
}

export function novaSettings(peers: NovaPeers): Sections {
  const { address, broker, cache, keystone, glance } = peers;
  return {
    DEFAULT: {
      log_dir: "/var/log/nova",
      state_path: "/var/lib/nova",
      transport_url: brokerUrl(broker, peers.messenger),
      my_ip: address,
      osapi_compute_workers: 1,
      // What is done now and then is done at once for the first time, too; by default not before a minute has passed.
      periodic_fuzzy_delay: 0,
    },
    api: { auth_strategy: "keystone" },
    conductor: { workers: 1 },
    // The scheduler takes in new hosts by itself, as soon as they report.
    scheduler: { workers: 1, discover_hosts_in_cells_interval: 2 },
    vnc: { enabled: false },
    glance: { api_servers: `http://${glance.host}:${glance.backend}` },
    oslo_concurrency: { lock_path: "/var/lock/nova" },
    // The programs under uwsgi sleep between two questions, and would miss the heartbeats of the broker.
    oslo_messaging_rabbit: { heartbeat_timeout_threshold: 0 },
    placement: { region_name: region, ...login(keystone, peers.placement) },
    neutron: {
      region_name: region,
      ...login(keystone, peers.neutron),
      service_metadata_proxy: true,
      metadata_proxy_shared_secret: peers.metadata.password,
    },
    keystone_authtoken: tokenCheck(keystone, cache, peers.nova),
  };
}
