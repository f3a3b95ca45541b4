/** A sample of the fault matrix for real: those of its trials that need no other host than this machine. */
import { expect, test } from "vitest";
import { predicted } from "./prediction.ts";
import { tried } from "./real-trial.ts";
import { hostOf, subjects } from "./subject.ts";
import { sampled, trialText, trialsOf } from "./trial.ts";

const all = (
  await Promise.all(
    subjects.map(async (subject) =>
      (await trialsOf(subject.sound)).map((trial) => ({ subject, trial })),
    ),
  )
).flat();
const here = sampled(all, 12, 2018)
  .filter(({ subject }) => subject.name === "guestbook")
  .map((one) => ({ ...one, what: trialText(one.trial) }));

test.each(here)(
  "guestbook, $what: it ends as predicted",
  async ({ subject: { sound, ground }, trial }) => {
    const { ends, standing } = await predicted(sound, trial);
    await using place = await ground();
    expect(await tried(place, trial, hostOf(sound, trial))).toEqual({
      ends,
      standing,
      blemishes: [],
    });
  },
  300_000,
);
