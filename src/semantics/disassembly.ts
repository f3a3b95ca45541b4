/** The program that takes an assembly down (semantics §5): every idle instance uninstalled, disconnected and deleted. */
import type { Instruction } from "../model/program.ts";
import { connectionsOf } from "./assembled.ts";
import { type Configuration, nothing } from "./configuration.ts";

export interface Disassembly {
  /** Those that go, in the order in which they came. */
  readonly going: readonly string[];
  /** Those that stay, each with the reason. */
  readonly left: ReadonlyMap<string, string>;
  readonly program: readonly Instruction[];
}

/** What takes down all that can be. Cost: instances and connections. */
export function disassembly(c: Configuration): Disassembly {
  const left = whatStays(c);
  const numbers = [...c.all()].filter((instance) => !left.has(nameOf(c, instance)));
  const going = numbers.map((instance) => nameOf(c, instance));
  const canUninstall = numbers.filter((instance) =>
    c.life(instance).behaviors.includes("uninstall"),
  );
  return {
    going,
    left,
    program: [
      ...canUninstall.map((one): Instruction => uninstall(nameOf(c, one))),
      ...(going.length === 0 ? [] : [{ op: "wait", instances: going } as const]),
      ...numbers.flatMap((one) => disconnections(c, one)),
      ...going.map((instance): Instruction => ({ op: "del", instance })),
    ],
  };
}

const nameOf = (c: Configuration, instance: number): string => c.names[instance] ?? "";

const uninstall = (instance: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior: "uninstall",
});

/** What has moved and knows no way back stays; and so do its providers, which it may be using. */
function whatStays(c: Configuration): ReadonlyMap<string, string> {
  const stays = new Map<string, string>();
  for (const instance of c.all()) {
    const life = c.life(instance);
    const isUntouched = c.behavior(instance) === nothing && c.mark(instance, life.initial) > 0;
    if (!isUntouched && !life.behaviors.includes("uninstall"))
      stays.set(nameOf(c, instance), `it has no behavior "uninstall"`);
  }
  // A Map that grows while it is iterated is iterated to its new end.
  for (const name of stays.keys())
    for (const { provide } of connectionsOf(c, c.number(name) ?? 0))
      if (!stays.has(provide.instance)) stays.set(provide.instance, `${name} is connected to it`);
  return stays;
}

const disconnections = (c: Configuration, instance: number): readonly Instruction[] =>
  connectionsOf(c, instance).map((ends): Instruction => ({ op: "disconnect", ...ends }));
