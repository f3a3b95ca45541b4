/** Whose is the terminal just now? A job that a shell has put into the background may print on it, but paints over what others print. */
import { readFileSync } from "node:fs";

/** Has a shell given the terminal to another job than this one? Where the system does not say so: no. */
export function isBackground(): boolean {
  try {
    return isBackgroundIn(readFileSync("/proc/self/stat", "latin1"));
  } catch {
    return false;
  }
}

/** By what Linux says of a process (proc_pid_stat(5)); its name, in parentheses, may hold anything. */
export function isBackgroundIn(stat: string): boolean {
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Without a terminal, and where a container has its own numbers, there is none.
  return Number(foreground) > 0 && foreground !== group;
}
