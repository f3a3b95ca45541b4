/** The page begins: what it shows is embedded in it, or comes from the server that it was opened from. */
import { render } from "preact";
import type { Embedded } from "../show/page-message.ts";
import { App } from "./app.tsx";
import { embeddedSource } from "./embedded-source.ts";
import { servedSource } from "./served-source.ts";
import type { Source } from "./source.ts";
import { adoptTheme } from "./theme-sheet.ts";

adoptTheme();
const root = document.getElementById("app");
if (root !== null) render(<App source={sourceHere()} />, root);

function sourceHere(): Source {
  const text = document.getElementById("embedded")?.textContent;
  return text === undefined || text === null
    ? servedSource(tokenHere())
    : embeddedSource(JSON.parse(text) as Embedded);
}

/** From the address, out of which it is taken at once; a page that is loaded again has kept it. */
function tokenHere(): string {
  const given = location.hash.slice(1);
  if (given !== "") {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem("token") ?? "";
}
