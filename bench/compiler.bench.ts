/** How much work is a large declaration for the compiler? It counts the same on every machine. */
import {
  compileSource,
  instances,
  instantiationsIn,
  instructions,
  large,
  loops,
} from "../test/compiler/large.ts";
import { report } from "./result.ts";

const printed = compileSource(large + loops);
if (printed.includes("error TS")) throw new Error(printed);
report({
  case: `${instances} components, ${instructions} instructions`,
  figure: "type instantiations",
  value: instantiationsIn(printed),
  unit: "",
  bound: { atMost: 500_000 },
});
