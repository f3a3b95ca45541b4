/**
 * The cells of every kind of record that a configuration keeps in its tables. Where 0 stands for none, numbers are stored + 1.
 *
 * All that is known of an instance lies together, so that a step touches few lines of memory. Its *home* is where its own cells
 * begin: before them lie its ports, the first one nearest; after them the marks of its slots, two bits each.
 *
 *     … port 1 | port 0 | cells | marks
 */

/** The cells of an instance, from its home on. */
export const instanceRow = {
  behavior: 0, // + 1: the active one
  busy: 1, // tokens on docks and transitions
  firable: 2, // marked places with transitions in the active behavior
  running: 3, // tokens on transitions whose action runs or is unknown
  trail: 4, // + 1: newest record in `trail`
  moves: 5, // in the trail
  head: 6, // + 1: the push of the active behavior
  tail: 7, // + 1: the last push
  awaited: 8, // the push that the current `wait` awaits; `nothing` if it never comes
} as const;

/** The cells of a port; the first four are those of both sides. */
export const useRow = {
  tokens: 0, // on the group
  state: 1, // as last told to the other side: bits of `portState`
  first: 2, // + 1: first connection
  last: 3, // + 1
  links: 4, // connections
  served: 5, // those whose provider is active (readable)
  refused: 6, // those whose provider is refusing
} as const;
export const provideRow = {
  tokens: 0,
  state: 1,
  first: 2,
  last: 3,
  users: 4, // connected uses that are active
  impaired: 5, // failed, unknown or lost ones among the tokens
  staying: 6, // those that will not leave the group in the active behavior
} as const;

export const connectionRow = {
  user: 0, // the instance
  use: 1, // the record of its port
  provider: 2,
  provide: 3,
  nextOfUse: 4, // + 1
  nextOfProvide: 5, // + 1
  read: 6, // the version that the user last read
} as const;
export const pushRow = {
  behavior: 0,
  identity: 1,
  next: 2, // + 1
  own: 3, // made by an instruction, not by a withdrawal
} as const;
/** Several moves lie in one record: those of four transitions in a row. */
export const trailRow = { next: 0, firstMove: 1 } as const;
export const movesPerRecord = 8;

export const width = (row: object): number => Object.keys(row).length;
const cellsOfInstance = width(instanceRow);
const cellsOfPort = width(useRow);
export const marksPerCell = 16;

/** How many cells an instance with so many ports and slots needs, and where among them its home is. */
export const cellsOf = (ports: number, slots: number): number =>
  homeWithin(ports) + cellsOfInstance + Math.ceil(slots / marksPerCell);
export const homeWithin = (ports: number): number => cellsOfPort * ports;

/** Where a port lies, seen from the home. */
export const portFromHome = (port: number): number => -cellsOfPort * (port + 1);
/** The port that a cell before the home belongs to. */
export const portAt = (cell: number): number => Math.trunc((-1 - cell) / cellsOfPort);
/** The cell of a slot's mark, seen from the home, and how far its two bits are shifted in it. */
export const markFromHome = (slot: number): number => cellsOfInstance + (slot >> 4);
export const markShift = (slot: number): number => 2 * (slot % marksPerCell);
