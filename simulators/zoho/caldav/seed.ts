import type { World } from '../state';
import type { Account, Calendar, CalDavState } from './model';
import { makeAccount, makeCalendar } from './model';
import { keepObject } from './store';

/** The part `calDav` of a Zoho seed. */
export interface CalDavSeed {
  /** Replaces the standard account; a new one has a calendar `events`. */
  readonly accounts?: readonly (Partial<Account> & { readonly email: string })[];
  /** Adds calendars, or changes those of the same name; `owner` is an account's e-mail, the first one's when left out. */
  readonly calendars?: readonly (Partial<Calendar> & { readonly name: string })[];
  /** iCalendar texts; `calendar` is a name, `events` when left out. Nothing is checked, nobody is mailed. */
  readonly objects?: readonly SeededObject[];
}

export interface SeededObject {
  readonly calendar?: string;
  readonly name?: string;
  readonly data: string;
}

function seedAccounts(state: CalDavState, accounts: CalDavSeed['accounts']): void {
  if (!accounts) return;
  state.accounts = accounts.map((one, index) => makeAccount(one.email, one.id ?? `6000123456${7 + index}`, one));
  state.calendars = state.accounts.map(({ id, email }) => makeCalendar(id, 'events', { displayName: email }));
}

function seedCalendar(
  state: CalDavState,
  { name, owner, ...more }: NonNullable<CalDavSeed['calendars']>[number],
): void {
  const account = state.accounts.find(({ email }) => email === owner) ?? state.accounts[0];
  const there = state.calendars.find((one) => one.name === name && one.owner === account?.id);
  if (there) Object.assign(there, more);
  else state.calendars.push(makeCalendar(account?.id ?? '', name, { displayName: name, ...more }));
}

/** Puts a text into a calendar as another program's write would, unchecked; answers its name. */
export function seedObject({ state, now }: World, { calendar = 'events', name, data }: SeededObject): string {
  const target = state.calDav.calendars.find((one) => one.name === calendar);
  if (!target) throw new Error(`There is no calendar "${calendar}" to put this into.`);
  return keepObject(target, name ?? `seeded-${target.revision + 1}.ics`, data, now()).name;
}

export function seedCalDav(world: World, seed: CalDavSeed = {}): void {
  const state = world.state.calDav;
  seedAccounts(state, seed.accounts);
  for (const calendar of seed.calendars ?? []) seedCalendar(state, calendar);
  for (const object of seed.objects ?? []) seedObject(world, object);
}
