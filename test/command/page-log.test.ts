/** What actions printed, as the page's server gives it: over real HTTP. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asked, open } from "./served-page.ts";

describe("a log", () => {
  test("is given from its end, then from where the reader is, and anew where it was begun anew", async () => {
    const { address, log, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    const read = async (from?: number) => {
      const more = from === undefined ? "" : `&from=${from}`;
      const { text } = await asked(address, `/v1/log?instance=db&transition=start${more}`);
      return JSON.parse(text) as { text: string; skipped: number; next: number };
    };
    expect(await read()).toEqual({ text: "", skipped: 0, next: 0 });
    writeFileSync(log("db.start.log"), "one <b>\n");
    expect(await read()).toEqual({ text: "one <b>\n", skipped: 0, next: 8 });
    appendFileSync(log("db.start.log"), "two\n");
    expect(await read(8)).toEqual({ text: "two\n", skipped: 8, next: 12 });
    expect(await read(12)).toMatchObject({ text: "", next: 12 });
    writeFileSync(log("db.start.log"), "new\n");
    expect(await read(12)).toMatchObject({ text: "new\n", next: 4 });
    writeFileSync(log("db.start.log"), `${"x".repeat(99)}\n`.repeat(1000));
    const long = await read();
    expect(long.next).toBe(100_000);
    expect(long.text).toMatch(/^x{99}\n/);
    expect(long.skipped + long.text.length).toBe(100_000);
  });

  test("is one of this state, whatever name is asked for", async () => {
    const { address, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    writeFileSync(join(directory, "secret.log"), "secret");
    for (const instance of ["../secret", "..%2Fsecret", "/etc/passwd", "..", "x"])
      for (const transition of ["log", "", "%00", "x", "/../../secret", "%2F..%2F..%2Fsecret"]) {
        const path = `/v1/log?instance=${instance}&transition=${transition}`;
        expect((await asked(address, path)).text).not.toContain("secret");
      }
  });

  test("is cut between two signs, however many bytes they take", async () => {
    const { address, log, directory } = await open();
    mkdirSync(join(directory, "logs"), { recursive: true });
    for (const before of ["", "a", "ab", "abc"]) {
      const whole = `${before}${"aé€😀".repeat(10_000)}`;
      writeFileSync(log("db.start.log"), whole);
      let text = "";
      for (let from = 0; from < Buffer.byteLength(whole); ) {
        const answer = await asked(address, `/v1/log?instance=db&transition=start&from=${from}`);
        const part = JSON.parse(answer.text) as { text: string; next: number };
        text += part.text;
        from = part.next;
      }
      expect(text === whole).toBe(true);
    }
  });
});
