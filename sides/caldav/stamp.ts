import type { Component } from './tree';
import { firstOf, lineOf, withLines } from './tree';

const stampLine = (name: string, now: string): string => lineOf(name, 'date-time', [`${now.slice(0, 19)}Z`]);

const sequenceOf = (event: Component): number => {
  const value = Number(firstOf(event, 'sequence')?.values[0] ?? 0);
  return Number.isInteger(value) && value >= 0 ? value : 0;
};

/** A changed event says when, and where its time or its days changed also that it is another version [RFC 5546 2.1.4]. */
export function stamped(event: Component, now: string, isOther: boolean): Component {
  const timed = withLines(event, 'dtstamp', [stampLine('dtstamp', now)]);
  const modified = withLines(timed, 'last-modified', [stampLine('last-modified', now)]);
  return isOther ? withLines(modified, 'sequence', [`SEQUENCE:${sequenceOf(event) + 1}`]) : modified;
}

/** The lines every new event begins with. */
export const birthLines = (uid: string, now: string): readonly string[] => [
  lineOf('uid', 'text', [uid]),
  stampLine('dtstamp', now),
  stampLine('created', now),
  stampLine('last-modified', now),
  'SEQUENCE:0',
];
