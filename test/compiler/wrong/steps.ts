/** Steps that the compiler refuses. */
import { component, data } from "madeus";
import { apt, command, file, template } from "madeus/actions";

const Address = data("address", { host: String, port: Number });
declare const maybe: string | undefined;

component({
  name: "steps",
  places: ["off", "on"],
  initial: "off",
  uses: { address: { type: Address, in: ["start"] } },
  behaviors: {
    deploy: {
      start: {
        from: "off",
        to: "on",
        steps: [
          apt("nginx"),
          // a step made of a port that is not there
          ({ read }) => file({ path: "/x", content: read("adress").host }),
          // a step made of a field that is not there
          ({ read }) => file({ path: "/x", content: read("address").hots }),
          // a step that chooses a place that is not there
          ({ choose }) => choose("onn"),
          // a file without content
          file({ path: "/x" }),
          // a template with a value that may be missing
          file({ path: "/x", content: template`host ${maybe}` }),
          // a command given as a text
          command("nginx -t"),
          // a name in place of a step
          "nginx",
        ],
      },
    },
  },
});
