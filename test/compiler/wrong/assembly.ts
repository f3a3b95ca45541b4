import { assembly } from "../../../src/model/assembly.ts";
import { component } from "../../../src/model/component.ts";
import { local } from "../../../src/model/host.ts";
import { data, service } from "../../../src/model/port.ts";
import { balancer, replica } from "../right/balancer.ts";
import { member } from "../right/ring.ts";
import { Http, database, site } from "../right/stack.ts";

const name = "x";
const components = { db: database, web: site };
const address = "db.address";
const wires = { web: { address: "db.address", database: "db.sql" } } as const;

// unknown port
assembly({ name, components, wires: { web: { address, database: "db.sqll" } } });

// unknown instance
assembly({ name, components, wires: { web: { address, database: "bd.sql" } } });

// wrong type of port
assembly({ name, components, wires: { web: { address, database: "web.http" } } });

// wrong kind of port
assembly({ name, components, wires: { web: { address, database: "db.address" } } });

// missing wire
assembly({ name, components, wires: { web: { address } } });

// missing instance in wires
assembly({ name, components, wires: {} });

// no wires at all
assembly({ name, components });

// nobody provides it
const Queue = service("queue");
const worker = component({
  name: "worker",
  places: ["off", "on"],
  initial: "off",
  uses: { jobs: { type: Queue, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
assembly({ name, components: { job: worker, db: database }, wires: { job: { jobs: "db.sql" } } });

// same name, another shape
const Address = data("address", { host: String });
const reader = component({
  name: "reader",
  places: ["off", "on"],
  initial: "off",
  uses: { address: { type: Address, in: ["start"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
assembly({
  name,
  components: { reader, m: member },
  wires: { reader: { address: "m.host" }, m: { peer: "m.self", donor: "m.host" } },
});

// unknown use port
assembly({ name, components, wires: { web: { address, database: "db.sql", cache: "db.sql" } } });

// unknown instance that uses
assembly({ name, components, wires: { ...wires, wbe: wires.web } });

// one of many is of the wrong type
assembly({
  name,
  components: { w1: replica, lb: balancer },
  wires: { lb: { backends: ["w1.at"], ports: [] } },
});

// many takes a list
assembly({
  name,
  components: { w1: replica, lb: balancer },
  wires: { lb: { backends: "w1.http", ports: [] } },
});

// a single use takes no list
assembly({ name, components, wires: { web: { address: ["db.address"], database: "db.sql" } } });

// unknown host
assembly({ name, components, wires, hosts: { left: local() }, on: { db: "lift" } });

// no hosts at all
assembly({ name, components, wires, on: { db: "left" } });

// unknown instance on a host
assembly({ name, components, wires, hosts: { left: local() }, on: { bd: "left" } });

// a component that is not one
assembly({ name, components: { db: "database" } });

// misspelt field
assembly({ name, components, wires, host: { left: local() } });

// a wrong wire in a loop
assembly({
  name,
  components: Object.fromEntries(["a", "b"].map((one) => [one, member] as const)),
  wires: Object.fromEntries(
    ["a", "b"].map((one) => [one, { peer: `${one}.host`, donor: `${one}.host` } as const] as const),
  ),
});

export { Http };
