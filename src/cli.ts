#!/usr/bin/env node
/** The `madeus` command: looks at the version of Node before anything else is loaded, then hands over. */
const nodeMin = 24;

const major = Number(process.versions.node.split(".", 1)[0]);
if (major < nodeMin) {
  process.stderr.write(
    `error: madeus needs Node ${nodeMin} or newer; this is ${process.version}.\n` +
      "  Install it, or let your project bring it: npm install --save-dev node@24, then npx madeus.\n",
  );
  process.exitCode = 2;
} else {
  const { enableCompileCache } = await import("node:module");
  // What is compiled once need not be compiled again: half of the time that a short command takes.
  enableCompileCache();
  const { main } = await import("./command/main.ts");
  const code = await main(process.argv.slice(2));
  // What the user's file left open must not keep the command from ending.
  process.stdout.write("", () => process.exit(code));
}
