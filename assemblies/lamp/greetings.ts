/** The database of the application: its tables, what stands in them, and the user who may read it. */
import { component } from "madeus";
import { command, database, databaseUser, noDatabase, noDatabaseUser } from "madeus/actions";
import { Greetings, Login, Sql } from "./ports.ts";

/** What the page shows. */
export const greeting = "hello from the database";

const table = command({
  name: "table of greetings",
  run: "mysql app -e 'create table greeting (id int primary key, text varchar(80) not null)'",
  unless: "mysql app -e 'select text from greeting limit 0'",
});
const rows = command({
  name: "greetings",
  run: "mysql app",
  stdin: `replace into greeting values (1, '${greeting}');\n`,
  unless: `[ "$(mysql app -BNe 'select text from greeting where id = 1')" = '${greeting}' ]`,
});

export const greetings = component({
  name: "greetings",
  places: ["absent", "made", "filled"],
  initial: "absent",
  uses: {
    sql: { type: Sql, in: ["make", "made", "fill", "filled", "empty", "drop"] },
    login: { type: Login, in: ["make", "drop"] },
  },
  provides: { greetings: { type: Greetings, in: ["filled"] } },
  behaviors: {
    deploy: {
      make: {
        from: "absent",
        to: "made",
        durationS: 0.5,
        steps: [
          database("app"),
          ({ read }) => {
            const { user, password } = read("login");
            return databaseUser({
              name: user,
              host: "%",
              password,
              grants: { "app.*": ["SELECT"] },
            });
          },
          table,
        ],
      },
      fill: { from: "made", to: "filled", durationS: 0.1, steps: [rows] },
    },
    /** Lets the server go; `deploy` then makes what is not as it is declared now, and leaves the rest. */
    update: { leave: { from: "filled", to: "absent" } },
    uninstall: {
      empty: { from: "filled", to: "made" },
      drop: {
        from: "made",
        to: "absent",
        durationS: 0.2,
        steps: [
          noDatabase("app"),
          ({ read }) => noDatabaseUser({ name: read("login").user, host: "%" }),
        ],
      },
    },
  },
});
