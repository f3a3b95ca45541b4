/**
 * Which branch is checked out: where runs that are only simulated make their commits. What really stands is always on `main`.
 *
 * It stands in a file of its own beside the state, so that to check out a branch changes nothing that others look at.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mainBranch } from "../store/historian.ts";
import type { Store } from "../store/store.ts";
import { writeWhole } from "./whole-file.ts";

/** `main` where none is, or where the one that was is gone. */
export function checkedOut(directory: string, { branches }: Pick<Store, "branches">): string {
  const path = pathIn(directory);
  if (!existsSync(path)) return mainBranch;
  const name = readFileSync(path, "utf8").trim();
  return branches.find(name) === undefined ? mainBranch : name;
}

export function checkOut(directory: string, branch: string): void {
  if (branch === mainBranch) rmSync(pathIn(directory), { force: true });
  else writeWhole(pathIn(directory), [`${branch}\n`]);
}

const pathIn = (directory: string): string => join(directory, "checked-out");
