/** `madeus bundle apply`: takes in the branches of a bundle, as a pull does those of another store. */
import { keepArrival } from "../store/pack/arrival.ts";
import { readBundle, unpackBundle } from "../store/pack/bundle.ts";
import { land } from "../store/pack/landing.ts";
import { zlib } from "../store/pack/zlib.ts";
import { inArchive } from "./archive.ts";
import { freeIn } from "./at-work.ts";
import { bundleOrigin, reasonFor } from "./exchange.ts";
import type { Flags } from "./flags.ts";
import { tellLandings } from "./landing-told.ts";
import type { Output } from "./output.ts";
import { atMost, usage } from "./slip.ts";
import type { BundleApplyEnding } from "./sync-ending.ts";
import type { Verb } from "./verb.ts";
import { readWholeBytes } from "./whole-file.ts";

export const bundleApplyVerb: Verb<Flags, "bundle apply"> = {
  name: "bundle apply",
  summary: "take in the branches of a bundle",
  args: { "[file|bundle...]": "the file, then the bundle" },
  examples: {
    "madeus bundle apply site.bundle":
      "what madeus bundle create, or git bundle create, has written",
  },
  notes: [
    "Where a branch stands there is the branch bundle/BRANCH here. Where both have gone on, one's own stays and the",
    "command ends with 7: `madeus merge bundle/BRANCH` takes it in. What comes is looked at before it is kept.",
  ],
  perform: ({ args, flags, to }) => apply(args, flags, to),
};

const apply = (args: readonly string[], flags: Flags, to: Output): Promise<BundleApplyEnding> =>
  inArchive(
    args,
    flags,
    ({ store, file, nowMs }, names) => {
      const [path] = atMost(1, names);
      if (path === undefined)
        throw usage("It is not said which bundle is to be taken in.", "Name it.");
      const bundle = readBundle(
        readWholeBytes(path, "Name a bundle: madeus bundle create makes one."),
      );
      const { objects } = store;
      const unpacked = unpackBundle(bundle, { objects, compression: zlib });
      const heads = bundle.branches.map(({ id }) => id);
      const reason = reasonFor("bundle apply", nowMs);
      const { kept, branches } = store.transaction(() => ({
        kept: keepArrival(store, { unpacked, heads }),
        branches: bundle.branches.map((one) =>
          land(store, bundleOrigin, one, reason, freeIn(file)),
        ),
      }));
      return { ...tellLandings(to, bundleOrigin, branches), branches, objects: kept };
    },
    "write",
  );
