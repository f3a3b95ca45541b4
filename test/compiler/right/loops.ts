/**
 * Sizes known only at run time: assemblies and programs built in loops, without a cast.
 *
 * A program in a loop is declared as `Program`: its names are then checked by `check`, no longer by the compiler.
 */
import { type Assembly, assembly, type Components } from "../../../src/model/assembly.ts";
import type { AnyComponent } from "../../../src/model/component.ts";
import { type Program, reconfigure } from "../../../src/model/program.ts";
import { balancer, replica } from "./balancer.ts";
import { blog } from "./blog.ts";
import { database, site } from "./stack.ts";

/** Of one type: ports and their types are still checked by the compiler. */
export function replicas(count: number): Assembly {
  const names = Array.from({ length: count }, (_, index) => `web${index}`);
  return assembly({
    name: "replicas",
    components: Object.fromEntries(names.map((name) => [name, replica])),
  });
}

/** Of several types: declared as `Record<string, AnyComponent>`, then filled; wires are checked by `check`. */
export function balanced(count: number): Assembly {
  const components: Record<string, AnyComponent> = { lb: balancer };
  const backends: string[] = [];
  const ports: string[] = [];
  for (let index = 0; index < count; index += 1) {
    components[`web${index}`] = replica;
    backends.push(`web${index}.http`);
    ports.push(`web${index}.at`);
  }
  return assembly({ name: "balanced", components, wires: { lb: { backends, ports } } });
}

/** One component whose type is not known among others that are: its wires are checked by `check`, theirs by the compiler. */
export function plugged(plugin: AnyComponent): Assembly {
  return assembly({
    name: "plugged",
    components: { plugin, db: database, web: site },
    wires: {
      web: { address: "plugin.address", database: "db.sql" },
      plugin: { anything: "db.sql", all: ["db.sql"] },
    },
  });
}

/** Whether it uses anything is not known, so nothing need be wired. */
export const onlyPlugin = (plugin: AnyComponent): Assembly =>
  assembly({ name: "only plugin", components: { plugin } });

export function withMore(from: Assembly, count: number): Program {
  let program: Program = reconfigure(from);
  for (let index = 0; index < count; index += 1) {
    const name = `more${index}`;
    program = program
      .add(name, replica)
      .changeBehavior(name, "deploy")
      .wait(name)
      .connect("lb.backends", `${name}.http`);
  }
  return program.wait();
}

/** A loop may take instances away too. */
export function shrunk(from: Assembly, names: readonly string[]): Program {
  const program: Program = reconfigure(from);
  return names.reduce((shorter, name) => shorter.wait(name).del(name), program).wait();
}

/** Names that come from elsewhere, e.g. from a command line, are strings. */
export const moved = (from: Assembly, use: string, before: string, after: string): Program => {
  const program: Program = reconfigure(from);
  return program.disconnect(use, before).connect(use, after);
};

/** A typed beginning may go on in a loop, and a list of names may be awaited at once. */
export function blogWithDatabases(names: readonly string[]): Program {
  let program: Program = reconfigure(blog).changeBehavior("web", "suspend").wait("web");
  for (const name of names) program = program.add(name, database).changeBehavior(name, "deploy");
  return program.wait(...names);
}

/** A function over any assembly takes `Assembly`; over any set of components, `Components`. */
export const instancesOf = (components: Components): readonly string[] => Object.keys(components);
export const blogNames: readonly string[] = instancesOf(blog.components);
