/** The password of the application, made up on the machine that Madeus runs on. */
import { component } from "madeus";
import { clearDirectory } from "../guestbook/clear.ts";
import { makeSecret, secretIn } from "../guestbook/secret-file.ts";
import { Login } from "./ports.ts";

export const password = component({
  name: "password",
  places: ["none", "made"],
  initial: "none",
  provides: { login: { type: Login, in: ["made"] } },
  behaviors: {
    deploy: {
      make: {
        from: "none",
        to: "made",
        durationS: 0.1,
        run: async ({ directory, give }) => {
          const file = `${directory}/password`;
          await makeSecret(file);
          give("login", { user: "app", password: secretIn(file) });
        },
      },
    },
    uninstall: {
      forget: { from: "made", to: "none", durationS: 0.1, run: clearDirectory },
    },
  },
});
