/** The database of a shop: products that are there from the beginning, and orders that come in. */
import { type Step, component, setting } from "madeus";
import { command, database, databaseUser } from "madeus/actions";
import { Login } from "../lamp/ports.ts";
import { Shop, Sql } from "./ports.ts";

const productCount = setting("products", Number, 200_000);

const table = (name: string, columns: string): Step =>
  command({
    name: `table ${name}`,
    run: `mysql shop -e 'create table ${name} (${columns})'`,
    unless: `mysql shop -e 'select 1 from ${name} limit 0'`,
  });
const products = command({
  name: "products",
  run: "mysql shop",
  stdin: `insert ignore into product select seq, sha2(seq, 256) from seq_1_to_${productCount};\n`,
  unless: `[ "$(mysql shop -BNe 'select count(*) from product')" = ${productCount} ]`,
});

export const shop = component({
  name: "shop",
  places: ["absent", "filled"],
  initial: "absent",
  uses: {
    sql: { type: Sql, in: ["make"] },
    login: { type: Login, in: ["make"] },
  },
  provides: { shop: { type: Shop, in: ["filled"] } },
  behaviors: {
    deploy: {
      make: {
        from: "absent",
        to: "filled",
        durationS: 4,
        steps: [
          database("shop"),
          ({ read }) =>
            databaseUser({
              name: read("login").user,
              host: "%",
              password: read("login").password,
              grants: { "shop.*": ["SELECT", "INSERT"] },
            }),
          table("product", "id int primary key, name char(64) not null"),
          table(
            "customer_order",
            "id bigint primary key, made_at timestamp(6) not null default current_timestamp(6)",
          ),
          products,
        ],
      },
    },
    /** What the server holds goes with it. */
    uninstall: { forget: { from: "filled", to: "absent" } },
  },
});
