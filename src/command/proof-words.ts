/** A verdict in a few lines: what was found and how, how long it takes, what it rests on. */
import type { Checked } from "./check-ending.ts";

/** The first line is the verdict. */
export function verdictLines(
  name: string,
  { verdict, method, states, complete, finalCount, elapsedS, ...checked }: Checked,
  isVerbose: boolean,
): readonly string[] {
  const { bounds, assumed, parallelism, criticalPath = [], findings, certificates = [] } = checked;
  const guessed =
    assumed === undefined ? "" : `, with a second assumed for ${counted(assumed, "action")}`;
  const said = [
    method === "declaration"
      ? "by its declaration"
      : complete
        ? how(method, states)
        : `stopped after ${counted(states, "state")}`,
    ...(bounds === undefined ? [] : [`takes ${span(bounds)}${guessed}`]),
    ...(parallelism === undefined ? [] : [`up to ${counted(parallelism, "action")} at once`]),
    ...(finalCount > 1
      ? [`may end in ${complete ? "" : "at least "}${counted(finalCount, "way")}`]
      : []),
  ];
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const found =
    verdict === "proved" && warnings > 0 ? `, with ${counted(warnings, "warning")}` : "";
  return [
    `${name}: ${verdict} (${said.join("; ")})${found}`,
    ...(isVerbose ? [`  ${counted(states, "state")} seen in ${elapsedS.toFixed(3)} s`] : []),
    ...(isVerbose && criticalPath.length > 0 ? [`  longest way: ${wayOf(criticalPath)}`] : []),
    ...certificates.map(
      ({ text, isAccepted }) => `  certificate, ${judgement(isAccepted)}: ${text}`,
    ),
  ];
}

function judgement(isAccepted: boolean | undefined): string {
  if (isAccepted === undefined) return "too much to be looked at again";
  return isAccepted ? "accepted" : "REFUSED";
}

function how(method: Checked["method"], states: number): string {
  switch (method) {
    case "one run":
      return `one run of ${counted(Math.max(0, states - 1), "event")} stands for all`;
    case "stubborn sets":
      return `${counted(states, "state")} decide`;
    default:
      return `all ${counted(states, "state")} seen`;
  }
}

/** `3 s`, `2 to 5 s` */
export function span({ minS, maxS }: { readonly minS: number; readonly maxS: number }): string {
  const text = (s: number): string => String(Math.round(s * 1000) / 1000);
  return minS === maxS ? `${text(minS)} s` : `${text(minS)} to ${text(maxS)} s`;
}

function wayOf(path: NonNullable<Checked["criticalPath"]>): string {
  const names = path.map(({ instance, transition }) => `${instance}.${transition}`);
  const more = names.length - namesMax;
  return names.length <= namesMax
    ? names.join(", ")
    : [...names.slice(0, namesMax / 2), `… (${more} more)`, ...names.slice(-namesMax / 2)].join(
        ", ",
      );
}
const namesMax = 12;

/** `1,400 events` */
export const counted = (n: number, what: string): string =>
  `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;
