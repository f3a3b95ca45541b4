#!/usr/bin/env node
/** `npm create madeus NAME`: what `madeus init NAME` does, before there is a Madeus. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("./dist/cli.js", import.meta.resolve("madeus/package.json")));
const { status } = spawnSync(process.execPath, [cli, "init", ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;
