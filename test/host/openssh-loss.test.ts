/** Hosts that are lost while they are reached by the program `ssh`. */
import { losesHosts } from "./loss.ts";

await losesHosts("openssh");
