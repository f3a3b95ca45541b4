/** What `check` leaves of a run that ends badly: a trace that can be followed again, and a picture of where it gets stuck. */
import { type Assembly, isAssembly } from "../model/assembly.ts";
import type { Program } from "../model/program.ts";
import type { Deadlock } from "../net/proof/deadlock.ts";
import type { Proof } from "../net/proof/proof.ts";
import { replay } from "../net/proof/replay.ts";
import { stuckAfter } from "../net/proof/stuck.ts";
import { traceSteps, traceText } from "../net/proof/trace-file.ts";
import { deadlockPicture } from "../show/deadlock-picture.ts";
import type { Output } from "./output.ts";
import { counted } from "./proof-words.ts";
import { usage } from "./slip.ts";
import { writeWhole } from "./whole-file.ts";

interface CounterexampleFlags {
  readonly trace?: string;
  readonly svg?: string;
}

/** @throws MadeusError  `MADEUS_USAGE`: nets have no components to write or draw */
export function ensureNetAlone({ trace, svg }: CounterexampleFlags): void {
  if (trace !== undefined || svg !== undefined)
    throw usage(
      `${trace === undefined ? "--svg" : "--trace"} is for assemblies and programs, not for nets.`,
      "With --json a net's ends are told in full.",
    );
}

/** What the file exports under a name, and its proof. */
export interface Proved {
  readonly name: string;
  readonly declared: Assembly | Program;
  readonly proof: Proof;
}

/** Of the first that gets stuck. @throws MadeusError  `MADEUS_FILE_UNWRITABLE` */
export function writeCounterexample(
  proofs: readonly Proved[],
  { trace, svg }: CounterexampleFlags,
  to: Output,
): void {
  const found = proofs.find(({ proof }) => proof.deadlocks.length > 0);
  const first = found?.proof.deadlocks[0];
  if (found === undefined || first === undefined) {
    for (const file of [trace ?? [], svg ?? []].flat())
      to.progress(`${file} is not written: nothing gets stuck`);
    return;
  }
  const { name, declared } = found;
  const assembly = isAssembly(declared) ? declared : declared.from;
  if (trace !== undefined) {
    const { begin, translation } = first.of;
    const text = traceText({
      madeus: "trace-1",
      assembly: assembly.name,
      export: name,
      ...(begin !== undefined && { deployment: traceSteps(begin.translation, begin.trace) }),
      steps: traceSteps(translation, first.trace),
    });
    writeWhole(trace, text);
    to.progress(`${trace}: ${counted(first.trace.length, "step")} to where it gets stuck`);
  }
  if (svg !== undefined) {
    writeWhole(svg, pictureOf(assembly, first));
    to.progress(`${svg}: where it gets stuck`);
  }
}

function pictureOf(assembly: Assembly, { of, trace }: Deadlock): string {
  const isWritten = of.begin !== undefined;
  const stuck = stuckAfter(of.translation, trace, isWritten);
  return deadlockPicture({
    name: assembly.name,
    c: replay(of.translation, trace),
    on: new Map(Object.entries(assembly.on)),
    involved: stuck.flatMap(({ involved }) => involved),
  });
}
