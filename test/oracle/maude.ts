/**
 * The semantics a third time, in Maude: `madeus.maude` holds the rules, and Maude searches for the final configurations itself.
 *
 * Here a system is written as facts and a program, and Maude's solutions are read back as outcomes.
 */
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AnyComponent } from "../../src/model/component.ts";
import type { Instruction } from "../../src/model/program.ts";
import { edges, placeOf, providePorts, usePorts } from "./anatomy.ts";
import type { ExploreOptions, Explorer } from "./explore.ts";
import { type Picture, outcome } from "./picture.ts";

/** Is Maude on this machine? */
export const maudeIsInstalled: boolean = spawnSync("maude", ["--version"]).status === 0;

/** Finds the outcomes of all programs in one process. */
export const maude: Explorer = {
  name: "maude",
  finals: async (programs, options = {}) => {
    const searches = programs.map((_, index) => `search start(${index}) =>! C:Config .`);
    const systems = programs.map((program, index) => systemText(program, index, options));
    const output = await run(
      ["mod SYSTEMS is including MADEUS .", ...systems, "endm", ...searches, ""].join("\n"),
    );
    const answers = output.split(/^search in /m).slice(1);
    if (answers.length !== programs.length || output.includes("Warning"))
      throw new Error(`Maude did not understand:\n${systems.join("\n")}\n${output}`);
    return answers.map(outcomes);
  },
};

const outcomes = (answer: string): ReadonlySet<string> =>
  new Set(
    [...answer.matchAll(/^C:Config --> (.*)$/gm)].map(([, term = ""]) =>
      outcome(pictureOfTerm(parse(term))),
    ),
  );

const rules = fileURLToPath(new URL("madeus.maude", import.meta.url));

/** What Maude prints when it reads `text` after the rules. */
async function run(text: string): Promise<string> {
  const child = spawn("maude", ["-no-banner", "-no-wrap", "-no-advise", rules]);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on("error", reject).on("close", () => resolve());
  child.stdin.end(text);
  await promise;
  return Buffer.concat(chunks).toString();
}

/** The types and the start of one system. Types of different systems have different names. */
function systemText(
  program: readonly Instruction[],
  index: number,
  options: ExploreOptions,
): string {
  const types = [...new Set(program.flatMap((one) => (one.op === "add" ? [one.component] : [])))];
  const typeName = (type: AnyComponent) => `'${index}:${types.indexOf(type)}`;
  const instructions = program.map((one) => instructionTerm(one, typeName)).join(" ") || "end";
  const mode = options.failures === true ? "fallible" : "reliable";
  return [
    ...types.map((type) => `eq facts(${typeName(type)}) = ${factsTerm(type)} .`),
    `eq start(${index}) = sys(noInstance, noConnection, ${instructions}, ${mode}) .`,
  ].join("\n");
}

const factsTerm = (type: AnyComponent): string =>
  [
    `starts('${type.initial})`,
    ...Object.keys(type.behaviors).map((behavior) => `behavior('${behavior})`),
    ...edges(type).map(
      ({ behavior, name, from, stations }) =>
        `edge('${behavior}, '${name}, '${from}, ${stations.map(stationTerm).join(" ")})`,
    ),
    ...usePorts(type).map(
      (use) =>
        `use('${use.port}, '${use.kind}, '${use.type}, ${use.many}, ${use.min}, ${names(use.in)})`,
    ),
    ...providePorts(type).map(
      (provide) =>
        `provide('${provide.port}, '${provide.kind}, '${provide.type}, ${names(provide.in)})`,
    ),
  ].join(" ");

const stationTerm = (station: string): string => `st('${placeOf(station)}, '${station})`;
const names = (all: readonly string[]): string =>
  all.length === 0 ? "noName" : all.map((name) => `'${name}`).join(" ; ");

function instructionTerm(
  instruction: Instruction,
  typeName: (type: AnyComponent) => string,
): string {
  switch (instruction.op) {
    case "add":
      return `add('${instruction.instance}, ${typeName(instruction.component)})`;
    case "del":
      return `del('${instruction.instance})`;
    case "connect":
    case "disconnect": {
      const { op, use, provide } = instruction;
      return `${op}('${use.instance}, '${use.port}, '${provide.instance}, '${provide.port})`;
    }
    case "changeBehavior":
      return `change('${instruction.instance}, '${instruction.behavior})`;
    case "wait":
      return `wait(${names(instruction.instances)})`;
  }
}

/** `head(part, part)`, where each part is a sequence of terms. */
interface Term {
  readonly head: string;
  readonly parts: readonly (readonly Term[])[];
}

function parse(text: string): Term {
  const words = text.match(/[(),]|[^\s(),;]+/g) ?? [];
  let at = 0;
  const sequence = (): Term[] => {
    const terms: Term[] = [];
    for (let word = words[at]; word !== undefined && word !== "," && word !== ")"; word = words[at])
      terms.push(term(word));
    return terms;
  };
  const term = (head: string): Term => {
    const parts: Term[][] = [];
    at++;
    if (words[at] !== "(") return { head, parts };
    do {
      at++;
      parts.push(sequence());
    } while (words[at] === ",");
    at++;
    return { head, parts };
  };
  return term(words[0] ?? "");
}

function pictureOfTerm({ parts: [instances = [], connections = [], program = []] }: Term): Picture {
  return {
    instances: Object.fromEntries(
      instances
        .filter(({ head }) => head === "inst")
        .map(({ parts: [name, , marking, queue] }) => [
          nameOf(name),
          {
            tokens: (marking ?? []).map(tokenText),
            queue: (queue ?? [])
              .filter(({ head }) => head === "asked")
              .map(({ parts }, position) => ({ identity: position, behavior: nameOf(parts[0]) })),
            withdrawal: undefined,
            values: {},
            lost: [],
            active: [],
            refusing: [],
          },
        ]),
    ),
    connections: connections
      .filter(({ head }) => head === "con")
      .map(({ parts: [user, use, provider, provide] }) => ({
        use: `${nameOf(user)}.${nameOf(use)}`,
        provide: `${nameOf(provider)}.${nameOf(provide)}`,
      })),
    left: program.filter(({ head }) => head !== "end").length,
    stopped: false,
  };
}

/** As `spotText` writes it. */
function tokenText({ head, parts: [name, station] }: Term): string {
  switch (head) {
    case "o":
      return `>${nameOf(name)}`;
    case "f":
      return `${nameOf(name)} failed`;
    case "i":
      return `${nameOf(name)}>${nameOf(station?.[0]?.parts[1])}`;
    default:
      return nameOf(name);
  }
}

const nameOf = (part: readonly Term[] | undefined): string => part?.[0]?.head.slice(1) ?? "";
