// A database, as small as one can be: keeps texts in SQLite, answers GET and POST at /. Arguments: the file, the port.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [file = ":memory:", port = "0"] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec("CREATE TABLE IF NOT EXISTS entry (text TEXT NOT NULL)");
const insert = database.prepare("INSERT INTO entry VALUES (?)");
const all = database.prepare("SELECT text FROM entry ORDER BY rowid DESC LIMIT 100");

createServer(async (request, response) => {
  if (request.method === "POST") {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    insert.run(Buffer.concat(pieces).toString("utf8").slice(0, 1000));
  }
  response.end(JSON.stringify(all.all().map(({ text }) => text)));
}).listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
