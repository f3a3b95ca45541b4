/** Runs an action that misbehaves, named by the argument, beside one that behaves; prints what came of both, in JSON. */
import { setImmediate as turn } from "node:timers/promises";
import { type Body, type More, tidy, trial } from "./trial.ts";

const never = new Promise<never>(() => {});
const soon = (use: () => unknown) => setImmediate(use);
const ended = Promise.withResolvers<void>();
let late: Promise<unknown> = Promise.resolve();
/** Is done by the action when it has ended. */
const later = (use: () => unknown): void => {
  late = new Promise<void>((resolve) => {
    void ended.promise.then(() =>
      soon(() => {
        soon(resolve);
        use();
      }),
    );
  });
};

const culprits: Readonly<Record<string, Body>> = {
  exit: () => process.exit(3),
  "exit caught": () => {
    try {
      process.exit(3);
    } catch {
      return "unharmed";
    }
  },
  "exit in a timer": ({ signal }) => {
    soon(() => process.exit());
    return new Promise((_, reject) => signal.addEventListener("abort", reject));
  },
  "throw in a timer": ({ sh }) => {
    soon(() => {
      throw new Error("thrown in a timer");
    });
    return sh`sleep 1000`;
  },
  "floating rejection": async ({ sh }) => {
    void (async () => {
      await turn();
      throw new Error("nobody awaits me");
    })();
    await sh`sleep 1000`;
  },
  "floating command": async ({ sh }) => {
    void sh`exit 5`;
    await sh`sleep 1000`;
  },
  "undefined rejection": () => {
    Promise.withResolvers().reject();
    return never;
  },
  "throw in a listener": ({ signal, exec }) => {
    signal.addEventListener("abort", () => {
      throw new Error("thrown in a listener");
    });
    soon(() => process.exit(1));
    return exec("sleep", ["1000"]);
  },
  "throw when told of the timeout": ({ signal }) => {
    signal.addEventListener("abort", () => {
      throw new Error("thrown when told");
    });
    return new Promise((_, reject) => signal.addEventListener("abort", reject));
  },
  "nobody's fault": ({ exec }) => exec("sleep", ["1"]),
  "throw after the end": () =>
    later(() => {
      throw new Error("thrown after the end");
    }),
  "give after the end": ({ give }) => later(() => give("port", { number: 1 })),
  "command after the end": ({ sh }) => later(() => void sh`echo late`),
};

const surroundings: Readonly<Record<string, More>> = {
  "throw when told of the timeout": { timeoutMs: 1_000 },
  "nobody's fault": {
    registered: () => {
      setImmediate(() => {
        throw new Error("an error of our own");
      });
    },
  },
};

const [, , name = ""] = process.argv;
const bystander = trial(({ sh }) => sh`echo bystander`);
const culprit = trial(culprits[name], surroundings[name]);
const performed = await culprit.inTheEnd();
ended.resolve();
await late;
const beside = await bystander.inTheEnd();
await tidy();
process.stdout.write(JSON.stringify({ performed, beside, log: culprit.log }));
if (name === "nobody throws") setImmediate(() => JSON.parse("{"));
if (name === "nobody catches") void Promise.reject(new Error("nobody's"));
if (name === "nobody exits") process.exit(7);
