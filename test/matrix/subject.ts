/** What trials are made of: the assemblies, where they can be made for real, and which host an action is on. */
import { guestbook } from "../../assemblies/guestbook.ts";
import { lamp } from "../../assemblies/lamp.ts";
import type { Assembly } from "../../src/model/assembly.ts";
import type { Ground } from "./ground.ts";
import { guestbookGround } from "./guestbook-ground.ts";
import { lampGround } from "./lamp-ground.ts";
import type { Trial } from "./trial.ts";

export interface Subject {
  readonly name: "guestbook" | "lamp";
  readonly sound: Assembly;
  readonly ground: () => Promise<Ground>;
}
export const subjects: readonly Subject[] = [
  { name: "guestbook", sound: guestbook, ground: guestbookGround },
  { name: "lamp", sound: lamp, ground: lampGround },
];

/** Undefined: this machine. */
export const hostOf = ({ on }: Assembly, { at }: Trial): string | undefined =>
  on[at.split(".")[0] ?? ""];
