/** Faults to be planted into the semantics, one or more in each rule, guard and instruction: a text of a source and what takes its place. */
import { type Fault, inFile } from "../planting.ts";

export const faults: readonly Fault[] = [
  ...inFile("enabled", {
    "leave ignores that its provide is in use": ["if (isKept(c, instance, q)) return false", ""],
    "leave lets a second token follow": ["if (!isClear(c, instance, t)) return false", ""],
    "a provide is kept by any of its tokens": [
      "provideRow.tokens) === 1 &&",
      "provideRow.tokens) >= 1 &&",
    ],
    "leave goes on while a withdrawal is pending": [
      "if (c.isWithdrawing(instance)) return false;\n  for",
      "for",
    ],
    "fire needs no service": ["if (!isServed(c, instance, use)) return false", ""],
    "fire goes on after a stop": ["c.stopped || ", ""],
    "fire goes on while a withdrawal is pending": [
      "c.stopped || c.isWithdrawing(instance)",
      "c.stopped",
    ],
    "a use needs no connection": ["links >= (c.life(instance).ports[use]?.min ?? 0) &&", ""],
    "one provider of many is enough": [
      "links === c.cells.get(record, useRow.served)",
      "c.cells.get(record, useRow.served) > 0",
    ],
    "a refusing provider gains uses": ["useRow.refused) === 0 ||", "useRow.refused) >= 0 ||"],
    "a refusing provider loses the uses it has": ["=== 0 || isActive(c, record))", "=== 0)"],
    "a join waits for nobody": [
      "=== none) return false;\n  return true;\n}\n\n/** What a joined station does next",
      "=== 9) return false;\n  return true;\n}\n\n/** What a joined station does next",
    ],
    "enter needs no service": ["if (isMissed(c, instance, use)) return undefined", ""],
    "a second token merges with the first": ['return "collide"', 'return "enter"'],
    "a value that was not given is not missed": ['return "ungiven"', 'return "enter"'],
    "finish does not wait for tokens on their way": [
      "instanceRow.busy) === 0",
      "instanceRow.busy) >= 0",
    ],
    "finish does not wait for tokens that will leave": [
      "instanceRow.firable) === 0",
      "instanceRow.firable) >= 0",
    ],
  }),
  ...inFile("marking", {
    "a token is counted where it is taken, not where it is put": [
      "c.cells.add(home, cell, put)",
      "c.cells.add(home, cell, -put)",
    ],
    "failed tokens do not impair": ["provideRow.impaired, harm)", "provideRow.impaired, 0)"],
    "an impaired provider does not refuse": ["|| impaired > 0", ""],
    "a provider that is about to leave does not refuse": ["|| staying === 0", ""],
    "staying tokens are not counted anew for the next behavior": [
      "provideRow.staying, staying)",
      "provideRow.staying, 1)",
    ],
    "users are not told that a provider came": [
      "if (came <= 0 && refusal >= 0) return;",
      "if (refusal >= 0) return;",
    ],
    "users are not told that a provider no longer refuses": [
      "if (came <= 0 && refusal >= 0) return;",
      "if (came <= 0) return;",
    ],
    "users are not told when all that they use has come": [
      "useRow.served) !== c.cells.get(record, useRow.links)) return",
      "useRow.served) <= c.cells.get(record, useRow.links)) return",
    ],
    "a provider is not told that it was released": [
      "wakeProvider(c, provider, c.portAt(",
      "void (c.portAt(",
    ],
    "a provider is not told that another token came": ["if (tokens > 1 &&", "if (tokens < 0 &&"],
    "users are counted twice": ["active ? 1 : -1", "active ? 2 : -1"],
    "a behavior that begins moves no token": [
      "firable++;\n    c.agenda.push(instance, place);",
      "firable++;",
    ],
    "a failed action counts as one at work": [
      "instanceRow.running, -fails)",
      "instanceRow.running, 0)",
    ],
    "failed tokens are not counted": ["c.failedTokens +=", "c.failedTokens -="],
    "an action that may run does not count as one": [
      "Number(mark === failed) - Number(before === failed)",
      "Number(mark >= failed) - Number(before >= failed)",
    ],
    "a withdrawal is not tried again": [
      "if (c.isWithdrawing(instance)) c.agenda.push",
      "if (false) c.agenda.push",
    ],
  }),
  ...inFile("move", {
    "a move leaves its tokens where they are": ["for (const slot of taken) count(slot, -1);", ""],
    "a token on its way is not counted": ["counted.push(instanceRow.busy)", "void b"],
    "a token that will leave is not counted": ["counted.push(instanceRow.firable)", "void b"],
    "actions at work are not counted": ["counted.push(instanceRow.running)", "void b"],
    "a token that departs counts as one that stays": ["port.departs[b]?.[slot] !== 1", "true"],
    "ports are not told of a move": ["(cell < 0 ? [portAt(cell)] : [])", "[]"],
  }),
  ...inFile("departure", {
    "a provide is kept though its token stays in the group": ["?.[place] === 1", "?.[place] !== 9"],
    "leave forks to the first transition alone": ["[place], outs)", "[place], outs.slice(0, 1))"],
  }),
  ...inFile("lifecycle", {
    "fire leaves its token on the output dock": ["[edge.out], [edge.on])", "[], [edge.on])"],
    "transitions of all behaviors leave together": [
      "leaving[behavior]?.[source]?.push(t)",
      "for (const from of leaving) from[source]?.push(t)",
    ],
  }),
  ...inFile("edge", {
    "a station is joined across behaviors": ["`${behavior} ${end}`", "end"],
  }),
  ...inFile("group", {
    "a use names no transition": ["named.includes(t) ||", ""],
    "a group has no transition between its places": [" || isInside(edge)", ""],
  }),
  ...inFile("rule", {
    "leave tries the first transition alone": [
      "of departure.elements)",
      "of departure.elements.slice(0, 1))",
    ],
    "leave takes no lost token": ["if (c.mark(instance, place) !== held)", "if (false)"],
    "end takes no failed token": ["if (c.mark(instance, on) !== running)", "if (false)"],
    "leave forgets the move": ["remember(c, instance, place)", ""],
    "fire notes no version that is read": ["value?.version ?? 0", "0"],
    "end does not try to enter": [
      "c.agenda.push(instance, life.stations[reached.station]?.element ?? 0);",
      "",
    ],
    "end stores no value": ["give(c, instance, name, value);\n", ";\n"],
    "enter does not try to go on": ["c.agenda.push(instance, joined.place);", ""],
    "enter does not try to finish": [
      "if (mayFinish(c, instance)) c.agenda.push(instance, elements.finish);",
      "",
    ],
    "enter does not wake the token that waited behind": [
      "!== none) c.agenda.push(instance, source)",
      "=== 9) c.agenda.push(instance, source)",
    ],
    "enter makes no value readable": ["publish(c, instance, port);\n  c.agenda", ";\n  c.agenda"],
    "fail leaves the action running": [
      "setMark(c, instance, on, failed)",
      "setMark(c, instance, on, running)",
    ],
    "refire leaves the error": ["forgetFailure(c, instance, edge.on)", ""],
    "a later write keeps its version": ["? version + 1 : version", "? version : version"],
    "a lost place is as good as a held one": [
      '=== "lost" ? lost : held',
      '=== "lost" ? held : held',
    ],
    "finish does not tell the wait": [
      "settlePush(c, instance, popBehavior(c, instance))",
      "popBehavior(c, instance)",
    ],
  }),
  ...inFile("queue", {
    "the last behavior asked for comes first": [
      "if (last !== 0) c.pushes",
      "if (last === -1) c.pushes",
    ],
    "pushes share one identity": ["c.nextPush++", "c.nextPush"],
    "an idle instance counts as active": ["c.active--", ""],
    "the moves of an old behavior are not forgotten": [
      "forgetTrail(c, instance);\n  activate",
      "activate",
    ],
  }),
  ...inFile("wait", {
    "wait waits for idleness": [
      "isLost ? nothing : last === 0 ? 0 : c.pushes.get(last - 1, pushRow.identity)",
      "last === 0 ? 0 : c.pushes.get(last - 1, pushRow.identity)",
    ],
    "wait awaits nobody": [
      "c.awaiting !== undefined) c.awaiting++",
      "c.awaiting === -1) c.awaiting++",
    ],
    "wait awaits all": ["named.length > 0 ? new Set(named) : c.all()", "c.all()"],
    "wait awaits an abandoned push of an earlier program for ever": [
      "!own || identity < c.firstPush",
      "!own",
    ],
    "a wait that was given up is remembered": [
      "for (const instance of c.all()) c.cells.set(c.home(instance), instanceRow.awaited, 0);",
      "",
    ],
  }),
  ...inFile("connection", {
    "connect takes a second provider": [": links === 0", ": true"],
    "connect does not wait for the provider": [
      "!isActive(c, c.port(at.user, at.use)) ||",
      "true ||",
    ],
    "connect does not mind a refusing provider": [" && !isRefusing(c, record)", ""],
    "connect does not count a user": [
      "provideRow.users, Number(isActive(c, record))",
      "provideRow.users, 0",
    ],
    "connect does not wake the use": ["wakeUse(c, at.user, at.use);\n  return k", "return k"],
    "disconnect takes away what is in use": [" && !isHeld(c, at.user, at.use)", ""],
    "disconnect takes away what is read": [
      "return (port?.transitions ?? []).some(",
      "return ([] as number[]).some(",
    ],
    "disconnect leaves the link counted": ["countLink(c, record, other, -1)", ""],
    "disconnect loses the connections after it": [
      "c.connections.set(before - 1, next, after)",
      "c.connections.set(before - 1, next, 0)",
    ],
  }),
  ...inFile("instruction", {
    "instructions do not block": ["return c.awaiting === 0", "return c.awaiting !== -1"],
    "add takes a name that is taken": ["= c.number(instance) === undefined", "= true"],
    "del does not wait for idleness": ["c.behavior(instance) === nothing &&", ""],
    "del leaves connections behind": [" && !isConnected(c, instance)", ""],
    "changeBehavior pushes the first behavior": [
      "indexOf(instruction.behavior)",
      "indexOf(instruction.behavior) * 0",
    ],
  }),
  ...inFile("instance", {
    "del leaves values behind": ["c.values.delete(c.port(instance, q))", ""],
    "a new instance has no token": ["setMark(c, instance, life.initial, held)", ""],
  }),
  ...inFile("withdraw", {
    "withdraw does not wait for actions": [
      "instanceRow.running) !== 0",
      "instanceRow.running) < 0",
    ],
    "withdraw does not wait for its place": ["if (place !== undefined) return { place }", ""],
    "withdraw does not wait for users": ["provideRow.users) > 0", "provideRow.users) < 0"],
    "withdraw does not wait to be served": ["after > 0 && !isServed(c, instance, q)", "after < 0"],
    "withdraw forgets what comes then": ["if (then !== nothing)", "if (false)"],
    "withdraw leaves the error": ["c.failures.delete(", "c.failures.has("],
    "withdraw goes back to the first leave": ["b.order - a.order", "a.order - b.order"],
    "withdraw takes all tokens for one group": [
      "!past.ancestors.isDisjointFrom(token.past.ancestors)",
      "true",
    ],
    "withdraw leaves tokens that have entered places": [
      "past.ancestors.has(whole))",
      "past.ancestors.has(whole)).filter(({ slot }) => slot >= life.places.length)",
    ],
    "withdraw tells no wait": [
      "losePush(c, instance, popBehavior(c, instance), own)",
      "popBehavior(c, instance)",
    ],
  }),
  ...inFile("advance", {
    "go wakes nobody": ["for (const instance of c.all()) wakeDocks(c, instance);", ""],
    "abandon keeps the queues": ["for (const instance of c.all()) dropQueued(c, instance);", ""],
    "abandon keeps the wait": ["forgetWait(c);", ""],
    "an action ends at its first station only": ["docks?.[event.dock ?? 0]", "docks?.[0]"],
    "the program stops after one instruction": ["while (instruct(c))", "while (false)"],
  }),
];
