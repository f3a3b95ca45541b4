/**
 * Reads PNML (ISO 15909-2): one net of places and transitions, on as many pages as it has.
 *
 * What belongs to a tool or to a drawing is passed over, and so is every element of another namespace than that of the root. What would
 * change the net and cannot be said here is refused: other types of nets, arcs of other types, more than 255 tokens.
 */
import { quote } from "../../model/name.ts";
import type { Position } from "../../model/position.ts";
import type { Net } from "../net.ts";
import { type NodeKind, PnmlContents, type PnmlNode } from "./pnml-contents.ts";
import { pnmlNet } from "./pnml-net.ts";
import {
  type Here,
  type XmlElement,
  type XmlReader,
  type XmlSource,
  fileFault,
  readXml,
} from "./xml-read.ts";

/**
 * The net of a PNML file. O(length of the source).
 *
 * A place and a transition with arcs of weight 1 both ways are joined by a read arc. Places have their names where no two of them have the
 * same, else their ids; transitions likewise.
 *
 * @param file  the absolute path that faults name
 * @throws MadeusError  MADEUS_FILE_FORMAT, with line and column
 */
export function readPnml(file: string, source: XmlSource): Net {
  const contents = new PnmlContents(file);
  readXml(file, source, (here) => new PnmlReader(contents, here));
  return pnmlNet(contents);
}

/** In which element what else is read. */
const grammar: Readonly<Record<string, readonly string[]>> = {
  "": ["pnml"],
  pnml: ["net"],
  net: ["name", "page", "place", "transition", "arc", "referencePlace", "referenceTransition"],
  page: ["page", "place", "transition", "arc", "referencePlace", "referenceTransition"],
  place: ["name", "initialMarking"],
  transition: ["name"],
  arc: ["inscription", "type", "arctype"],
  name: ["text"],
  initialMarking: ["text"],
  inscription: ["text"],
  arctype: ["text"],
};
/** Stands for an element in which nothing is read. */
const passedOver = "-";

interface Arc {
  readonly source: string;
  readonly target: string;
  readonly at: Position;
  weight: number;
}

class PnmlReader implements XmlReader {
  readonly #contents: PnmlContents;
  readonly #here: Here;
  /** The elements that are open, outermost first. */
  readonly #open: string[] = [];
  #namespace = "";
  #hasNet = false;
  #node: PnmlNode | undefined;
  #arc: Arc | undefined;
  /** The text of the label that is open, once it has begun. */
  #label: string | undefined;

  constructor(contents: PnmlContents, here: Here) {
    this.#contents = contents;
    this.#here = here;
  }

  open(element: XmlElement): void {
    const { name, namespace } = element;
    if (this.#open.length === 0) this.#openRoot(element);
    const isRead =
      namespace === this.#namespace && grammar[this.#open.at(-1) ?? ""]?.includes(name) === true;
    this.#open.push(isRead ? name : passedOver);
    if (isRead) this.#openRead(name, element);
  }

  text(text: string): void {
    if (this.#label !== undefined && this.#open.at(-1) === "text") this.#label += text;
  }

  close(): void {
    const name = this.#open.pop() ?? "";
    if (name === "name") this.#closeName();
    else if (name === "initialMarking") this.#closeMarking();
    else if (name === "inscription") this.#closeInscription();
    else if (name === "arctype") this.#checkArcType(this.#label?.trim());
    else if (name === "arc") this.#closeArc();
    else if (isNodeKind(name)) this.#node = undefined;
    else if (name === "pnml" && !this.#hasNet) throw this.#fault("the file holds no net");
  }

  #openRoot({ name, namespace }: XmlElement): void {
    if (name !== "pnml")
      throw this.#fault(`the file is no PNML: it begins with the element ${quote(name)}`);
    this.#namespace = namespace;
  }

  #openRead(name: string, element: XmlElement): void {
    if (name === "net") this.#openNet(element);
    else if (name === "arc")
      this.#arc = {
        source: this.#required(element, "source"),
        target: this.#required(element, "target"),
        at: this.#here(),
        weight: 1,
      };
    else if (name === "type") this.#checkArcType(element.attribute("value"));
    else if (name === "text") this.#label = "";
    else if (isNodeKind(name)) this.#openNode(name, element);
    else if (name !== "pnml" && name !== "page") this.#label = undefined;
  }

