// A web page that shows what the store has, and adds to it. Arguments: the store's address, the port, a greeting.
import { createServer } from "node:http";

const [store = "", port = "0", greeting = ""] = process.argv.slice(2);
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://web");
  const text = searchParams.get("text");
  if (pathname === "/add" && text) await fetch(store, { method: "POST", body: text });
  const entries = await (await fetch(store)).json();
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<title>${escaped(greeting)}</title><h1>${escaped(greeting)}</h1>
<form action="/add"><input name="text" autofocus> <button>Add</button></form>
<ul>${entries.map((entry) => `<li>${escaped(entry)}</li>`).join("")}</ul>`);
}).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
