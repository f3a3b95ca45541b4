import { component } from "../../../src/model/component.ts";
import { data, many, service } from "../../../src/model/port.ts";
import { secret } from "../../../src/model/secret.ts";
import { Address, Http, Sql } from "../right/stack.ts";

const name = "x";
const places = ["off", "on"] as const;
const initial = "off";
const behaviors = { deploy: { start: { from: "off", to: "on" } } } as const;

// unknown destination
component({ name, places, initial, behaviors: { deploy: { start: { from: "off", to: "onn" } } } });

// unknown source
component({ name, places, initial, behaviors: { deploy: { start: { from: "of", to: "on" } } } });

// unknown place in a station
component({
  name,
  places,
  initial,
  behaviors: { deploy: { start: { from: "off", to: "onn/up" } } },
});

// unknown place in a list of stations
component({
  name,
  places,
  initial,
  behaviors: { deploy: { start: { from: "off", to: ["on", "onn"] } } },
});

// a transition without a destination
component({ name, places, initial, behaviors: { deploy: { start: { from: "off" } } } });

// a misspelt field of a transition
component({
  name,
  places,
  initial,
  behaviors: { deploy: { start: { from: "off", to: "on", timeout: 1000 } } },
});

// a retry without a number
component({
  name,
  places,
  initial,
  behaviors: { deploy: { start: { from: "off", to: "on", retry: { attempts: "3" } } } },
});

// a policy that does not exist
component({
  name,
  places,
  initial,
  behaviors: { deploy: { start: { from: "off", to: "on", onUnknown: "retry" } } },
});

// unknown initial place
component({ name, places, initial: "of", behaviors });

// no behaviors
component({ name, places, initial });

// unknown place in a provide port
component({ name, places, initial, provides: { site: { type: Http, in: ["onn"] } }, behaviors });

// a transition in a provide port
component({ name, places, initial, provides: { site: { type: Http, in: ["start"] } }, behaviors });

// unknown transition in a use port
component({ name, places, initial, uses: { db: { type: Sql, in: ["strat"] } }, behaviors });

// a port type that is not one
component({ name, places, initial, uses: { db: { type: "sql", in: ["start"] } }, behaviors });

// many on a provide port
component({ name, places, initial, provides: { s: { type: many(Http), in: ["on"] } }, behaviors });

// probe of an unknown place
component({ name, places, initial, behaviors, probes: { onn: () => true } });

// a probe of a place that gives no answer
component({ name, places, initial, behaviors, probes: { on: async () => "yes" } });

// a data port with a field of no known kind
data("address", { host: String, at: Date });

// a data port without a shape
data("address");

// a secret with a plain value
secret("12345");

// a secret kept nowhere known
secret({ vault: "12345" });

// a service with a shape
service("sql", { host: String });

// many with a wrong minimum
many(Address, { min: "2" });

// a misspelt field of a component
component({ name, places, initial, behaviors, use: { db: { type: Sql, in: ["start"] } } });

// a misspelt field of a port
component({ name, places, initial, behaviors, uses: { db: { type: Sql, on: ["start"] } } });