  #openNet(element: XmlElement): void {
    if (this.#hasNet)
      throw this.#fault("the file holds several nets", "leave one in it: the others are not read");
    this.#hasNet = true;
    const type = this.#required(element, "type");
    if (!netTypes.has(type))
      throw this.#fault(
        `the net is of the type ${quote(type)}`,
        "nets of places and transitions are read, `…/version-2009/grammar/ptnet`",
      );
    this.#contents.name = element.attribute("id") ?? "net";
  }

  #openNode(kind: NodeKind, element: XmlElement): void {
    const isReference = kind === "referencePlace" || kind === "referenceTransition";
    const node: PnmlNode = {
      kind,
      id: this.#required(element, "id"),
      at: this.#here(),
      refersTo: isReference ? this.#contents.numberOf(this.#required(element, "ref")) : undefined,
      name: undefined,
      tokens: 0,
    };
    this.#contents.declare(node);
    this.#node = node;
  }

  /** Older formats say it by an attribute, some tools by a label of their own. */
  #checkArcType(type = ""): void {
    if (type !== "normal")
      throw this.#fault(
        `an arc is of the type ${quote(type)}`,
        "nets of places and transitions have arcs of one type only",
      );
  }

  #closeName(): void {
    const name = this.#label;
    if (name === undefined || name.trim() === "") return;
    if (this.#node === undefined) this.#contents.name = name;
    else this.#node.name = name;
  }

  #closeMarking(): void {
    const node = this.#node;
    if (node !== undefined)
      node.tokens = this.#number(`the initial marking of ${quote(node.id)}`, 0);
  }

  #closeInscription(): void {
    const arc = this.#arc;
    if (arc !== undefined)
      arc.weight = this.#number(`the weight from ${quote(arc.source)} to ${quote(arc.target)}`, 1);
  }

  #closeArc(): void {
    const arc = this.#arc;
    if (arc !== undefined) this.#contents.addArc(arc.source, arc.target, arc.weight, arc.at);
    this.#arc = undefined;
  }

  #number(what: string, least: number): number {
    if (this.#label === undefined) throw this.#fault(`${what} has no text`);
    const text = this.#label.trim();
    if (!/^\+?\d+$/.test(text) || Number(text) < least)
      throw this.#fault(`${what} is ${quote(text)}, no whole number from ${least} up`);
    if (Number(text) > tokensMax)
      throw this.#fault(`${what} is ${text}`, `a place holds at most ${tokensMax} tokens here`);
    return Number(text);
  }

  #required(element: XmlElement, name: string): string {
    const value = element.attribute(name);
    if (value === undefined || value === "")
      throw this.#fault(`an element ${quote(element.name)} has no attribute ${quote(name)}`);
    return value;
  }

  #fault(text: string, hint?: string): Error {
    return fileFault(this.#here(), text, hint);
  }
}
const tokensMax = 255;

/** That of the standard; its forerunner's; and the one without labels, under which some tools write the labels all the same. */
const netTypes: ReadonlySet<string> = new Set([
  "http://www.pnml.org/version-2009/grammar/ptnet",
  "http://www.informatik.hu-berlin.de/top/pntd/ptNetb",
  "http://www.pnml.org/version-2009/grammar/pnmlcoremodel",
]);

const isNodeKind = (name: string): name is NodeKind =>
  name === "place" ||
  name === "transition" ||
  name === "referencePlace" ||
  name === "referenceTransition";
