/** The load balancer in front of the replicas; routes attach them to it. */
import { component } from "madeus";
import { ask } from "./ask.ts";
import { daemonOf, endDaemon, type Shell } from "./daemon.ts";
import { Admin, Control, Front, Url } from "./ports.ts";
import { fetchRelease, portsOf, removeProgram, startProgram } from "./release.ts";
import { makeSecret, secretIn } from "./secret-file.ts";

export const balancer = component({
  name: "balancer",
  places: ["absent", "installed", "running"],
  initial: "absent",
  provides: {
    front: { type: Front, in: ["running"] },
    url: { type: Url, in: ["running"] },
    admin: { type: Admin, in: ["running"] },
    control: { type: Control, in: ["running"] },
  },
  behaviors: {
    deploy: {
      fetch: { from: "absent", to: "installed", durationS: 0.1, run: fetchRelease },
      secure: {
        from: "absent",
        to: "installed",
        durationS: 0.1,
        run: (scope) => makeSecret(tokenFile(scope)),
      },
      start: {
        from: "installed",
        to: "running",
        durationS: 0.2,
        timeoutMs: 30_000,
        retry: { attempts: 2 },
        run: async (scope) => {
          await startProgram(scope, "balancer.ts", [tokenFile(scope)]);
          const { url, control } = await addresses(scope);
          scope.give("url", url);
          scope.give("control", control);
        },
        probe: async (scope) => {
          if (!(await answers(scope))) return "not-done";
          const { url, control } = await addresses(scope);
          scope.give("url", url);
          scope.give("control", control);
          return "done";
        },
      },
    },
    suspend: {
      halt: { from: "running", to: "installed", durationS: 0.1, run: (scope) => endDaemon(scope) },
    },
    uninstall: {
      quit: { from: "running", to: "installed", durationS: 0.1, run: (scope) => endDaemon(scope) },
      remove: { from: "installed", to: "absent", durationS: 0.1, run: removeProgram },
    },
  },
  probes: { running: answers },
});

type Where = Pick<Shell, "directory" | "instance">;

const tokenFile = ({ directory }: Where): string => `${directory}/token`;

async function addresses(scope: Where) {
  const { front = 0, admin = 0 } = await portsOf(scope);
  return {
    url: { url: `http://127.0.0.1:${front}/` },
    control: { url: `http://127.0.0.1:${admin}`, token: secretIn(tokenFile(scope)) },
  };
}

/** Does the balancer live and answer at its front? With no backend it says so, which is an answer too. */
async function answers(scope: Where): Promise<boolean> {
  if ((await daemonOf(scope)) === undefined) return false;
  const { url } = await addresses(scope);
  return (await ask(url.url)) !== undefined;
}
