/** PostgreSQL for as long as a bench needs it: the guestbook's, deployed and uninstalled by Madeus itself. */
import { postgres } from "../assemblies/guestbook/postgres.ts";
import { Database } from "../assemblies/guestbook/ports.ts";
import { type AnyComponent, component } from "../src/model/component.ts";
import type { Instruction } from "../src/model/program.ts";
import { crewIn, deployment, noJournal } from "./deployment.ts";

/** Gives `use` the address of an empty database, with user and password; afterwards nothing of it is left. */
export async function withPostgres(
  directory: string,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const found = Promise.withResolvers<string>();
  const carryOut = deployment({
    before: [
      { op: "add", instance: "database", component: postgres as unknown as AnyComponent },
      { op: "add", instance: "guest", component: guestOf(found.resolve) },
      {
        op: "connect",
        use: { instance: "guest", port: "database" },
        provide: { instance: "database", port: "database" },
      },
    ],
    journal: noJournal,
    performer: crewIn(directory),
  });
  const deployed = carryOut(["database", "guest"].map((name) => behave(name, "deploy")));
  let uninstalled: Promise<void> | undefined;
  const uninstall = (): Promise<void> =>
    (uninstalled ??= deployed
      .catch(() => undefined)
      .then(() => carryOut([behave("database", "uninstall")])));
  const leave = (): void => void uninstall().finally(() => process.exit(130));
  for (const end of endings) process.once(end, leave);
  try {
    await deployed;
    await use(await found.promise);
  } finally {
    for (const end of endings) process.off(end, leave);
    await uninstall();
  }
}

/** What ends a bench before its time: the last one is that who started it is gone. */
const endings = ["SIGINT", "SIGTERM", "disconnect"] as const;

const behave = (instance: string, behavior: string): Instruction => ({
  op: "changeBehavior",
  instance,
  behavior,
});

/** Reads where the database is, as any user of it does. */
const guestOf = (found: (url: string) => void): AnyComponent =>
  component({
    name: "guest",
    places: ["outside", "inside"],
    initial: "outside",
    uses: { database: { type: Database, in: ["enter"] } },
    behaviors: {
      deploy: {
        enter: {
          from: "outside",
          to: "inside",
          run: async ({ read, secret }) => {
            const { host, port, database, user, password } = read("database");
            const login = `${user}:${encodeURIComponent(await secret(password))}`;
            found(`postgres://${login}@${host}:${port}/${database}`);
          },
        },
      },
    },
  }) as AnyComponent;
