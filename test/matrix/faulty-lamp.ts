/** The lamp with a fault, for the command line: `--set at=INSTANCE.TRANSITION --set fault=exit`. */
import { type Assembly, type Program, setting } from "madeus";
import { lamp as sound } from "../../assemblies/lamp.ts";
import { programFor } from "./exercise.ts";
import { faultNamed, faulty } from "./fault.ts";

const at = setting("at", String, "nothing");
const fault = faultNamed(setting("fault", String, "exit"));

/** A host that is lost is given up soon: else trials would wait for it most of their time. */
const hosts = Object.fromEntries(
  Object.entries(sound.hosts).map(([name, host]) => [
    name,
    host.kind === "ssh" ? { ...host, keepAliveS: 6, reconnectS: 1 } : host,
  ]),
);

export const lamp: Assembly = faulty({ ...sound, hosts }, at, fault);
export const suspend: Program = programFor(lamp, "suspend");
export const update: Program = programFor(lamp, "update");
export const uninstall: Program = programFor(lamp, "uninstall");
