/** What is asked to be proved, and what came out. Each question is asked in a process of its own, so that its memory can be told. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Times, serverWith, updateOf } from "../assemblies/server-dependencies.ts";
import type { Assembly } from "../src/model/assembly.ts";
import type { Program } from "../src/model/program.ts";
import type { Verdict } from "../src/net/explore/explore.ts";
import {
  type Change,
  type Structure,
  hastyUpdate,
  planningCase,
} from "../test/net/proof/planning/case.ts";
import { type DeploymentShape, graphOf, wronglyWired } from "./proof-deployment.ts";
import { type Fault, type RolloutShape, rollout } from "./proof-program.ts";

export type Question = { readonly instances: number } & (
  | { readonly about: "deployment"; readonly shape: DeploymentShape }
  | { readonly about: "wrong wire" }
  | { readonly about: "rollout"; readonly shape: RolloutShape; readonly fault?: Fault }
  | { readonly about: "planning"; readonly structure: Structure; readonly change: Change }
  | { readonly about: "hasty update"; readonly structure: Structure }
  | { readonly about: "dependencies"; readonly change: "deployment" | "update" }
);

export interface Answer {
  readonly verdict: Verdict;
  readonly states: number;
  readonly makespanS: number | undefined;
  /** How many actions are on the critical path. */
  readonly critical: number | undefined;
  /** The errors that were found. */
  readonly texts: readonly string[];
  /** Seconds of the clock: what the garbage collector does on other threads is not waited for. */
  readonly wallS: number;
  /** The most memory that the process had, the declaration included. */
  readonly bytes: number;
}

export function declaredFor(question: Question): Assembly | Program {
  const { instances } = question;
  switch (question.about) {
    case "deployment":
      return graphOf(question.shape, instances);
    case "wrong wire":
      return wronglyWired(instances).declared;
    case "rollout":
      return rollout(question.shape, instances, question.fault);
    case "planning":
      return planningCase(question.structure, question.change, instances);
    case "hasty update":
      return hastyUpdate(question.structure, instances);
    case "dependencies":
      return question.change === "deployment"
        ? serverWith(timesOf(instances - 1))
        : updateOf(timesOf(instances - 1));
  }
}

/** @throws Error  where the process ends without an answer */
export async function ask(question: Question): Promise<Answer> {
  const child = fork(join(import.meta.dirname, "proof-child.ts"), [JSON.stringify(question)]);
  let answer: Answer | undefined;
  child.once("message", (message) => (answer = message as Answer));
  await Promise.all([once(child, "exit"), once(child, "disconnect")]);
  if (answer === undefined) throw new Error(`no answer to ${JSON.stringify(question)}`);
  return answer;
}

const timesOf = (dependencies: number): Times => ({
  server: { allocateS: 5, runS: 3 },
  dependencies: Array.from({ length: dependencies }, (_, k) => ({
    installS: 3 + (k % 7),
    runS: 4,
    updateS: 2 + (k % 5),
    configureS: 2,
    suspendS: 1,
    prepareS: 2,
  })),
});
