/**
 * A large declaration as source text: an assembly of 60 components, a program of 75 instructions, and the same built in loops.
 *
 * It is the worst case for the compiler: no two of the components have a port type in common.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, root } from "./compiler.ts";

export const instances = 60;
export const instructions = 75;

const imports = `
import { assembly } from "${root}src/model/assembly.ts";
import { component } from "${root}src/model/component.ts";
import { data, many, service } from "${root}src/model/port.ts";
import { type Program, reconfigure } from "${root}src/model/program.ts";
const names: readonly string[] = [];
`;
const numbers = Array.from({ length: instances }, (_, index) => index);
const before = (index: number, by: number): number => (index + instances - by) % instances;

const portTypes = numbers.map(
  (i) => `const S${i} = service("s${i}");
const D${i} = data("d${i}", { host: String, port: Number });`,
);
const components = numbers.map(
  (i) => `const c${i} = component({
  name: "c${i}", places: ["absent", "installed", "configured", "running"], initial: "absent",
  uses: {
    s: { type: S${before(i, 1)}, in: ["start", "running"] },
    d: { type: D${before(i, 2)}, in: ["configure"] },
    all: { type: many(S${before(i, 3)}, { min: 0 }), in: ["start"] },
  },
  provides: { s: { type: S${i}, in: ["running"] }, d: { type: D${i}, in: ["configured", "running"] } },
  behaviors: {
    deploy: {
      install: { from: "absent", to: "installed", run: ({ sh }) => sh\`install\` },
      configure: { from: "installed", to: "configured", run: ({ read, give }) => give("d", { host: "a", port: read("d").port }) },
      start: { from: "configured", to: "running", run: ({ sh }) => sh\`start\` },
    },
    suspend: { stop: { from: "running", to: "installed", run: ({ sh }) => sh\`stop\` } },
  },
});`,
);
const wires = numbers.map(
  (i) =>
    `i${i}: { s: "i${before(i, 1)}.s", d: "i${before(i, 2)}.d", all: ["i${before(i, 3)}.s"] },`,
);
const program = numbers
  .flatMap((i) => [
    `.add("n${i}", c${i})`,
    `.connect("n${i}.s", "i${before(i, 1)}.s")`,
    `.connect("n${i}.d", "i${before(i, 2)}.d")`,
    `.changeBehavior("n${i}", "deploy")`,
    `.wait("n${i}")`,
    `.changeBehavior("i${i}", "suspend")`,
    `.disconnect("i${i}.s", "i${before(i, 1)}.s")`,
    `.connect("i${i}.s", "i${before(i, 1)}.s")`,
    `.changeBehavior("i${i}", "deploy")`,
    `.wait()`,
  ])
  .slice(0, instructions);
/** The same built in loops: instance names are then strings. */
export const loops = `
const peer = component({
  name: "peer", places: ["off", "on"], initial: "off",
  uses: { peer: { type: S0, in: ["start"] } },
  provides: { self: { type: S0, in: ["on"] } },
  behaviors: { deploy: { start: { from: "off", to: "on" } } },
});
export const ring = assembly({
  name: "ring",
  components: Object.fromEntries(names.map((name) => [name, peer] as const)),
  wires: Object.fromEntries(names.map((name, i) => [name, { peer: \`\${names[i - 1]}.self\` } as const] as const)),
});
let looped: Program = reconfigure(large);
for (const name of names)
  looped = looped.add(name, peer).connect(\`\${name}.peer\`, "i0.s").changeBehavior(name, "deploy").wait(name);`;

export const large = `${imports}${portTypes.join("\n")}
${components.join("\n")}
export const large = assembly({
  name: "large",
  components: { ${numbers.map((i) => `i${i}: c${i}`).join(", ")} },
  wires: { ${wires.join("\n")} },
});
export const program = reconfigure(large)${program.join("\n")};
`;

/** What the compiler prints about a source, with its own figures. */
export function compileSource(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "madeus-types-"));
  try {
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    writeFileSync(join(folder, "large.ts"), source);
    const compilerOptions = {
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      typeRoots: [`${root}node_modules/@types`],
    };
    const config = {
      extends: `${root}tsconfig.json`,
      compilerOptions,
      files: ["large.ts"],
      include: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    return compile(join(folder, "tsconfig.json"), "--extendedDiagnostics");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How often the compiler made a type from a generic one: the same on every machine. */
export const instantiationsIn = (printed: string): number =>
  Number(/^Instantiations:\s*(\d+)$/m.exec(printed)?.[1]);
