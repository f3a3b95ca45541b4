/**
 * What the places of a translated net stand for: their kinds. `owner` is a member, but for links and the program; `index` says which of its kind.
 *
 * slot: a component's place, dock, or running transition. failed: a transition. turn k: k behaviors are over. asked k: the behavior
 * numbered k is asked for and not over. level: of a port (`gauge`). link: a connection; unlinked uses of it are `unused`. readable,
 * unread: values (by publication). program j: instruction j is next. failures k: k more actions may fail. slots k: of a limit, k are free.
 * lost: a behavior that an instruction asked for was withdrawn.
 */
export const kinds = {
  /** `complementKind` of a draft. */
  complement: 0,
  slot: 1,
  failed: 2,
  turn: 3,
  asked: 4,
  absent: 5,
  gone: 6,
  level: 7,
  link: 8,
  unused: 9,
  readable: 10,
  unread: 11,
  program: 12,
  failures: 13,
  slots: 14,
  lost: 15,
} as const;
