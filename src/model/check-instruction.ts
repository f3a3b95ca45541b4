/** What is wrong with one instruction in the situation in which it comes, and the situation that it leaves. */
import type { Assembly } from "./assembly.ts";
import { unknownHost } from "./check-assembly.ts";
import { badName } from "./check-names.ts";
import { unknownUse } from "./check-wires.ts";
import { isWellShaped } from "./declaration.ts";
import { error, type Remark } from "./finding.ts";
import { nameProblem, path, quote, quoteAll } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import { providerRemark } from "./offers.ts";
import { type BoundPort, usePortsOf } from "./outline.ts";
import { type Instruction, type PortName, portText } from "./program.ts";
import type { Situation } from "./situation.ts";

type Act<Op extends Instruction["op"]> = Extract<Instruction, { readonly op: Op }>;

/** The remarks on `instruction`, which is then applied to `situation`. */
export function* instructionRemarks(
  instruction: Instruction,
  index: number,
  situation: Situation,
  hosts: Assembly["hosts"],
): Generator<Remark> {
  switch (instruction.op) {
    case "add":
      return yield* add(instruction, situation, hosts);
    case "del":
      return yield* del(instruction, situation);
    case "connect":
      return yield* connect(instruction, situation);
    case "disconnect":
      return yield* disconnect(instruction, situation);
    case "changeBehavior":
      return yield* changeBehavior(instruction, index, situation);
    case "wait":
      for (const instance of instruction.instances)
        if (!situation.instances.has(instance)) yield unknownInstance(instance, situation);
  }
}

function* add(act: Act<"add">, situation: Situation, hosts: Assembly["hosts"]): Generator<Remark> {
  const { instance, component, on } = act;
  const problem = nameProblem(instance);
  if (problem !== undefined) yield badName("instance", instance, problem);
  yield* unknownHost(hosts, instance, on);
  if (situation.instances.has(instance))
    yield error(
      "MADEUS_INSTANCE_EXISTS",
      `there is an instance ${quote(instance)} already`,
      "take another name, or del the present one first",
    );
  else situation.add(instance, isWellShaped(component) ? component : undefined);
}

function* del({ instance }: Act<"del">, situation: Situation): Generator<Remark> {
  if (!situation.instances.has(instance)) return yield unknownInstance(instance, situation);
  const connections = situation.connectionsOf(instance);
  const [first] = connections;
  if (first !== undefined)
    yield error(
      "MADEUS_STILL_CONNECTED",
      `${quote(instance)} is still connected: ${quoteAll(connections.map(connectionText))}`,
      disconnectHint(portText(first[0]), portText(first[1])),
    );
  situation.del(instance);
}

function* connect({ use, provide }: Act<"connect">, situation: Situation): Generator<Remark> {
  const found = useOf(use, situation);
  if ("remark" in found) return yield found.remark;
  const { port } = found;
  const providers = situation.providersOf(use);
  const present = port?.min === undefined ? providers[0] : portText(provide);
  if (present !== undefined && providers.includes(present))
    yield error(
      "MADEUS_ALREADY_CONNECTED",
      `${path(use.instance, use.port)} is connected to ${quote(present)} already`,
      disconnectHint(portText(use), present),
    );
  const subject = path(use.instance, use.port);
  const remark =
    port && providerRemark(subject, port, provide, situation.instances, situation.offers);
  if (remark !== undefined) yield remark;
  situation.connect(use, provide);
}

function* disconnect({ use, provide }: Act<"disconnect">, situation: Situation): Generator<Remark> {
  const found = useOf(use, situation);
  if ("remark" in found) return yield found.remark;
  const providers = situation.providersOf(use);
  if (!providers.includes(portText(provide)))
    yield error(
      "MADEUS_UNKNOWN_CONNECTION",
      `${path(use.instance, use.port)} is not connected to ${quote(portText(provide))}`,
      providers.length === 0
        ? "it is connected to nothing"
        : `it is connected to ${quoteAll(providers)}`,
    );
  situation.disconnect(use, provide);
}

function* changeBehavior(
  { instance, behavior }: Act<"changeBehavior">,
  index: number,
  situation: Situation,
): Generator<Remark> {
  if (!situation.instances.has(instance)) return yield unknownInstance(instance, situation);
  const component = situation.instances.get(instance);
  if (component === undefined) return;
  const behaviors = Object.keys(component.behaviors);
  if (!behaviors.includes(behavior))
    return yield error(
      "MADEUS_UNKNOWN_BEHAVIOR",
      `${quote(instance)} has no behavior ${quote(behavior)}`,
      didYouMean(behavior, behaviors),
    );
  situation.request(instance, component, behavior, index);
}

/** The use port that is named; undefined where nothing can be said of its component. */
function useOf(
  use: PortName,
  situation: Situation,
): { readonly port: BoundPort | undefined } | { readonly remark: Remark } {
  if (use.port === "")
    return {
      remark: error("MADEUS_BAD_WIRE", `${quote(use.instance)} is not written "instance.port"`),
    };
  if (!situation.instances.has(use.instance))
    return { remark: unknownInstance(use.instance, situation) };
  const component = situation.instances.get(use.instance);
  if (component === undefined) return { port: undefined };
  const uses = usePortsOf(component);
  const port = uses.find(({ name }) => name === use.port);
  return port === undefined ? { remark: unknownUse(use.instance, use.port, uses) } : { port };
}

const unknownInstance = (instance: string, situation: Situation): Remark =>
  error(
    "MADEUS_UNKNOWN_INSTANCE",
    `there is no instance ${quote(instance)}`,
    situation.wasDeleted(instance)
      ? "it was deleted before"
      : didYouMean(instance, situation.instances.keys()),
  );

const disconnectHint = (use: string, provide: string): string =>
  `first disconnect(${quote(use)}, ${quote(provide)})`;

const connectionText = ([use, provide]: readonly [PortName, PortName]): string =>
  `${portText(use)} → ${portText(provide)}`;
