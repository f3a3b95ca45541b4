/** Questions about what stays there: invariants, interruptions of ports, what failures cost, the way back. */
import { isAssembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { fits, transitionsNamed } from "../net/question/address.ts";
import { type Interruption, interruptionsOf } from "../net/question/interruption.ts";
import { holds, readInvariant } from "../net/question/invariant.ts";
import { type ServicePort, servicePorts } from "../net/question/outage.ts";
import { steadinessOf } from "../net/question/steadiness.ts";
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

function invariant({ words, declared, options, one }: Asked): Reply {
  const asked = readInvariant(words.join(" "));
  const { verdict, worst } = holds(declared, asked, options, one);
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

/** Does none of these ports go away that was there? */
function uninterrupted({ question, words, one, options: { rangeOf } }: Asked): Reply {
  if (words.length === 0) throw badQuestion(question, "uninterrupted db.sql web*.http");
  const known = servicePorts(one().translation).map(nameOf);
  for (const pattern of words)
    if (!known.some((name) => fits(name, pattern)))
      throw new MadeusError("MADEUS_UNKNOWN_PORT", `No instance provides a service ${pattern}.`, {
        hint: known[0] === undefined ? undefined : `Write it as in "${known[0]}".`,
      });
  const found = steadinessOf(one(), rangeOf, (port) =>
    words.some((pattern) => fits(nameOf(port), pattern)),
  );
  if (found === undefined) return ordersDecide;
  const { verdict, interruptions: all, endangered } = found;
  const text = `${endangered && nameOf(endangered)} goes away for some durations, though not for these`;
  return { verdict, ...toldOf(all), ...(endangered !== undefined && { text }) };
}

const nameOf = ({ instance, port }: ServicePort): string => `${instance}.${port}`;

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
  const { lost, atRisk, kept } = loss;
  const does = (names: readonly string[]): string =>
    `${listed(names)} ${names.length > 1 ? "do" : "does"}`;
  const they = atRisk.length > 1 ? "they come" : "it comes";
  const maybe = atRisk.length === 0 ? "" : `${listed(atRisk)} only if ${they} before the failure, `;
  const text = `${does(lost)} not finish, ${maybe}${does(kept)}`;
  return { verdict: "proved", text, lost, ...(atRisk.length > 0 && { atRisk }), kept };
}

function eachLoss(one: Asked["one"]): Reply {
  const all = lossesOf(one());
  if (all === undefined) return failuresUnknown;
  const costs = [...all].map(([failing, { lost, atRisk }]) => ({
    failing,
    lost,
    ...(atRisk.length > 0 && { atRisk }),
  }));
  return {
    verdict: "proved",
    text: `of ${costs.length} actions, what a failure of each by itself costs`,
    losses: costs,
    details: costs.map(({ failing, lost, atRisk = [] }) => {
      const maybe = atRisk.length === 0 ? "" : `; if they come after it ${listed(atRisk)}`;
      return `${failing}: ${listed(lost)}${maybe}`;
    }),
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
