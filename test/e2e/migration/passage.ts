/** A program that was carried out while a client wrote: how long nobody was served, as predicted, as measured, and as the client saw it. */

export interface Passage extends Windows {
  readonly program: string;
  /** The longest time in which the client got no answer. */
  readonly gapS: number;
  /** How often it lost its connection. */
  readonly losses: number;
  /** Orders, since the client began. */
  readonly acknowledged: number;
  /** Of those. */
  readonly missing: number;
}

export interface Windows {
  readonly makespanS: number;
  /** How long the door was shut. */
  readonly predictedS: number;
  readonly measuredS: number;
}

interface Told {
  readonly makespanS: number;
  readonly interruptions: readonly Interruption[];
  readonly planned: { readonly interruptions: readonly Interruption[] };
}
interface Interruption {
  readonly instance: string;
  readonly port: string;
  readonly fromS: number;
  readonly toS?: number;
  readonly gone?: true;
}

/** @param told  by `madeus report` */
export function passageOf(told: unknown): Windows {
  const { makespanS, interruptions, planned } = told as Told;
  return {
    makespanS,
    predictedS: shutS(planned.interruptions),
    measuredS: shutS(interruptions),
  };
}

/** It is shut once, and nothing else is away; members that leave the cluster go with what they provide. */
function shutS(interruptions: readonly Interruption[]): number {
  const [only, ...others] = interruptions.filter(({ gone }) => gone !== true);
  if (
    only?.toS === undefined ||
    others.length > 0 ||
    `${only.instance}.${only.port}` !== "proxy.door"
  )
    throw new Error(`not just the door was shut, once: ${JSON.stringify(interruptions)}`);
  return only.toS - only.fromS;
}

export function tableOf(passages: readonly Passage[]): string {
  const rows = passages.map(
    (one) =>
      `| ${one.program} | ${one.makespanS.toFixed(1)} s | ${one.predictedS.toFixed(2)} s | ${one.measuredS.toFixed(2)} s | ${one.gapS.toFixed(2)} s | ${one.losses} | ${one.acknowledged} | ${one.missing} |`,
  );
  return `| program | takes | door shut: predicted | measured | client without answer | connections lost | orders acknowledged so far | of them missing |
|---|--:|--:|--:|--:|--:|--:|--:|
${rows.join("\n")}`;
}
