/** The flags that say who else is told of a run. What stands behind them is loaded only where one of them is given. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { timeSpanMs } from "./time-span.ts";

export const noticeEvents = [
  "begun",
  "done",
  "failed",
  "cancelled",
  "action-failed",
  "waits-long",
] as const;
/** `failed`: a run has ended in any way that is neither `done` nor `cancelled`. `waits-long`: nothing has changed for a time. */
export type NoticeEvent = (typeof noticeEvents)[number];

/** Flags of verbs that run something. */
export interface AudienceFlags {
  /** Addresses and commands, each of which may be a secret. */
  readonly notify: readonly string[];
  readonly notifyOn: Occasions;
  /** Where OTLP is taken; empty: as the environment says. */
  readonly otel?: string;
}
export interface Occasions {
  readonly on: ReadonlySet<NoticeEvent>;
  /** After which `waits-long` is told. */
  readonly silentMs: number;
}

export const usualOccasions: Occasions = {
  on: new Set(["done", "failed", "cancelled"]),
  silentMs: 600_000,
};

/** Is there anybody to be told, or a slip to be told of? */
export const isFollowed = ({
  notify = [],
  notifyOn = usualOccasions,
  otel,
}: Partial<AudienceFlags>): boolean =>
  notify.length > 0 || notifyOn !== usualOccasions || otel !== undefined;

export const withAudienceFlags = (command: Command): Command =>
  command
    .option(
      "--notify <target>",
      "tell a webhook (https://…) or a command of the run's end, as JSON; env:NAME takes it from the environment; may be repeated",
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .addOption(
      new Option(
        "--notify-on <events>",
        `of what to tell, with commas between: ${noticeEvents.join(", ")} (nothing has changed for 10m; waits-long=1h)`,
      )
        .argParser(occasions)
        .default(usualOccasions, "done,failed,cancelled"),
    )
    .option(
      "--otel [endpoint]",
      "export traces and metrics of the run by OpenTelemetry, as OTLP over HTTP (default: as OTEL_… says)",
    );

/**
 * Words of a command line as they are meant: where no address follows `--otel` there is none, and what follows is a word of its own, e.g.
 * the file.
 */
export function spelledOut(words: readonly string[]): readonly string[] {
  return words.flatMap((word, k) => {
    if (words[k - 1] === "--otel" && isAddress(word)) return [];
    if (word !== "--otel") return [word];
    const next = words[k + 1] ?? "";
    return [isAddress(next) ? `--otel=${next}` : "--otel="];
  });
}
const isAddress = (word: string): boolean => /^https?:/i.test(word);

function occasions(text: string): Occasions {
  const on = new Set<NoticeEvent>();
  let { silentMs } = usualOccasions;
  for (const word of text.split(",")) {
    const [, name = "", time] = /^(.*?)(?:=(.*))?$/s.exec(word) ?? [];
    const event = noticeEvents.find((one) => one === name);
    const ms = time === undefined ? silentMs : timeSpanMs(time);
    if (event === undefined || (time !== undefined && event !== "waits-long"))
      throw new InvalidArgumentError(`It must be some of ${noticeEvents.join(", ")}.`);
    if (ms === undefined) throw new InvalidArgumentError("Write a time, e.g. waits-long=30m.");
    on.add(event);
    silentMs = ms;
  }
  return { on, silentMs };
}
