/** The question what differs from another version, in another file. */
import { difference as differenceOf } from "../net/question/difference.ts";
import type { Difference, ProofSummary } from "../net/question/difference.ts";
import type { Asked, Replies, Reply } from "./ask.ts";
import { badQuestion } from "./bad-question.ts";
import { chooseDeclaration, load } from "./load.ts";
import { counted, span } from "./proof-words.ts";

export const askVersion: Replies = { difference };

async function difference({ question, words, declared, options, set }: Asked): Promise<Reply> {
  const [path, name, ...more] = words;
  if (path === undefined || more.length > 0)
    throw badQuestion(question, "difference before.ts site");
  const [, before] = chooseDeclaration(await load(path, set), name);
  const found = differenceOf(before, declared, options);
  const details = [...linesOf(found)];
  const text =
    details.length === 0
      ? "nothing differs"
      : `${details.length} ${details.length === 1 ? "thing differs" : "things differ"} from ${path}`;
  return { verdict: found.after.verdict, text, difference: found, details };
}

function* linesOf(found: Difference): Generator<string> {
  for (const what of ["instances", "connections", "instructions"] as const) {
    const { added, removed } = found[what];
    const one = what.slice(0, -1);
    for (const name of added) yield `${one} ${name} is new`;
    for (const name of removed) yield `${one} ${name} is gone`;
  }
  const here = "this machine";
  for (const { instance, from, to } of found.moved)
    yield `instance ${instance} is on ${to || here}, not ${from || here}`;
  for (const { instances, component, texts } of found.types)
    for (const text of texts) yield `${component} (${instances.join(", ")}): ${text}`;
  yield* proofLines(found.before, found.after);
}

function* proofLines(was: ProofSummary, is: ProofSummary): Generator<string> {
  if (was.verdict !== is.verdict) yield `it is ${is.verdict}, and was ${was.verdict}`;
  const [before, now] = [was, is].map(({ bounds }) =>
    bounds === undefined ? "a time that hangs on who comes first" : span(bounds),
  );
  if (before !== now) yield `it takes ${now}, not ${before}`;
  if (was.parallelism !== is.parallelism && is.parallelism !== undefined)
    yield `up to ${counted(is.parallelism, "action")} at once${was.parallelism === undefined ? "" : `, not ${was.parallelism}`}`;
  const [old, own] = [was, is].map(({ criticalPath = [] }) => criticalPath.join(", "));
  if (old !== own && own !== "")
    yield `its longest way is ${own}${old === "" ? "" : `, not ${old}`}`;
}
