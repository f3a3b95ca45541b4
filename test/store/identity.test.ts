import { expect, test } from "vitest";
import { type StateMode, openStateFile } from "../../src/store/sqlite-file.ts";
import { stateDirectory } from "./state-directory.ts";

test("every state has an id of its own, which it keeps", () => {
  const [one, other] = [stateDirectory(), stateDirectory()];
  const id = idOf(one, "create");
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(idOf(other, "create")).not.toBe(id);
  expect([idOf(one, "read"), idOf(one, "write"), idOf(one, "create")]).toEqual([id, id, id]);
});

function idOf(directory: string, mode: StateMode): string {
  const file = openStateFile(directory, { mode });
  const { id } = file;
  file.close();
  return id;
}
