/**
 * Becomes another program: `node launch.ts [--pid FILE] [--user UID:GID] -- PROGRAM [ARGUMENT…]`.
 *
 * It writes its own pid, gives up root, and then replaces itself. So the pid file is there before the program begins, and no moment
 * exists in which the program runs unrecorded. A program that still lives under the pid file is not started a second time.
 */
import { parseArgs } from "node:util";
import { living, record } from "./pid-file.ts";

const { values, positionals } = parseArgs({
  options: { pid: { type: "string" }, user: { type: "string" } },
  allowPositionals: true,
});
const [program, ...programArguments] = positionals;
if (program === undefined || process.execve === undefined)
  throw new Error("usage: launch.ts [--pid FILE] [--user UID:GID] -- PROGRAM [ARGUMENT…]");

if (values.pid !== undefined) {
  const pid = await living(values.pid);
  if (pid !== undefined) throw new Error(`${program} is already running as process ${pid}`);
  await record(values.pid);
}
if (values.user !== undefined) {
  const [uid = Number.NaN, gid = Number.NaN] = values.user.split(":").map(Number);
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}
process.execve(program, [program, ...programArguments], process.env);
