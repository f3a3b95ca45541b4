import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daemon } from "../../src/actions/daemon.ts";
import { databaseUser, noDatabaseUser } from "../../src/actions/mariadb-user.ts";
import { database, noDatabase } from "../../src/actions/mariadb.ts";
import { waitFor } from "../../src/actions/wait.ts";
import { secret } from "../../src/model/secret.ts";
import { type Bed, archivesOf, bed, unpacked } from "./bed.ts";
import { failure, performed, twice } from "./stage.ts";

let host: Bed;
/** What a server shows, a line for each row. */
const shown = (statement: string): Promise<string> =>
  host.sh(`mariadb --batch --skip-column-names << 'END'\n${statement}\nEND`);

beforeAll(async () => {
  host = await bed(archivesOf("mariadb-server-core", "mariadb-client-core"));
  await host.sh(`${unpacked}; mkdir -p /run/mysqld
    mariadb-install-db --user=root --auth-root-authentication-method=socket --skip-test-db > /dev/null`);
  const command = [
    "mariadbd",
    "--user=root",
    "--skip-networking",
    "--socket=/run/mysqld/mysqld.sock",
  ] as const;
  const ready = waitFor({ name: "the server", until: "mariadb --execute 'SELECT 1'", everyS: 0.1 });
  const { error } = await performed(
    [daemon({ name: "mariadbd", command: [...command], cwd: "/root" }), ready],
    host.where,
  );
  if (error !== undefined) throw new Error(error.message);
});
afterAll(() => host[Symbol.asyncDispose]());

describe("a database", () => {
  test("is made and removed, whatever its name is", async () => {
    const name = "o'dd `name` \"; DROP DATABASE mysql; -- $(id)";
    expect(await twice(database({ name, characterSet: "utf8mb4" }), host.where)).toEqual([
      `database ${name}: create`,
    ]);
    expect((await shown("SHOW DATABASES")).split("\n")).toContain(name);
    expect(await twice(noDatabase(name), host.where)).toEqual([`no database ${name}: remove`]);
  });

  test("cannot be made where no server answers", async () => {
    expect(
      await failure(database({ name: "x", login: { host: "127.0.0.1", port: 1 } }), host.where),
    ).toMatch(/^database x: ERROR 2002 .*Can't connect/);
  });
});

describe("a database user", () => {
  const name = 'o\'dd \\ "user"; -- $(id)';
  const password = "p'\"\\ $(touch /tmp/pwned) `id`\nü; DROP TABLE x; --";
  const login = (secretText: string): Promise<string> => {
    const words = [name, secretText].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    return host.sh(
      `MYSQL_PWD=${words[1]} mariadb --user=${words[0]} --batch -N -e 'SELECT 1' 2>&1 || true`,
    );
  };

  test("logs in by a password that is a secret of all signs", async () => {
    process.env["MARIADB_SECRET"] = password;
    const step = databaseUser({ name, password: secret({ env: "MARIADB_SECRET" }) });
    const said = await performed(step, host.where);
    expect(said.changed).toEqual([`database user ${name}@localhost: create`]);
    expect(said.log).not.toMatch(/pwned|7077/);
    expect(await twice(step, host.where)).toEqual([]);
    expect(await login(password)).toBe("1");
    expect(await login("another")).toContain("Access denied");
  });

  test("gets another password", async () => {
    expect(await twice(databaseUser({ name, password: "second" }), host.where)).toEqual([
      `database user ${name}@localhost: password`,
    ]);
    expect(await login("second")).toBe("1");
  });

  test("may do what it is granted, and nothing else", async () => {
    await twice(database("shop"), host.where);
    const may = (grants: Record<string, string[]>) =>
      twice(databaseUser({ name, password: "second", grants }), host.where);
    expect(await may({ "shop.*": ["all"], "*.*": ["process"] })).toEqual([
      `database user ${name}@localhost: grant ALL PRIVILEGES on \`shop\`.*, grant PROCESS on *.*`,
    ]);
    expect(await may({ "shop.*": ["SELECT", "insert"] })).toEqual([
      `database user ${name}@localhost: grant SELECT, INSERT on \`shop\`.*, take what it may do on *.*`,
    ]);
    expect(await may({})).toEqual([
      `database user ${name}@localhost: take what it may do on \`shop\`.*`,
    ]);
  });

  test("whose change fails tells why, and not its password", async () => {
    const grants = { "shop.no_such_table": ["SELECT"] };
    const said = await performed(
      databaseUser({ name, password: "third-secret", grants }),
      host.where,
    );
    expect(said.error?.message).toMatch(/ERROR 1146 .*doesn't exist/);
    const hex = Buffer.from("third-secret").toString("hex");
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`third-secret|${hex}`, "i"));
  });

  test("is removed", async () => {
    expect(await twice(noDatabaseUser({ name }), host.where)).toHaveLength(1);
    expect(await login("second")).toContain("Access denied");
  });
});
