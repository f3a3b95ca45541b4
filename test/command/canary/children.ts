/** What a process of Node starts: every program with its arguments and its environment, as they are given to the system. */
import { readFileSync } from "node:fs";

export interface Child {
  readonly args: readonly string[];
  /** `NAME=value` */
  readonly env: readonly string[];
}

/** To be required before anything else; appends to the file that `CANARY_CHILDREN` names. */
export const recorder = `
const { ChildProcess } = require("node:child_process");
const { appendFileSync } = require("node:fs");
const spawn = ChildProcess.prototype.spawn;
ChildProcess.prototype.spawn = function (options) {
  const { file, args = [], envPairs = [] } = options;
  appendFileSync(process.env.CANARY_CHILDREN, JSON.stringify({ args: [file, ...args], env: envPairs }) + "\\n");
  return spawn.call(this, options);
};
`;

export const childrenIn = (path: string): readonly Child[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Child);
