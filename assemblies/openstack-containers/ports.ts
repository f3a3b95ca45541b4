/** What the containers of OpenStack need besides what the packages need: an engine, and images. */
import { data, service } from "madeus";

/** A host on which containers can be run. */
export const Containers = service("containers");
/** A registry that answers. */
export const Registry = service("registry");
/** Where images come from: `host:port` of a registry. */
export const Source = data("source", { registry: String });
