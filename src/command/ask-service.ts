/** Questions about what stays there: invariants, interruptions of ports, what failures cost, the way back. */
import { isAssembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { fits, transitionsNamed } from "../net/question/address.ts";
import { type Interruption, interruptionsOf } from "../net/question/interruption.ts";
import { holds, readInvariant } from "../net/question/invariant.ts";
import { lossOf, lossesOf } from "../net/question/survival.ts";
import { wayBack as wayBackOf } from "../net/question/way-back.ts";
import type { Asked, Replies, Reply } from "./ask.ts";
import { badQuestion } from "./bad-question.ts";

export const askService: Replies = {
  invariant,
  interruptions,
  uninterrupted,
  losses,
  "way-back": wayBack,
};

function invariant({ words, declared, options }: Asked): Reply {
  const asked = readInvariant(words.join(" "));
  const { verdict, worst } = holds(declared, asked, options);
  const texts = {
    proved: `it holds at every moment; at worst it is ${worst}`,
    violated: `there is a moment at which it is ${worst}`,
    unknown: "not decided: too many things may happen in too many orders",
  };
  return { verdict, text: texts[verdict], ...(worst !== undefined && { worst }) };
}

/** What there is to tell; the answer is known wherever it can be. */
function interruptions({ question, words, one, options: { rangeOf } }: Asked): Reply {
  if (words.length > 0) throw badQuestion(question, "interruptions");
  const found = interruptionsOf(one(), rangeOf);
  return found === undefined ? ordersDecide : { verdict: "proved", ...toldOf(found) };
}

/** Is none of these ports away that was there? */
function uninterrupted({ question, words, one, options: { rangeOf } }: Asked): Reply {
  if (words.length === 0) throw badQuestion(question, "uninterrupted db.sql web*.http");
  const known = one().translation.course.members.flatMap(({ name, life }) =>
    life.ports.flatMap((port) =>
      port.side === "provide" && port.kind === "service" ? [`${name}.${port.name}`] : [],
    ),
  );
  for (const pattern of words)
    if (!known.some((name) => fits(name, pattern)))
      throw new MadeusError("MADEUS_UNKNOWN_PORT", `No instance provides a service ${pattern}.`, {
        hint: known[0] === undefined ? undefined : `Write it as in "${known[0]}".`,
      });
  const found = interruptionsOf(one(), rangeOf)?.filter(({ instance, port }) =>
    words.some((pattern) => fits(`${instance}.${port}`, pattern)),
  );
  if (found === undefined) return ordersDecide;
  return { verdict: found.length === 0 ? "proved" : "violated", ...toldOf(found) };
}

const ordersDecide: Reply = {
  verdict: "unknown",
  text: "when ports are there hangs on who comes first",
};

function toldOf(found: readonly Interruption[]): Pick<Reply, "text" | "interruptions" | "details"> {
  return {
    text:
      found.length === 0
        ? "no service that was there goes away"
        : `${found.length} ${found.length === 1 ? "service goes" : "services go"} away for a time`,
    interruptions: found.map(({ instance, port, fromS, toS }) => ({
      instance,
      port,
      fromS,
      ...(toS !== undefined && { toS }),
    })),
    details: found.map(({ instance, port, fromS, toS }) =>
      toS === undefined
        ? `${instance}.${port} from ${fromS} s on`
        : `${instance}.${port} from ${fromS} to ${toS} s`,
    ),
  };
}

/** What is still reached where some actions fail; without names of each action by itself. */
function losses({ words, declared, one }: Asked): Reply {
  if (words.length === 0) return eachLoss(one);
  const loss = lossOf(
    one(),
    words.flatMap((name) => transitionsNamed(declared, name)),
  );
  if (loss === undefined) return failuresUnknown;
  const { lost, kept } = loss;
  const [not, still] = [lost, kept].map(
    (names) => `${listed(names)} ${names.length > 1 ? "do" : "does"}`,
  );
  const text = `${not} not finish, ${still}`;
  return { verdict: "proved", text, lost, kept };
}

function eachLoss(one: Asked["one"]): Reply {
  const all = lossesOf(one());
  if (all === undefined) return failuresUnknown;
  const costs = [...all].map(([failing, { lost }]) => ({ failing, lost }));
  return {
    verdict: "proved",
    text: `of ${costs.length} actions, what a failure of each by itself costs`,
    losses: costs,
    details: costs.map(({ failing, lost }) => `${failing}: ${listed(lost)}`),
  };
}

const failuresUnknown: Reply = {
  verdict: "unknown",
  text: "what a failure costs hangs on who comes first",
};

const listed = (names: readonly string[]): string =>
  names.length === 0 ? "nobody" : names.join(", ");

function wayBack({ question, words, declared, options }: Asked): Reply {
  if (words.length > 0) throw badQuestion(question, "way-back");
  if (!isAssembly(declared))
    throw new MadeusError(
      "MADEUS_BAD_QUESTION",
      "The way back is asked of an assembly, not of a program.",
      {
        hint: "Name the assembly after the file.",
      },
    );
  const { verdict, findings } = wayBackOf(declared, options);
  const texts = {
    proved: "once deployed, it can always be taken down",
    violated: "once deployed, it cannot be taken down",
    unknown: "not decided whether it can be taken down",
  };
  const details = findings.map(({ text }) => text);
  return { verdict, text: texts[verdict], findings: details, details };
}
