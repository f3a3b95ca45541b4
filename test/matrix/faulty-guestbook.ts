/** The guestbook with a fault, for the command line: `--set at=INSTANCE.TRANSITION --set fault=exit`. */
import { type Assembly, type Program, setting } from "madeus";
import { guestbook as sound } from "../../assemblies/guestbook.ts";
import { programFor } from "./exercise.ts";
import { faultNamed, faulty } from "./fault.ts";

const at = setting("at", String, "nothing");
const fault = faultNamed(setting("fault", String, "exit"));

export const guestbook: Assembly = faulty(sound, at, fault);
export const suspend: Program = programFor(guestbook, "suspend");
export const update: Program = programFor(guestbook, "update");
export const uninstall: Program = programFor(guestbook, "uninstall");
