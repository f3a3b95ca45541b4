/** Steps may be performed any number of times: whatever they are, in whatever order, and from whatever is there. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { command } from "../../src/actions/command.ts";
import { block, line, noLine } from "../../src/actions/edit.ts";
import { absent, directory, file, link } from "../../src/actions/file.ts";
import { script } from "../../src/actions/step.ts";
import type { Step } from "../../src/model/step.ts";
import { performed, probed } from "./stage.ts";

type Make = (path: string) => Step;
const content = fc.constantFrom("", "a\n", "$(id)\n'", "a\nb\n");
const mode = fc.constantFrom<(string | undefined)[]>(undefined, "0600", "0755");
const ofText = fc.oneof(
  fc.record({ content, mode: fc.constantFrom("0600", "0644") }).map(
    (one): Make =>
      (path) =>
        file({ path, ...one }),
  ),
  content.map(
    (text): Make =>
      (path) =>
        block({ path, name: "b", text, create: true }),
  ),
  fc.constant<Make>((path) => line({ path, line: "c d", match: /^[ab]$/, create: true })),
  fc.constant<Make>((path) =>
    command({ name: "touch", run: script`[ -d ${path} ] || : >> ${path}`, creates: path }),
  ),
);
const any = fc.oneof(
  { weight: 4, arbitrary: ofText },
  {
    weight: 1,
    arbitrary: mode.map(
      (m): Make =>
        (path) =>
          directory({ path, ...(m === undefined ? {} : { mode: m }) }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Make>((path) => link({ path, target: "x" })) },
  { weight: 1, arbitrary: fc.constant<Make>((path) => noLine({ path, match: /a/ })) },
  { weight: 2, arbitrary: fc.constant<Make>((path) => absent(path)) },
);
const runs = { numRuns: 8 };

async function within<T>(body: (at: string) => Promise<T>): Promise<T> {
  const at = mkdtempSync(join(tmpdir(), "madeus-again-"));
  try {
    return await body(at);
  } finally {
    rmSync(at, { recursive: true });
  }
}

const picture = (at: string): string =>
  execFileSync(
    "sh",
    [
      "-c",
      'cd "$0" && find . -printf "%P %M %l\\n" | sort; find . -type f | sort | xargs -r cat',
      at,
    ],
    {
      encoding: "utf8",
    },
  );

test("the second time nothing changes, and the probe says that all is done", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ofText, { minLength: 1, maxLength: 6 }), (makes) =>
      within(async (at) => {
        const steps = makes.map((make, k) => make(`${at}/${k}`));
        const first = await performed(steps);
        expect(first.error).toBeUndefined();
        const after = picture(at);
        const { changed, unchanged, commands, error } = await performed(steps);
        expect({ changed, unchanged, commands, error }).toEqual({
          changed: [],
          unchanged: steps.length,
          commands: 1,
          error: undefined,
        });
        expect(await probed(steps)).toBe("done");
        expect(picture(at)).toBe(after);
      }),
    ),
    runs,
  );
});

test("steps that are asked together do what each would do alone", async () => {
  const lists = fc.array(fc.tuple(any, fc.constantFrom("p", "q")), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(lists, async (list) => {
      const perform = (batched: boolean) =>
        within(async (at) => {
          const steps = list.map(([make, name]) => make(`${at}/${name}`));
          const alone = steps.map(({ question: _question, ...step }) => step);
          const { changed, unchanged, error } = await performed(batched ? steps : alone);
          const told = JSON.stringify({ changed, unchanged, message: error?.message });
          return [told.replaceAll(at, "AT"), picture(at)];
        });
      expect(await perform(true)).toEqual(await perform(false));
    }),
    runs,
  );
});
