/** What the components of OpenStack need of each other: services that are held, and values. */
import { data, secret, service } from "madeus";

/** A host on which packages can be installed without questions. */
export const Packages = service("packages");
/** A host, as it calls itself and as others reach it. */
export const Machine = data("machine", { name: String, address: String });

/** Where something listens. It is known before anybody answers there. */
export const Address = data("address", { host: String, port: Number });
/** The passwords of accounts can be read: somebody may still have to log in to clear up. */
export const Keys = service("keys");
/** Who somebody is to a service. */
export const Account = data("account", { user: String, password: secret() });

/** A database server that answers and takes new accounts. */
export const Sql = service("sql");
/** A broker that delivers messages. */
export const Messages = service("messages");
export const Cache = service("cache");
/** A balancer that forwards what it is asked. */
export const Front = service("front");
/** What the balancer is to forward: `port` at the front goes to `host:backend`. */
export const Backend = data("backend", {
  name: String,
  port: Number,
  host: String,
  backend: Number,
});

/** Keystone gives tokens. */
export const Tokens = service("tokens");
/** Where keystone is asked, and the number of the project that all services belong to, and of their role. */
export const Realm = data("realm", {
  url: String,
  region: String,
  project: String,
  role: String,
});

/** Glance stores images. */
export const Images = service("images");
/** Placement counts what is free. */
export const Placement = service("placement");
/** Nova's tables are as its programs expect them, and its files are on the host. */
export const NovaTables = service("nova-tables");
/** Nova's conductor speaks with the database for those who may not. */
export const Conductor = service("conductor");
/** Nova's scheduler finds hosts for servers. */
export const Scheduler = service("scheduler");
/** Nova takes orders for servers. */
export const Servers = service("servers");
/** Neutron takes orders for networks, and speaks with its agents. */
export const Networks = service("networks");
/** The configuration of neutron is on the host. */
export const NetworkFiles = service("network-files");
/** The agents of a host have reported that they live. */
export const Agents = service("agents");
/** A host on which servers can run. */
export const Hypervisor = service("hypervisor");

/** Where users ask: addresses at the front. */
export const Doors = data("doors", {
  keystone: String,
  glance: String,
  neutron: String,
  nova: String,
});
