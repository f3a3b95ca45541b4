/**
 * Settings that are not what they were when instances were made. What only actions read is no difference of the declaration: nothing would run
 * again, and everything would go on with the old value; so it is said.
 */
import { quote, quoteAll } from "../model/name.ts";
import type { Settings } from "../model/setting.ts";
import type { Instruction } from "../model/program.ts";
import type { JournalRecord } from "../store/journal.ts";
import { wholeIn } from "./all-that-stands.ts";
import { type Output, paint } from "./output.ts";
import type { Session } from "./session.ts";

/** A setting, and the instances whose actions last ran when it had another value. */
export interface SettingChange {
  readonly name: string;
  readonly was: string;
  readonly is: string;
  readonly instances: readonly string[];
}

/** O(records). @param standing  instances that are there */
export function settingChanges(
  records: Iterable<JournalRecord>,
  now: Settings,
  standing: Iterable<string>,
): readonly SettingChange[] {
  const made = madeUnder(records);
  const changes = new Map<string, { readonly one: SettingChange; readonly instances: string[] }>();
  for (const instance of standing)
    for (const [name, value] of Object.entries(made.get(instance) ?? {})) {
      if (!Object.hasOwn(now, name) || now[name] === value) continue;
      const [was, is] = [settingText(value), settingText(now[name])];
      const key = JSON.stringify([name, was]);
      const instances = changes.get(key)?.instances ?? [];
      instances.push(instance);
      changes.set(key, { one: { name, was, is, instances }, instances });
    }
  return [...changes.values()].map(({ one }) => one);
}

/** One that holds nothing or a blank is quoted. */
const settingText = (value: unknown): string =>
  /^\S+$/.test(String(value)) ? String(value) : quote(String(value));

/** A line each. @param program  what is to be done: whoever it asks for nothing stays as it was made */
export function settingLines(
  changes: readonly SettingChange[],
  program: readonly Instruction[],
): readonly string[] {
  const asked = new Set(
    program.flatMap((one) => (one.op === "changeBehavior" ? [one.instance] : [])),
  );
  return changes.map(({ name, was, is, instances }) => {
    const left = instances.filter((instance) => !asked.has(instance));
    if (left.length === 0) return `setting ${name} was ${was}, is ${is}`;
    const [were, their] = left.length === 1 ? ["was", "its"] : ["were", "their"];
    return `setting ${name} is ${is}, and was ${was} when ${quoteAll(left)} ${were} made: ${their} actions do not run again`;
  });
}

/** Warns of them. */
export function tellSettings(
  session: Pick<Session, "records" | "state" | "part">,
  now: Settings,
  program: readonly Instruction[],
  to: Output,
): void {
  const { numbers } = wholeIn(session).configuration;
  const changes = settingChanges(session.records, now, numbers.keys());
  for (const line of settingLines(changes, program)) to.say(`${paint.yellow("warning")}: ${line}`);
}

/** instance → the settings of the last run in which an action of it has ended. */
function madeUnder(records: Iterable<JournalRecord>): ReadonlyMap<string, Settings> {
  const made = new Map<string, Settings>();
  let settings: Settings = {};
  for (const record of records)
    if (record.type === "run") settings = record.settings ?? {};
    else if (record.type === "ended") made.set(record.instance, settings);
  return made;
}
