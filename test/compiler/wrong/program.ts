import { reconfigure } from "../../../src/model/program.ts";
import { balanced } from "../right/balancer.ts";
import { blog } from "../right/blog.ts";
import { database } from "../right/stack.ts";

const program = reconfigure(blog);

// unknown behavior
program.changeBehavior("db", "suspnd");

// behavior of another component
program.add("lb", balanced.components.lb).changeBehavior("lb", "suspend");

// unknown instance
program.changeBehavior("dd", "suspend");

// an instance after its del
program.del("db").changeBehavior("db", "suspend");

// waiting for an instance after its del
program.del("db").wait("db");

// an instance that is there already
program.add("db", database);

// an instance that was added before
program.add("db2", database).add("db2", database);

// a component that is not one
program.add("db2", "database");

// a host that is no name
program.add("db2", database, { on: 3 });

// wrong type of port
program.connect("web.database", "db.address");

// unknown use port
program.connect("web.databse", "db.sql");

// unknown instance in a use port
program.connect("wbe.database", "db.sql");

// a wire without a port
program.connect("web", "db.sql");

// a provide port as a use port
program.connect("db.sql", "db.sql");

// unknown provider
program.disconnect("web.database", "db2.sql");

// a provider after its del
program.del("db").connect("web.database", "db.sql");

// a use port after its del
program.del("web").disconnect("web.database", "db.sql");

// wrong type for a port of many
reconfigure(balanced).connect("lb.backends", "w1.at");

// waiting for an unknown instance
program.wait("db", "bd");

// del of an unknown instance
program.del("bd");

// something that is no assembly
reconfigure({ name: "blog" });
