import { expect, test } from "vitest";
import { file } from "../../src/actions/file.ts";
import { inContainer } from "../../src/actions/in-container.ts";
import { service } from "../../src/actions/service.ts";

test("paths of steps in a container are none of the host", () => {
  const [written, restarted] = inContainer(
    "web",
    file({ path: "/etc/x", content: "" }),
    service({ name: "x", restartAfter: ["/etc/x"] }),
  );
  expect(written?.writes).toEqual(["web:/etc/x"]);
  expect(restarted?.follows).toEqual({ paths: ["web:/etc/x"], what: "restart" });
});
