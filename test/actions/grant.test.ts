import { expect, test } from "vitest";
import { grantStatements, grantsIn, grantsOf } from "../../src/actions/grant.ts";

const present = grantsIn(
  [
    "GRANT USAGE ON *.* TO `u`@`localhost` IDENTIFIED BY PASSWORD '*0123'",
    "GRANT SELECT, INSERT ON `shop`.* TO `u`@`localhost`",
    "GRANT ALL PRIVILEGES ON `stock`.`odd ``name``` TO `u`@`localhost` WITH GRANT OPTION",
  ].join("\n"),
);
const stock = { "stock.odd `name`": ["ALL"] };

test.each([
  ["nothing differs", { "shop.*": ["select", "INSERT"], ...stock }, []],
  [
    "more is granted",
    { "shop.*": ["SELECT", "INSERT", "DELETE"], ...stock },
    ["GRANT DELETE ON `shop`.* TO "],
  ],
  ["less is granted", { "shop.*": ["SELECT"], ...stock }, ["REVOKE INSERT ON `shop`.* FROM "]],
  ["all is granted", { "shop.*": ["all"], ...stock }, ["GRANT ALL PRIVILEGES ON `shop`.* TO "]],
  [
    "something else is granted, and a part of all",
    { "*.*": ["process"], "stock.odd `name`": ["SELECT"] },
    [
      "REVOKE SELECT, INSERT ON `shop`.* FROM ",
      "REVOKE ALL PRIVILEGES ON `stock`.`odd ``name``` FROM ",
      "GRANT SELECT ON `stock`.`odd ``name``` TO ",
      "GRANT PROCESS ON *.* TO ",
    ],
  ],
] as [string, Record<string, string[]>, string[]][])("%s", (_, wanted, statements) => {
  expect(grantStatements(grantsOf(wanted), present)).toEqual(statements);
});
