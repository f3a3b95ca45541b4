/** The database: a program that runs on, and the folder that it keeps its data in. */
import { component, data, service } from "madeus";
import { daemon, directory, noDaemon, waitForPort } from "madeus/actions";

export const Queries = service("queries");
export const StoreAddress = data("store address", { url: String });

const program = `${import.meta.dirname}/programs/store.mjs`;

/** @param port  of this machine, at which it listens */
export const storeAt = (port: number) =>
  component({
    name: "store",
    places: ["absent", "prepared", "running"],
    initial: "absent",
    provides: {
      address: { type: StoreAddress, in: ["running"] },
      queries: { type: Queries, in: ["running"] },
    },
    behaviors: {
      deploy: {
        // Steps change only what is not as it should be, so they may be run any number of times.
        prepare: {
          from: "absent",
          to: "prepared",
          steps: [(scope) => directory(`${scope.directory}/data`)],
        },
        start: {
          from: "prepared",
          to: "running",
          steps: [
            (scope) => {
              scope.give("address", { url: `http://127.0.0.1:${port}/` });
              const file = `${scope.directory}/data/store.sqlite`;
              return daemon({ name: "store", command: [process.execPath, program, file, `${port}`] });
            },
            waitForPort(port),
          ],
        },
      },
      uninstall: {
        stop: { from: "running", to: "prepared", steps: [noDaemon("store")] },
        forget: { from: "prepared", to: "absent" },
      },
    },
    // `madeus status` and `madeus watch` ask whether it is still so.
    probes: { running: () => fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok) },
  });
