/** `madeus check --ask`: questions beyond whether it comes to its end, in the words of MADA (Madeus's deployment analyzer) and in ours. */
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { Assembly } from "../model/assembly.ts";
import { MadeusError } from "../model/code.ts";
import { quote } from "../model/name.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Program } from "../model/program.ts";
import { transitionsNamed } from "../net/question/address.ts";
import { Analysis, endsMax } from "../net/question/analysis.ts";
import type { RangeOf } from "../net/proof/extent.ts";
import type { Proof } from "../net/proof/proof.ts";
import { type Case, type ProveOptions, caseOf } from "../net/proof/case.ts";
import { worstOf } from "../net/proof/case.ts";
import type { Range } from "../net/time/time.ts";
import { askOrder } from "./ask-order.ts";
import { askService } from "./ask-service.ts";
import { askVersion } from "./ask-version.ts";
import type { Answered } from "./answer.ts";
import { rangeFrom } from "./duration-range.ts";
import type { CheckEnding } from "./check-ending.ts";
import { exit } from "./exit.ts";
import { type DurationFlags, knownDurations, withDurationFlag } from "./expectation.ts";
import { type FileFlags, several } from "./flags.ts";
import { type Output, paint } from "./output.ts";
import { type LimitFlags, limitsFrom } from "./proof-limit.ts";
import { usage } from "./slip.ts";

export interface AskFlags extends DurationFlags {
  readonly ask: readonly string[];
  /** `instance.transition` → seconds */
  readonly interval: ReadonlyMap<string, Range>;
  /** instance → place */
  readonly reach: Readonly<Record<string, string>>;
}

export const withAskFlags = (command: Command): Command =>
  withDurationFlag(command)
    .addOption(
      new Option("--ask <question>", "answer this, too; may be repeated")
        .argParser(several)
        .default([], "nothing"),
    )
    .addOption(
      new Option(
        "--interval <i.t=s..s>",
        "a transition takes from so many seconds to so many; may be repeated",
      )
        .argParser(interval)
        .default(new Map(), "by durations"),
    )
    .addOption(
      new Option("--reach <instance=place>", "where an instance must end; may be repeated")
        .argParser(reach)
        .default({}, "where it ends"),
    );

/** What a question may need. */
export interface Asked {
  readonly question: string;
  /** The words after the first. */
  readonly words: readonly string[];
  readonly declared: Assembly | Program;
  readonly analysis: Analysis;
  /** Made once, when it is asked for first. */
  readonly one: () => Case;
  readonly options: ProveOptions & { readonly rangeOf: RangeOf };
  /** The values of settings, for another file. */
  readonly set: ReadonlyMap<string, string>;
}
interface Asking {
  readonly flags: AskFlags & FileFlags & LimitFlags;
  readonly to: Output;
  /** Of what is asked about. */
  readonly proof: Proof;
}
/** An answer without its question. */
export type Reply = Omit<Answered, "question">;
/** First word → what answers. */
export type Replies = Readonly<Record<string, (asked: Asked) => Reply | Promise<Reply>>>;

const replies: Replies = { ...askOrder, ...askService, ...askVersion };

/** Is something said that is about one assembly or program alone? */
export const isAsking = ({
  ask,
  interval: intervals,
  reach: places,
  durations,
}: AskFlags): boolean =>
  ask.length > 0 || intervals.size > 0 || Object.keys(places).length > 0 || durations.length > 0;

/** @throws MadeusError  `MADEUS_USAGE`: nets have no components to ask about */
export function ensureNothingAsked(flags: AskFlags): void {
  if (isAsking(flags))
    throw usage(
      "--ask, --interval, --reach and --durations are for assemblies and programs, not for nets.",
      "Of a net it is told where it ends: --full --json.",
    );
}

/**
 * How long transitions take by `--interval`, else by `--durations`, else by their declarations.
 *
 * @param assumed  as `rangeFrom` has it
 * @throws MadeusError  `MADEUS_UNKNOWN_TRANSITION`; and for what is wrong in a file of durations
 */
