/** A web server that needs the database: for its address when it starts, and for as long as it runs. */
import { component, service } from "madeus";
import { daemon, noDaemon, waitForHttp } from "madeus/actions";
import { Queries, StoreAddress } from "./store.ts";

export const Pages = service("pages");

const program = `${import.meta.dirname}/programs/web.mjs`;

/**
 * @param port  of this machine, at which it listens
 * @param greeting  what its pages begin with: with another one it is brought up to date by `madeus deploy`
 */
export const webAt = (port: number, greeting: string) =>
  component({
    name: "web",
    version: greeting,
    places: ["absent", "running"],
    initial: "absent",
    uses: {
      store: { type: StoreAddress, in: ["start"] },
      queries: { type: Queries, in: ["start", "running", "stop"] },
    },
    provides: { pages: { type: Pages, in: ["running"] } },
    behaviors: {
      deploy: {
        start: {
          from: "absent",
          to: "running",
          retry: { attempts: 3, delayMs: 1_000 },
          steps: [
            ({ read }) => {
              const { url } = read("store");
              return daemon({ name: "web", command: [process.execPath, program, url, `${port}`, greeting] });
            },
            waitForHttp(`http://127.0.0.1:${port}/`),
          ],
        },
      },
      uninstall: { stop: { from: "running", to: "absent", steps: [noDaemon("web")] } },
    },
    probes: { running: () => fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok) },
  });
