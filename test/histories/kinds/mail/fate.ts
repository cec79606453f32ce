import type { Problem, SyncSettings, Values } from '../../types';
import type { Goal, Person } from './crm';
import { goal } from './crm';

/** One mail, and where it may go and must go by what every cycle met since it was there. */
export interface Letter {
  readonly id: string;
  readonly mail: Values;
  /** What each cycle would have made of it, until one certainly read it. */
  goals: Goal[];
  /** `certain`: a cycle that nothing disturbed has seen it. */
  state: 'new' | 'maybe' | 'certain';
  /** Addresses that may have been unclear when it was read. */
  waits: readonly string[];
  /** Those that were unclear to every cycle that may have read it: they certainly wait. */
  owed: readonly string[];
  /** Where each of those would have gone in a cycle in which it was clear: whoever comes later changes nothing. */
  readonly ways: { readonly address: string; readonly to: readonly string[] }[];
}

export const newLetter = (id: string, mail: Values): Letter => ({
  id,
  mail,
  goals: [],
  state: 'new',
  waits: [],
  owed: [],
  ways: [],
});
const nowhere: Goal = { to: [], unclear: [] };

/** The mail as if it had gone to this address only. */
const onlyTo = (mail: Values, address: string): Values =>
  Object.fromEntries(
    ['to', 'cc', 'bcc'].map((line) => {
      const all = (mail[line] as readonly string[] | undefined) ?? [];
      return [line, all.filter((one) => one.toLowerCase() === address)];
    }),
  );

/** Where what waits goes, address by address, as far as that is clear. */
const clearWays = ({ mail, owed }: Letter, people: readonly Person[], s: SyncSettings) =>
  owed.flatMap((address) => {
    const { to, unclear } = goal(onlyTo(mail, address), people, s);
    return unclear.length > 0 ? [] : [{ address, to }];
  });

/** Is told what a cycle met: whom the CRM had before it, and whether the mail lay in the folder that is read. */
export function follow(
  letter: Letter,
  isThere: boolean,
  people: readonly Person[],
  s: SyncSettings,
  isCalm: boolean,
): void {
  if (letter.state === 'certain') {
    if (letter.waits.length > 0) letter.goals.push(goal(letter.mail, people, s));
    letter.ways.push(...clearWays(letter, people, s));
    return;
  }
  if (!isThere && letter.state === 'new') return;
  // Gone again after a cycle that was cut short: that one may have read it, or not.
  if (!isThere) letter.goals.push(nowhere);
  letter.goals.push(goal(letter.mail, people, s));
  letter.state = isCalm ? 'certain' : 'maybe';
  if (!isCalm) return;
  letter.waits = letter.goals.flatMap(({ unclear }) => unclear);
  letter.owed = letter.waits.filter((one) => letter.goals.every(({ unclear }) => unclear.includes(one)));
}

const onEvery = (goals: readonly Goal[]): readonly string[] =>
  (goals[0]?.to ?? []).filter((one) => goals.every(({ to }) => to.includes(one)));

/** `shownOn`: ids of the records that show it; `madeAs`: what a record that the sync made was made for, by its id. */
export function judgeLetter(
  letter: Letter,
  shownOn: readonly string[],
  madeAs: ReadonlyMap<string, string>,
): readonly Problem[] {
  const named = (id: string): readonly string[] => [id, ...(madeAs.has(id) ? [String(madeAs.get(id))] : [])];
  const may = new Set(letter.goals.flatMap(({ to }) => to));
  const wrong = shownOn.filter((id) => !named(id).some((one) => may.has(one)));
  const there = new Set(shownOn.flatMap(named));
  const missing = letter.state === 'certain' ? onEvery(letter.goals).filter((one) => !there.has(one)) : [];
  const twice = shownOn.filter((id, at) => shownOn.indexOf(id) !== at);
  return [
    ...wrong.map((id): Problem => ({ rule: 'once', text: `mail ${letter.id} is on ${id}, where it does not belong` })),
    ...missing.map((id): Problem => ({ rule: 'survives', text: `mail ${letter.id} is not on ${id}` })),
    ...twice.map((id): Problem => ({ rule: 'once', text: `mail ${letter.id} is twice on ${id}` })),
  ];
}

/** In the end nothing waits that is clear by now, unless it went its way when it was clear before. */
export function judgeWaiting(
  letter: Letter,
  shownOn: readonly string[],
  madeAs: ReadonlyMap<string, string>,
  people: readonly Person[],
  s: SyncSettings,
): readonly Problem[] {
  const there = new Set(shownOn.flatMap((id) => [id, madeAs.get(id) ?? id]));
  const isDone = (owed: string): boolean =>
    letter.ways.some(({ address, to }) => address === owed && to.every((one) => there.has(one)));
  const missing = clearWays(letter, people, s)
    .filter(({ address }) => !isDone(address))
    .flatMap(({ to }) => to.filter((one) => !one.startsWith('new:') && !there.has(one)));
  return missing.map((id): Problem => ({
    rule: 'survives',
    text: `mail ${letter.id} waited for ${id}, and is not there`,
  }));
}
