/** What stands in neutron's configuration, on the host of its API and on those of its agents. */
import type { ValueOf } from "madeus";
import type { Person } from "./identity.ts";
import type { Address } from "./ports.ts";
import { type Sections, brokerUrl } from "./text.ts";

export const neutronFile = "/etc/neutron/neutron.conf";
export const ml2File = "/etc/neutron/plugins/ml2/ml2_conf.ini";

/** What all of neutron's programs are told. */
export function neutronSettings(broker: ValueOf<typeof Address>, messenger: Person): Sections {
  return {
    DEFAULT: {
      log_dir: "/var/log/neutron",
      state_path: "/var/lib/neutron",
      core_plugin: "ml2",
      service_plugins: "router",
      transport_url: brokerUrl(broker, messenger),
      auth_strategy: "keystone",
      notify_nova_on_port_status_changes: true,
      notify_nova_on_port_data_changes: true,
      api_workers: 1,
      rpc_workers: 1,
    },
    agent: { root_helper: "sudo /usr/bin/neutron-rootwrap /etc/neutron/rootwrap.conf" },
    oslo_concurrency: { lock_path: "/var/lib/neutron/lock" },
    // The kernels of small machines have no Open vSwitch.
    experimental: { linuxbridge: true },
  };
}

export const ml2Settings: Sections = {
  ml2: {
    type_drivers: "flat,vxlan",
    tenant_network_types: "vxlan",
    mechanism_drivers: "linuxbridge",
    extension_drivers: "port_security",
  },
  ml2_type_flat: { flat_networks: "provider" },
  ml2_type_vxlan: { vni_ranges: "1:1000" },
  securitygroup: { enable_ipset: true },
};
