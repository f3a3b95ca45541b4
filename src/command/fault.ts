/** Faults as flags say them: which actions fail, and which hosts go down. */
import { type Command, Option } from "commander";
import type { TransitionNames } from "../engine/duration-file.ts";
import type { Fate, SimulatedTry } from "../host/simulated-script.ts";
import type { Assembly } from "../model/assembly.ts";
import { quote, transitionName } from "../model/name.ts";
import { type Program, assemblyOf } from "../model/program.ts";
import { several } from "./flags.ts";
import { unknown, usage } from "./slip.ts";

export interface FaultFlags {
  readonly fail: readonly string[];
  readonly hostDown: readonly string[];
}

export const withFaultFlags = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--fail <instance.transition[=n]>",
        "let this action fail (its first n tries; without n all); may be repeated",
      )
        .argParser(several)
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--host-down <host[@seconds]>",
        "let this host go down (after so long; without it at once); may be repeated",
      )
        .argParser(several)
        .default([], "none"),
    );

/** @throws MadeusError  where an action or a host is named that is not there */
export function faultsOf(
  declared: Assembly | Program,
  names: TransitionNames,
  { fail = [], hostDown = [] }: Partial<FaultFlags>,
): Pick<Fate, "fail" | "hostDown"> {
  const failing = new Map(fail.map((text) => failure(text, names)));
  const { hosts } = assemblyOf(declared);
  return {
    hostDown: Object.fromEntries(hostDown.map((text) => downfall(text, hosts))),
    fail:
      failing.size === 0
        ? undefined
        : (one: SimulatedTry) => one.attempt <= (failing.get(transitionName(one)) ?? 0),
  };
}

function failure(text: string, names: TransitionNames): readonly [string, number] {
  const [, name = "", tries] = /^(.*?)(?:=(\d+))?$/.exec(text) ?? [];
  const [instance = "", transition = "", ...more] = name.split(".");
  const own = names.get(instance);
  if (own === undefined)
    throw unknown("MADEUS_UNKNOWN_INSTANCE", "--fail", name, pathsOf(names, [...names.keys()]));
  if (!own.has(transition) || more.length > 0)
    throw unknown("MADEUS_UNKNOWN_TRANSITION", "--fail", name, pathsOf(names, [instance]));
  if (tries !== undefined && !(Number(tries) >= 1))
    throw usage(
      `--fail says that ${quote(text)} fails no time.`,
      "Leave it out, or write =1 or more.",
    );
  return [name, tries === undefined ? Infinity : Number(tries)];
}

const pathsOf = (names: TransitionNames, instances: readonly string[]): readonly string[] =>
  instances.flatMap((one) => [...(names.get(one) ?? [])].map((own) => `${one}.${own}`));

function downfall(text: string, hosts: Assembly["hosts"]): readonly [string, number] {
  const isKnown = (host: string): boolean => host === "local" || Object.hasOwn(hosts, host);
  if (isKnown(text)) return [text, 0];
  const at = text.lastIndexOf("@");
  const host = at < 0 ? text : text.slice(0, at);
  if (!isKnown(host))
    throw unknown("MADEUS_UNKNOWN_HOST", "--host-down", host, [...Object.keys(hosts), "local"]);
  const seconds = text.slice(at + 1);
  if (!/^\d{1,9}(\.\d+)?$/.test(seconds))
    throw usage(
      `--host-down names ${quote(seconds)}, which is no number of seconds.`,
      `Write it as in --host-down ${host}@12.5.`,
    );
  return [host, Number(seconds)];
}
