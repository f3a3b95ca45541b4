/** A small, strict reader of XML: what is not well-formed is refused. Without namespaces, comments and declarations, which no picture has. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own, without that of its children. */
  readonly text: string;
}

/** @throws Error  where the text is not one well-formed element */
export function parseXml(text: string): Element {
  const root = { name: "", attributes: {}, children: [] as Element[], text: "" };
  const open: (typeof root)[] = [root];
  const piece = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  while (piece.lastIndex < text.length) {
    const from = piece.lastIndex;
    const found = piece.exec(text);
    if (found === null) throw new Error(`no XML: ${text.slice(from, from + 80)}`);
    const [, isEnd, name = "", written = "", isEmpty, between] = found;
    const parent = open.at(-1) ?? root;
    if (between !== undefined) parent.text += plainText(between);
    else if (isEnd === "/") {
      if (open.length === 1 || parent.name !== name)
        throw new Error(`</${name}> ends ${parent.name}`);
      open.pop();
    } else {
      const element = { name, attributes: attributesOf(written), children: [], text: "" };
      parent.children.push(element);
      if (isEmpty !== "/") open.push(element);
    }
  }
  const [only] = root.children;
  if (open.length > 1 || only === undefined || root.children.length > 1 || root.text.trim() !== "")
    throw new Error(`not one element: ${open.map(({ name }) => name).join(" ")}`);
  return only;
}

/** The element and all within it. */
export function* within(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* within(child);
}

function attributesOf(written: string): Element["attributes"] {
  const pairs = [...written.matchAll(/\s+([\w:-]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, plainText(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw new Error(`an attribute stands twice: ${written}`);
  return Object.fromEntries(pairs);
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

function plainText(written: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!written.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/.test(written))
    throw new Error(`XML cannot hold ${JSON.stringify(written)}`);
  return written.replaceAll(/&[^;]*;?/g, (entity) => {
    const plain = entities[entity];
    if (plain === undefined) throw new Error(`no entity: ${entity}`);
    return plain;
  });
}
