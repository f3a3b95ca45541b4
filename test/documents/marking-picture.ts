/**
 * A marking as a picture for the documents: a part of the guestbook in a simulated deployment, some time after its beginning.
 *
 *     node test/documents/marking-picture.ts FILE
 */
import { writeFileSync } from "node:fs";
import { guestbook } from "../../assemblies/guestbook.ts";
import { deployment } from "../../src/model/program.ts";
import { graphOf } from "../../src/show/graph.ts";
import { picture } from "../../src/show/picture.ts";
import { partOfSite, siteOfConfiguration } from "../../src/show/site.ts";
import { played } from "../show/live/played.ts";

/** The database runs, the tables are made, and a replica waits for them. */
const afterMs = 2350;
const names = new Set(["database", "schema", "app1"]);

const [, , file] = process.argv;
if (file === undefined) throw new Error("Say where the picture goes.");
let drawn = "";
await played({
  program: deployment(guestbook as never),
  looks: {
    [afterMs]({ of: { configuration } }) {
      const site = siteOfConfiguration("guestbook, while it is deployed", configuration, new Map());
      drawn = picture(graphOf(partOfSite(site, names), "none"), "lifecycle", "svg");
    },
  },
});
writeFileSync(file, drawn);
