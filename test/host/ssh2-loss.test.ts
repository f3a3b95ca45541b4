/** Hosts that are lost while they are reached by the package `ssh2`. */
import { losesHosts } from "./loss.ts";

await losesHosts("ssh2");
