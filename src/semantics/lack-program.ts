/** What the instruction reached lacks (§5). */
import type { Instruction } from "../model/program.ts";
import { type Configuration, nothing } from "./configuration.ts";
import { instanceRow } from "./record.ts";
import { type Wiring, connectionBetween, ends, isConnectable } from "./connection.ts";
import { isConnected, mayInstruct } from "./instruction.ts";
import { type Lack, type Question, nameOf, portText } from "./lack.ts";
import { isAtWork } from "./marking.ts";

/** Why the instruction reached is not applied; empty where it can be, or there is none. */
export function lacksOfProgram(c: Configuration): readonly Lack[] {
  const instruction = c.program[c.position];
  if (instruction === undefined || mayInstruct(c)) return [];
  return lacksOf(c, instruction, `instruction ${numberOf(c)}, ${instructionText(instruction)},`);
}

/** Of the instruction reached, from 1, in what was handed in with it. */
const numberOf = ({ position, begins }: Configuration): number =>
  position + 1 - (begins.findLast((begin) => begin <= position) ?? 0);

function lacksOf(c: Configuration, instruction: Instruction, who: string): readonly Lack[] {
  switch (instruction.op) {
    case "add":
      return never(who, `there is an instance ${instruction.instance} already`);
    case "connect":
      return lacksOfConnect(c, instruction, who);
    case "disconnect":
      return lacksOfDisconnect(c, instruction, who);
    case "changeBehavior": {
      const { instance, behavior } = instruction;
      return never(
        who,
        c.number(instance) === undefined
          ? `there is no instance ${instance}`
          : `${instance} has no behavior ${behavior}`,
      );
    }
    case "wait":
      return lacksOfWait(c, instruction.instances, who);
    case "del": {
      const instance = c.number(instruction.instance);
      if (instance === undefined) return never(who, `there is no instance ${instruction.instance}`);
      return isConnected(c, instance)
        ? never(who, `${instruction.instance} is still connected`)
        : [waits(who, instruction.instance, { about: "instance", instance, index: 0 })];
    }
  }
}

function lacksOfWait(c: Configuration, names: readonly string[], who: string): readonly Lack[] {
  const missing = names.filter((name) => c.number(name) === undefined);
  if (missing.length > 0) return never(who, `there is no instance ${missing.join(", ")}`);
  const instances = names.length > 0 ? names.map((name) => c.number(name) ?? 0) : c.all();
  const lacks: Lack[] = [];
  for (const instance of new Set(instances)) {
    const awaited = c.own(instance, instanceRow.awaited);
    const name = nameOf(c, instance);
    if (awaited === nothing)
      lacks.push({
        kind: "abandoned",
        instance: name,
        element: undefined,
        text: `${who} never ends: a behavior asked of ${name} was withdrawn`,
        ask: [],
      });
    else if (awaited !== 0) lacks.push(waits(who, name, { about: "instance", instance, index: 0 }));
  }
  return lacks;
}

function lacksOfConnect(c: Configuration, wiring: Wiring, who: string): readonly Lack[] {
  const at = ends(c, wiring);
  if (at === undefined) return never(who, "one of its ports does not exist");
  if (!isConnectable(c, at)) return never(who, "its ports do not fit, or are connected already");
  const provide: Question = { about: "provide", instance: at.provider, index: at.provide };
  return [waits(who, portText(c, at.provider, at.provide), provide)];
}

function lacksOfDisconnect(c: Configuration, wiring: Wiring, who: string): readonly Lack[] {
  const at = ends(c, wiring);
  const connection = at === undefined ? nothing : connectionBetween(c, at);
  if (at === undefined || connection === nothing) return never(who, "they are not connected");
  const life = c.life(at.user);
  const port = life.ports[at.use];
  const text = portText(c, at.user, at.use);
  if (port?.kind === "service")
    return [waits(who, text, { about: "user", instance: at.user, index: connection })];
  return (port?.transitions ?? []).flatMap((t) => {
    const on = life.transitions[t]?.on ?? 0;
    const reads = isAtWork(c.mark(at.user, on));
    return reads ? [waits(who, text, { about: "token", instance: at.user, index: on })] : [];
  });
}

const waits = (who: string, what: string, ask: Question): Lack => ({
  kind: "waits",
  instance: undefined,
  element: undefined,
  text: `${who} waits for ${what}`,
  ask: [ask],
});
const never = (who: string, text: string): readonly Lack[] => [
  {
    kind: "never",
    instance: undefined,
    element: undefined,
    text: `${who} cannot be applied: ${text}`,
    ask: [],
  },
];

/** An instruction as its user would write it. */
export function instructionText(instruction: Instruction): string {
  switch (instruction.op) {
    case "add":
      return `add(${instruction.instance}, ${instruction.component.name})`;
    case "connect":
    case "disconnect": {
      const { op, use, provide } = instruction;
      return `${op}(${use.instance}.${use.port}, ${provide.instance}.${provide.port})`;
    }
    case "changeBehavior":
      return `changeBehavior(${instruction.instance}, ${instruction.behavior})`;
    case "wait":
      return `wait(${instruction.instances.join(", ")})`;
    case "del":
      return `del(${instruction.instance})`;
  }
}
