/**
 * Who follows the runs of a command from outside: what notices are sent to, what traces are exported to.
 *
 * None of them can hold up or fail a run. They are told what is committed, are waited for a little when the command ends, and what went
 * wrong with them is a warning then.
 */
import { MadeusError } from "../model/code.ts";
import type { Remark } from "../model/finding.ts";
import type { JournalRecord } from "../store/journal.ts";
import { type AudienceFlags, usualOccasions } from "./audience-flags.ts";
import type { Output } from "./output.ts";
import { tellFinding } from "./told.ts";

export interface Follower {
  /** Takes every record of every run, in order, once it is committed. Never throws. */
  tell(record: JournalRecord): void;
  /** What commands of an action that is at work are to have in their environment. */
  environment?(instance: string, transition: string): Readonly<Record<string, string>>;
  /** Brings to its end what is under way, for a few seconds at most; gives what did not get there. */
  close(): Promise<readonly Remark[]>;
}

export class Audience {
  readonly #followers: readonly Follower[];
  #uncommitted: JournalRecord[] = [];

  constructor(followers: readonly Follower[]) {
    this.#followers = followers;
  }

  tell(record: JournalRecord): void {
    this.#uncommitted.push(record);
  }

  committed(): void {
    const records = this.#uncommitted;
    this.#uncommitted = [];
    for (const record of records) for (const one of this.#followers) one.tell(record);
  }

  environment(instance: string, transition: string): Readonly<Record<string, string>> {
    return Object.assign(
      {},
      ...this.#followers.map((one) => one.environment?.(instance, transition)),
    );
  }

  async close(to: Output): Promise<void> {
    const remarks = await Promise.all(this.#followers.map((one) => one.close()));
    for (const remark of remarks.flat()) tellFinding(to, { ...remark, at: undefined });
  }
}

/**
 * Those that the flags name.
 *
 * @throws MadeusError  where they name what is not there: then nothing has begun
 */
export async function audienceOf({
  notify = [],
  notifyOn = usualOccasions,
  otel,
}: Partial<AudienceFlags>): Promise<Audience> {
  if (notify.length === 0 && notifyOn !== usualOccasions)
    throw new MadeusError("MADEUS_USAGE", "--notify-on is given, and nobody to tell.", {
      hint: "Say whom: --notify https://…, or --notify COMMAND.",
    });
  const followers: Follower[] = [];
  if (notify.length > 0) {
    const { Notifier } = await import("./notifier.ts");
    const { noticeTarget } = await import("./notice-target.ts");
    const targets = notify.map((text) => noticeTarget(text));
    followers.push(new Notifier({ ...notifyOn, targets }));
  }
  if (otel !== undefined) {
    const { otelExport } = await import("./otel-export.ts");
    followers.push(await otelExport(otel));
  }
  return new Audience(followers);
}
