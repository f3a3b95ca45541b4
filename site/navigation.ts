/**
 * What stands where on the site: the groups of its pages, in the order in which they are read.
 *
 * The bar above, the list beside each page, and `llms.txt` are made of it; a test sees to it that no page is left out.
 */

/** A page of the site: its name is that of its Markdown file, without the ending. */
export interface Page {
  readonly name: string;
  readonly title: string;
}

export interface Group {
  readonly title: string;
  readonly pages: readonly Page[];
}

const page = (name: string, title: string): Page => ({ name, title });

export const groups: readonly Group[] = [
  {
    title: "Begin",
    pages: [
      page("tutorial", "Tutorial"),
      page("concepts", "Concepts"),
      page("comparison", "Beside other tools"),
      page("from-ansible", "Coming from Ansible"),
      page("from-terraform", "Coming from Terraform"),
      page("from-pulumi", "Coming from Pulumi"),
    ],
  },
  {
    title: "Declare",
    pages: [
      page("declare", "Components and assemblies"),
      page("actions", "Steps"),
      page("hosts", "Hosts"),
      page("secrets", "Secrets"),
    ],
  },
  {
    title: "Before it runs",
    pages: [
      page("check", "Check"),
      page("questions", "Questions"),
      page("time", "Time"),
      page("export", "Other model checkers"),
    ],
  },
  {
    title: "While it runs",
    pages: [
      page("view", "The live view"),
      page("ui", "In the browser"),
      page("notify", "Notices"),
      page("telemetry", "Telemetry"),
      page("script", "From a script"),
    ],
  },
  {
    title: "After it ran",
    pages: [
      page("reconfigure", "Change what runs"),
      page("watch", "Watch, repair, adopt"),
      page("history", "History"),
      page("merge", "Merge"),
      page("sync", "Sync"),
      page("operators", "Two operators"),
      page("two-clones", "Two clones"),
    ],
  },
  {
    title: "Reference",
    pages: [
      page("cli", "Command line"),
      page("api/madeus", "API: madeus"),
      page("api/actions", "API: madeus/actions"),
      page("api/inventory", "API: madeus/inventory"),
      page("api/net", "API: madeus/net"),
      page("api/otel", "API: madeus/otel"),
      page("api/rx", "API: madeus/rx"),
      page("api/store", "API: madeus/store"),
      page("api/testing", "API: madeus/testing"),
      page("events", "Events"),
      page("errors", "Errors"),
      page("semantics", "The rules"),
      page("durability", "What is never lost"),
    ],
  },
  {
    title: "Real cases",
    pages: [
      page("openstack", "OpenStack’s timings"),
      page("openstack-real", "OpenStack and LAMP"),
      page("living", "A system that lives"),
      page("migration", "A database migrates"),
      page("matrix", "Every way to fail"),
      page("speed", "Speed"),
    ],
  },
  {
    title: "Project",
    pages: [
      page("architecture", "Architecture"),
      page("contributing", "Contributing"),
      page("changelog", "Changelog"),
    ],
  },
];

export const pagesListed: readonly string[] = groups.flatMap(({ pages }) =>
  pages.map(({ name }) => name),
);
