import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { command } from "../../src/actions/command.ts";
import { script } from "../../src/actions/step.ts";
import { directory, failure, performed, twice } from "./stage.ts";

test("a command is run until what it creates is there", async () => {
  const at = directory();
  const name = "$(id) 'x'";
  const step = command({
    name: "make",
    run: script`cat > ${`${at}/${name}`}`,
    stdin: "text",
    creates: `${at}/${name}`,
  });
  expect(await twice(step)).toEqual(["command make: run"]);
  expect(readFileSync(`${at}/${name}`, "utf8")).toBe("text");
});

test("a command is run unless another one ends well", async () => {
  const at = directory();
  const count = `${at}/count`;
  writeFileSync(count, "");
  const step = command({
    name: "count",
    run: script`echo x >> ${count}`,
    unless: script`[ -s ${count} ]`,
  });
  expect(await twice(step)).toEqual(["command count: run"]);
  expect(readFileSync(count, "utf8")).toBe("x\n");
});

test("a command that does not make what it creates has failed", async () => {
  const step = command({ name: "lazy", run: "true", creates: `${directory()}/never` });
  expect((await performed(step)).error).toMatchObject({ code: "MADEUS_STEP_INEFFECTIVE" });
});

test("a command that fails tells what it said last", async () => {
  const step = command({
    name: "bad",
    run: "echo hm; echo no such luck >&2; exit 7",
    unless: "false",
  });
  expect(await failure(step)).toBe("command bad: no such luck");
});