export function rangeAsked(
  declared: Assembly | Program,
  flags: AskFlags,
  assumed?: (name: string) => void,
): RangeOf {
  for (const name of flags.interval.keys()) transitionsNamed(declared, name);
  const known = rangeFrom(knownDurations(declared, flags), assumed);
  return (instance, life, t) =>
    flags.interval.get(`${instance}.${life.transitions[t]?.name}`) ?? known(instance, life, t);
}

/**
 * The ending of a check with the answers to all questions, in their order; they are told, and what is not proved counts as violated.
 *
 * @throws MadeusError  `MADEUS_BAD_QUESTION`; for names that are not there `MADEUS_UNKNOWN_TRANSITION`, `MADEUS_UNKNOWN_PLACE`,
 *   `MADEUS_UNKNOWN_PORT`
 */
export async function withAnswers(
  ending: CheckEnding,
  declared: Assembly | Program,
  { flags, to, proof }: Asking,
): Promise<CheckEnding> {
  const { reach: places } = flags;
  const isReached = flags.ask.length === 0 && Object.keys(places).length > 0;
  const questions = isReached ? ["deployability"] : flags.ask;
  // Of what is not well-formed nothing can be said.
  if (questions.length === 0 || ending.exitCode === exit.usage) return ending;
  const options = { ...limitsFrom(flags), rangeOf: rangeAsked(declared, flags) };
  let known = onlyRunOf(proof);
  const one = (): Case => (known ??= caseOf(declared, { ...options, terminalsMax: endsMax }));
  const analysis = new Analysis(declared, options, one).addDeployment(places);
  const answers: Answered[] = [];
  for (const question of questions) {
    const [reply, words] = replyTo(question);
    const asked = { question, words, declared, analysis, one, options, set: flags.set };
    const answer = { question, ...(await reply(asked)) };
    tellAnswer(to, answer);
    answers.push(answer);
  }
  if (answers.every(({ verdict }) => verdict === "proved")) return { ...ending, answers };
  const verdict = worstOf([ending.verdict ?? "proved", ...answers.map((answer) => answer.verdict)]);
  const exitCode = ending.exitCode === exit.done ? exit.violated : ending.exitCode;
  return { ...ending, verdict, outcome: "violated", exitCode, answers };
}

/** What a proof has seen already, where that is all that there is to see. */
const onlyRunOf = ({ verdict, cases: [first, ...others] }: Proof): Case | undefined =>
  verdict === "proved" && others.length === 0 && first?.exploration.run !== undefined
    ? first
    : undefined;

function replyTo(question: string): readonly [Replies[string], readonly string[]] {
  const [word = "", ...words] = question.split(/\s+/).filter(Boolean);
  const reply = Object.hasOwn(replies, word) ? replies[word] : undefined;
  if (reply !== undefined) return [reply, words];
  const known = Object.keys(replies);
  throw new MadeusError("MADEUS_BAD_QUESTION", `${quote(question)} is not a question.`, {
    hint: didYouMean(word, known) ?? `Questions begin with one of ${known.join(", ")}.`,
  });
}

/** The answer in a line, and what belongs to it below. */
function tellAnswer(to: Output, { question, verdict, text, details = [] }: Answered): void {
  const colour = { proved: paint.green, violated: paint.red, unknown: paint.yellow }[verdict];
  to.result(`${colour(verdict)} ${question}: ${text}`);
  for (const line of details.slice(0, detailsMax)) to.result(`  ${line}`);
  if (details.length > detailsMax)
    to.result(`  … and ${details.length - detailsMax} more (--json has them all)`);
}
const detailsMax = 20;

function interval(text: string, before: ReadonlyMap<string, Range>): ReadonlyMap<string, Range> {
  const [, name, min, max] = /^([^=]+)=(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const [minS, maxS] = [Number(min), Number(max ?? min)];
  if (name === undefined || !(minS >= 0 && maxS >= minS))
    throw new InvalidArgumentError(
      'It must be written "db.start=2..5", in seconds, the least first.',
    );
  return new Map([...before, [name, { minS, maxS }]]);
}

function reach(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, instance, place] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (instance === undefined || place === undefined)
    throw new InvalidArgumentError('It must be written instance=place, e.g. "db=running".');
  return { ...before, [instance]: place };
}
