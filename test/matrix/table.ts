/** The fault matrix as a document: each transition, each fault, each policy, and where it ends. */
import { faults } from "./fault.ts";
import { type Tally, keyOf } from "./ledger.ts";
import { type End, predicted } from "./prediction.ts";
import type { Tried } from "./real-trial.ts";
import { type Subject, subjects } from "./subject.ts";
import { policies, trialsOf } from "./trial.ts";

const introduction = `# The fault matrix

Each transition of two assemblies is made to fail in each of three ways, under each policy. What is in the table is where the simulator says
that it ends; a ✓ says that real runs ended in the very same configuration, token by token, and a ✗ that one did not.

\`npm run matrix\` makes the real runs that are missing and writes this page; \`npm run matrix -- --only guestbook\` needs no root. A test in
CI makes all of them in virtual time, compares them with the rules, and makes a sample for real. LAMP's hosts have what its packages need
installed beforehand, and the packages themselves not.

- *exit*: a command of the action ends badly; in \`deploy\` when its work is done, so that there is the most to clear away.
- *hang*: the action does not end, and its time runs out.
- *kill*: the host of the action loses its power while that is at work. Where that is the machine that Madeus runs on, \`madeus resume\` follows.
  Another host stays away: whether the action has happened is unknown, so nothing goes back.
- *done*: it came to its end. *failed*: it ended with the failure, all else as the policy says. *back*: it was rolled back, and all is as before.

The assemblies are deployed (\`deploy\`), stand aside and come back (\`suspend\`), are updated (\`update\`) and go (\`uninstall\`); a transition is in
the first of these that passes it. One action runs at a time, so that what has begun when something fails is not a matter of speed. After
a real rollback it is also looked at what is there: no process, file, package or row is left of what was not there before, and what was there
answers; and \`down\` leaves nothing. A host that was killed stays away, so there only tokens are compared.
`;

/** Takes some seconds. */
export async function table(tallies: ReadonlyMap<string, Tally>): Promise<string> {
  const parts = [introduction];
  for (const subject of subjects) parts.push(await partOf(subject, tallies));
  return parts.join("\n");
}

async function partOf(subject: Subject, tallies: ReadonlyMap<string, Tally>): Promise<string> {
  const rows = new Map<string, string[]>();
  for (const trial of await trialsOf(subject.sound)) {
    const end = await predicted(subject.sound, trial);
    const row = `| ${trial.exercise} | ${trial.at} |`;
    const tally = tallies.get(keyOf(subject.name, trial));
    rows.set(row, [...(rows.get(row) ?? []), cell(end, tally)]);
  }
  const titles = faults.flatMap((fault) => policies.map((policy) => `${fault}, ${policy}`));
  return [
    `## ${subject.name === "lamp" ? "LAMP" : "Guestbook"}\n`,
    `| in | transition | ${titles.join(" | ")} |`,
    `|---|---|${titles.map(() => "---|").join("")}`,
    ...[...rows].map(([row, cells]) => `${row} ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}

function cell({ ends, standing }: End, tally: Tally | undefined): string {
  const word = ends === "rolled back" ? "back" : ends;
  return tally === undefined ? word : `${word} ${isSame({ ends, standing }, tally) ? "✓" : "✗"}`;
}

/** Did it end as predicted, in the record and in the world? */
export const isSame = (end: End, { ends, standing, blemishes }: Tried): boolean =>
  ends === end.ends && standing === end.standing && blemishes.length === 0;
