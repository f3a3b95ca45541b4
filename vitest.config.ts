/** How the tests are run: real processes are started by many of them, so each file has a process of its own. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^madeus$/, replacement: source("index.ts") },
      { find: /^madeus\/(.+)$/, replacement: source("$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A machine that is slow or shared must not fail a test: what hangs ends here, what is slow says so in its own timeout.
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
