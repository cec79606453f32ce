import { createHash } from 'node:crypto';
import type { GraphState } from './model';

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

const digest = (text: string, encoding: 'base64' | 'base64url' | 'hex'): string =>
  createHash('sha256').update(text).digest(encoding);

const PREFIX = {
  rest: 'AAMkAGI2THVSAAA-x_',
  immutable: 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A_',
  folder: 'AAMkAGI2THVSAAA-f_',
  list: 'AQMkADAwATM0MDAAMS0-l_',
  task: 'AQMkADAwATM0MDAAMS0-t_',
  calendar: 'AAMkAGI2THVSAAA-c_',
  event: 'AAMkAGI2THVSAAA-e_',
  immutableEvent: 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0E_',
  mailFolder: 'AAMkAGI2THVSAAA-m_',
  attachment: 'AAMkAGI2THVSAAA-a_',
  immutableAttachment: 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0B_',
} as const;

export const next = (state: GraphState): number => (state.counter += 1);

/**
 * An id in the manner of Exchange: mixed case, `-`, `_` and `=`. Every odd id is the even one before it with the case
 * swapped, because real ids may differ by case alone and a client that folds them must be caught.
 */
export function makeId(kind: keyof typeof PREFIX, n: number): string {
  const text = digest(`${kind} ${Math.floor(n / 2)}`, 'base64url');
  return `${PREFIX[kind]}${n % 2 ? swapCase(text) : text}AAA=`;
}

/** The id of one occurrence of a series: as long and as opaque as any other. */
export const makeOccurrenceId = (kind: 'event' | 'immutableEvent', n: number, date: string): string =>
  `${PREFIX[kind]}${digest(`${kind} ${n} ${date}`, 'base64url')}AAAO=`;

/** True for text that could be an id of Exchange at all; anything else is answered 400, not 404. */
export const looksLikeId = (id: string): boolean => /^A[AQ][\w-]{20,}=*$/.test(id);

export const makeChangeKey = (n: number): string => `EQAAABYAAAB${digest(`key ${n}`, 'base64').slice(0, 20)}`;

export function makeGuid(n: number, kind: string): string {
  const hex = digest(`${kind} ${n}`, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** A token or link secret: opaque, long, never guessable from the one before. */
export const makeSecret = (n: number, kind: string): string => digest(`${kind} ${n} secret`, 'base64url').repeat(2);
