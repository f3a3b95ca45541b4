import type { StandardSchemaV1 } from "@standard-schema/spec";
import { component } from "../../../src/model/component.ts";
import { data, many } from "../../../src/model/port.ts";
import { secret } from "../../../src/model/secret.ts";
import { Address, Sql } from "../right/stack.ts";

declare const version: StandardSchemaV1<string, { readonly major: number }>;
const Version = data("version", version);
const Login = data("login", { user: String, password: secret() });

component({
  name: "talker",
  places: ["off", "on", "broken"],
  initial: "off",
  uses: {
    db: { type: Sql, in: ["start"] },
    address: { type: Address, in: ["start"] },
    peers: { type: many(Address), in: ["start"] },
    version: { type: Version, in: ["start"] },
    login: { type: Login, in: ["start"] },
  },
  provides: {
    mine: { type: Address, in: ["on"] },
    newest: { type: Version, in: ["on"] },
    account: { type: Login, in: ["on"] },
    sql: { type: Sql, in: ["on"] },
  },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: ["on", "broken"],
        run: async ({ read, give, choose, secret: fetch, sh, exec, log }) => {
          // reading an unknown port
          read("adress");

          // reading a service
          read("db");

          // reading a port that it provides
          read("mine");

          // reading an unknown field
          log(read("address").hostname);

          // a number read where a string is needed
          const port: string = read("address").port;

          // many values read as one
          log(read("peers").host);

          // a Standard Schema's value read as what it is made from
          const major: string = read("version");

          // giving an unknown port
          give("min", { host: "a", port: 1 });

          // giving a service
          give("sql", {});

          // giving a port that it uses
          give("address", { host: "a", port: 1 });

          // giving a field of the wrong kind
          give("mine", { host: "a", port: "1" });

          // giving too little
          give("mine", { host: "a" });

          // giving too much
          give("mine", { host: "a", port: 1, user: "root" });

          // giving what a Standard Schema does not accept
          give("newest", { major: 1 });

          // giving a secret as a plain string
          give("account", { user: "root", password: "12345" });

          // a secret read as a string
          const password: string = read("login").password;

          // fetching what is no secret
          await fetch("PASSWORD");

          // choosing an unknown place
          choose("onn");

          // an object in a command line
          await sh`connect ${read("address")}`;

          // a command line in one string
          await exec("ls", "-l");

          return [port, major, password];
        },
      },
    },
  },
});

const behaviors = { deploy: {} };
component({
  name: "mute",
  places: ["off", "on"],
  initial: "off",
  behaviors: {
    ...behaviors,
    deploy: {
      start: {
        from: "off",
        to: "on",
        run: ({ read, give }) => {
          // reading where nothing is used
          read("db");

          // giving where nothing is provided
          give("address", { host: "a", port: 1 });
        },
        // a probe of a transition that answers with a boolean
        probe: () => true,
      },
    },
  },
});
