/** From when to when nobody was served, by what a plan or a report says of single replicas. */
import type { Line } from "../../command/project.ts";

interface Interruption {
  readonly instance: string;
  readonly port: string;
  readonly fromS: number;
  readonly toS?: number;
}

/** How long the routes of all these replicas were away at once; 0: never. */
export function awayTogetherS({ interruptions }: Line, replicas: readonly number[]): number {
  const all = (interruptions ?? []) as readonly Interruption[];
  const away = replicas.map((n) =>
    all.find(({ instance, port }) => instance === `route${n}` && port === "route"),
  );
  const fromS = Math.max(...away.map((one) => one?.fromS ?? Infinity));
  const toS = Math.min(...away.map((one) => one?.toS ?? (one === undefined ? 0 : Infinity)));
  return Math.max(0, toS - fromS);
}
