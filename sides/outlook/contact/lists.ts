import { addressKey, sameValue, sendableAddress } from '../../../sync/compare';
import { asArray, asString } from '../../../sync/model';
import type { Email } from './record';

const sameAddress = (a: string, b: string): boolean => addressKey(a) === addressKey(b);

/** How a list of which only the first is a field is changed. */
export interface ListChange {
  /** What the first is to be; '' for nothing. */
  readonly value: string;
  /** The old first one is not what the new one takes the place of. */
  readonly isBeside: boolean;
  /** Of an undo: the list before its first was changed. */
  readonly was: readonly unknown[] | null;
}

interface First<T> extends Pick<ListChange, 'isBeside'> {
  readonly isMeant: (entry: T) => boolean;
  readonly fresh: (head?: T) => T;
  readonly most: number;
}

/** So many entries Graph takes [docs: contact]. */
const MOST_EMAILS = 3;
const MOST_PHONES = 2;
export const mostIn = (property: string): number => (property === 'emailAddresses' ? MOST_EMAILS : MOST_PHONES);

/**
 * A list after its first entry was changed: the one that is meant, which was there further down, moves up and the old first one takes
 * its place, so that none is lost; else `fresh` takes the place of the first, or stands before it where there is room.
 */
function withFirst<T>(all: readonly T[], { isMeant, fresh, isBeside, most }: First<T>): readonly T[] {
  const [head, ...tail] = all;
  const at = all.findIndex(isMeant);
  const found = all[at];
  if (isBeside && found !== undefined) return [found, ...all.toSpliced(at, 1)];
  if (isBeside) return all.length < most ? [fresh(), ...all] : all;
  if (head === undefined || found === undefined || at === 0) return [fresh(head), ...tail];
  return [found, ...tail.with(at - 1, head)];
}

/** As it was before its first was changed: what that put there goes; what somebody did to the others since stays. */
function asBefore<T>(all: readonly T[], was: readonly T[], isSame: (a: T, b: T) => boolean): readonly T[] {
  const has = (list: readonly T[], entry: T): boolean => list.some((one) => isSame(one, entry));
  const since = all.filter((entry, at) => at > 0 && !has(was, entry));
  return [...was.filter((entry, at) => at === 0 || has(all, entry)), ...since];
}

/** A label stays unless it only repeated the address. */
function emailLike(head: Email | undefined, address: string): Email {
  const label = asString(head?.name);
  return { name: !label || sameAddress(label, asString(head?.address)) ? address : label, address };
}

/** Outlook's programs keep any text as an address; Graph drops what is none, so it gets the address in it. */
function sendable(email: Email): Email {
  const typed = asString(email.address);
  const isPlain = /^[^\s@,;]+@[^\s@,;]+$/.test(typed);
  return isPlain ? email : { ...email, address: sendableAddress(typed) ?? typed };
}

const sameEmail = (a: Email, b: Email): boolean => sameAddress(asString(a.address), asString(b.address));
const samePhone = (a: string, b: string): boolean => sameValue('phone', a, b);

function changedEmails(old: readonly Email[], { value: address, isBeside, was }: ListChange): readonly Email[] {
  if (was) return asBefore(old, was as readonly Email[], sameEmail);
  if (!address) return old.slice(1);
  const isMeant = (email: Email) => sameEmail(email, { address });
  const fresh = (head?: Email) => emailLike(head, address);
  const all = withFirst(old, { isMeant, fresh, isBeside, most: MOST_EMAILS });
  return all.map((email, at) => (at === 0 && isMeant(email) ? { ...email, address } : email));
}

function changedPhones(all: readonly string[], { value: phone, isBeside, was }: ListChange): readonly string[] {
  const old = all.filter((entry) => entry.trim());
  if (was) return asBefore(old, was as readonly string[], samePhone);
  if (!phone) return old.slice(1);
  const isMeant = (entry: string) => samePhone(entry, phone);
  return withFirst(old, { isMeant, fresh: () => phone, isBeside, most: MOST_PHONES });
}

/** The whole list, as Graph is sent it. Cleared: the next one moves up. */
export const changedList = (property: string, old: unknown, change: ListChange): readonly unknown[] =>
  property === 'emailAddresses'
    ? changedEmails(asArray<Email>(old), change).map(sendable)
    : changedPhones(asArray<string>(old), change);
