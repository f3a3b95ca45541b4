/** Questions about what comes when: the four of MADA, and races. */
import { racesIn } from "../net/proof/race.ts";
import type { Asked, Replies, Reply } from "./ask.ts";
import { badQuestion } from "./bad-question.ts";
import { span } from "./proof-words.ts";

export const askOrder: Replies = {
  deployability,
  sequentiality,
  parallelism,
  boundaries,
  races,
};

function deployability({ question, words, analysis }: Asked): Reply {
  const [within, text, ...more] = words;
  const withinS = within === undefined ? undefined : Number(text);
  const isForm = within === undefined || (within === "within" && more.length === 0);
  if (!isForm || (withinS !== undefined && !(withinS >= 0)))
    throw badQuestion(question, "deployability within 60");
  const { boundaries: bounds, ...answer } = analysis.deployability(withinS);
  return { ...answer, ...(bounds !== undefined && { bounds }) };
}

function sequentiality({ question, words, analysis }: Asked): Reply {
  const [first, then, ...more] = words;
  if (first === undefined || then === undefined || more.length > 0)
    throw badQuestion(question, "sequentiality db.start web.start");
  return analysis.sequentiality(first, then);
}

function parallelism({ question, words, analysis }: Asked): Reply {
  if (words.length > 0) throw badQuestion(question, "parallelism");
  const { atMost, together, ...answer } = analysis.parallelism();
  return {
    ...answer,
    // Not known is not a number that JSON has.
    ...(Number.isFinite(atMost) && { atMost }),
    together,
    details: together.length > 1 ? [`all at once: ${together.join(", ")}`] : [],
  };
}

function boundaries({ question, words, analysis }: Asked): Reply {
  if (words.length > 0) throw badQuestion(question, "boundaries");
  const { verdict, text, boundaries: bounds, criticalPath } = analysis.boundaries();
  if (bounds === undefined) return { verdict, text };
  return {
    verdict,
    text: `it takes ${span(bounds)}`,
    bounds,
    criticalPath,
    details: criticalPath.map(
      ({ instance, transition, startS, endS }) =>
        `${instance}.${transition} ${span({ minS: startS, maxS: endS })}`,
    ),
  };
}

function races({ question, words, one }: Asked): Reply {
  if (words.length > 0) throw badQuestion(question, "races");
  const found = racesIn(one()).map(({ text }) => text);
  if (found.length > 0)
    return {
      verdict: "violated",
      text: `an instruction and a step of an instance keep each other from happening, ${found.length === 1 ? "once" : `${found.length} times`}`,
      races: found,
      details: found,
    };
  return one().exploration.run === undefined
    ? { verdict: "unknown", text: "none was found along the runs that were looked at", races: [] }
    : {
        verdict: "proved",
        text: "no instruction keeps a step of an instance from happening",
        races: [],
      };
}
