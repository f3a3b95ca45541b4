/** Do wires join what is there and fits, and is everything joined that must be? */
import type { Assembly } from "./assembly.ts";
import { error, type Remark } from "./finding.ts";
import { path, quote, quoteAll } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import {
  type Instances,
  type Offers,
  offersOf,
  providerRemark,
  typeText,
  wireHint,
} from "./offers.ts";
import { type BoundPort, usePortsOf } from "./outline.ts";
import { portName } from "./program.ts";

type Wire = string | readonly string[] | undefined;
interface Surroundings {
  readonly instances: Instances;
  readonly offers: () => Offers;
  /** Must every use port have its providers? */
  readonly whole: boolean;
}

/** @param whole  must every use port have its providers? */
export function* wireRemarks(
  wires: Assembly["wires"],
  instances: Instances,
  whole: boolean,
): Generator<Remark> {
  const around = { instances, offers: offersOf(instances), whole };
  for (const instance of Object.keys(wires))
    if (!instances.has(instance))
      yield error(
        "MADEUS_UNKNOWN_INSTANCE",
        `wires are given for ${quote(instance)}, which is not an instance`,
        didYouMean(instance, instances.keys()),
      );
  for (const [instance, component] of instances) {
    if (component === undefined) continue;
    const own = (Object.hasOwn(wires, instance) && wires[instance]) || {};
    const uses = usePortsOf(component);
    for (const port of Object.keys(own))
      if (!uses.some(({ name }) => name === port)) yield unknownUse(instance, port, uses);
    for (const use of uses) {
      const wire = Object.hasOwn(own, use.name) ? own[use.name] : undefined;
      yield* useRemarks(path(instance, use.name), use, wire, around);
    }
  }
}

/** That an instance has no use port of that name. */
export const unknownUse = (instance: string, port: string, uses: readonly BoundPort[]): Remark =>
  error(
    "MADEUS_UNKNOWN_PORT",
    `${quote(instance)} has no use port ${quote(port)}`,
    uses.length === 0
      ? "its component uses nothing"
      : didYouMean(
          port,
          uses.map(({ name }) => name),
        ),
  );

function* useRemarks(
  subject: string,
  use: BoundPort,
  wire: Wire,
  around: Surroundings,
): Generator<Remark> {
  const providers = wire === undefined ? [] : typeof wire === "string" ? [wire] : wire;
  if (wire !== undefined && (use.min !== undefined) === (typeof wire === "string"))
    yield wrongCount(subject, use, providers);
  else if (around.whole) yield* missing(subject, use, new Set(providers).size, around.offers);
  const seen = new Set<string>();
  for (const provider of providers) {
    if (seen.has(provider)) {
      yield error(
        "MADEUS_DUPLICATE_WIRE",
        `${subject} is connected twice to ${quote(provider)}`,
        "leave one out",
      );
      continue;
    }
    seen.add(provider);
    const remark = providerRemark(
      subject,
      use,
      portName(provider),
      around.instances,
      around.offers,
    );
    if (remark !== undefined) yield remark;
  }
}

const wrongCount = (subject: string, use: BoundPort, providers: readonly string[]): Remark =>
  use.min === undefined
    ? error(
        "MADEUS_WRONG_WIRE_COUNT",
        `${subject} takes one provider, but is connected to a list`,
        providers.length === 0
          ? undefined
          : `write ${providers.length > 1 ? "one of " : ""}${quoteAll(providers)}`,
      )
    : error(
        "MADEUS_WRONG_WIRE_COUNT",
        `${subject} takes a list of providers, but is connected to one`,
        `write [${providers.map(quote).join(", ")}]`,
      );

function* missing(
  subject: string,
  use: BoundPort,
  count: number,
  offers: () => Offers,
): Generator<Remark> {
  const needed = use.min ?? 1;
  if (count >= needed) return;
  const hint = wireHint(use, offers().get(typeText(use.type)) ?? []);
  yield count === 0
    ? error("MADEUS_NOT_CONNECTED", `${subject} (${typeText(use.type)}) is not connected`, hint)
    : error(
        "MADEUS_TOO_FEW_PROVIDERS",
        `${subject} has ${count} of the ${needed} providers that it needs`,
        hint,
      );
}
