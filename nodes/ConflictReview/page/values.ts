import { diffWordsWithSpace } from 'diff';
import { truncate } from 'lodash';
import { inWords } from '../../../reasons';
import type { Language } from '../../../reasons/label';
import { kinds, isSideOnly } from '../../../sync/kinds';
import type { KindName, Value } from '../../../sync/model';
import { type Html, html } from './html';

/** What a field is called in the reader's language. */
export function fieldLabel(kind: KindName, name: string, language: Language): string {
  return kinds[kind].fields.find((field) => field.name === name)?.label[language] ?? name;
}

/** How the reader's times are written. */
export interface TimeFormat {
  readonly language: Language;
  /** IANA name. */
  readonly zone: string;
}

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text);

/** An instant by the reader's clock, with its zone, for a meeting an hour off is what they look for. */
const timeText = (at: number | string, { language, zone }: TimeFormat): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** A day of UTC. */
export const dayText = (at: number, { language }: Pick<TimeFormat, 'language'>): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(at));

/** The same for the page: the script writes it by the clock of the reader's own computer. */
export const timeHtml = (at: number | string, clock: TimeFormat): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${timeText(at, clock)}</time>`;

/** A moment that is a whole value is shown as such; null where it is none. */
export const momentHtml = (value: Value | undefined, clock: TimeFormat): Html | null =>
  typeof value === 'string' && isInstant(value) ? timeHtml(value, clock) : null;

function objectText(value: Readonly<Record<string, Value>>, clock: TimeFormat): string {
  if (isSideOnly(value)) return String(inWords(value.sideOnly, clock.language));
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${valueText(one, clock)}`)
    .join(', ');
}

/** A value as a person reads it; '' for a blank. */
export function valueText(value: Value | undefined, clock: TimeFormat): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return isInstant(value) ? timeText(value, clock) : value;
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one: Value) => valueText(one, clock)).join('\n');
  return objectText(value as Readonly<Record<string, Value>>, clock);
}

const minute = 60_000;
const spans = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;

/** How long ago, in the largest unit that fits: `3 days ago`. */
export function agoText(at: number, { language, now }: TimeFormat & { readonly now: number }): string {
  const [unit, length] = spans.find(([, span]) => now - at >= span) ?? spans[2];
  const count = Math.max(0, Math.floor((now - at) / length));
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-count, unit);
}

/** A length of time: `4 minutes`. */
export function lengthText(seconds: number, { language }: Pick<TimeFormat, 'language'>): string {
  const [unit, length] = seconds < 90 ? (['second', 1] as const) : (['minute', 60] as const);
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, format).format(Math.round(seconds / length));
}

/** A value in one line of a list. */
export const shortText = (value: Value | undefined, clock: TimeFormat): string =>
  truncate(valueText(value, clock).replace(/\s+/g, ' ').trim(), { length: 40, omission: '…' });

/** Long texts that have little in common would take seconds to compare, and n8n would stand still: then all of it is marked. */
const diffLimits = { maxEditLength: 400, timeout: 50 };
const LONGEST = 8000;

/** Words of scripts without spaces, too: 山田太郎 and 山田花子 share a part. */
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

export interface MarkedTexts {
  readonly before: Html;
  readonly after: Html;
}

const plain = (text: string): Html => html`${text}`;

/** Two versions of a text, each with what the other does not have marked. */
export function markDifferences(before: string, after: string): MarkedTexts {
  if (before === after) return { before: plain(before), after: plain(after) };
  const short = before.length + after.length <= LONGEST;
  const parts = short ? diffWordsWithSpace(before, after, { ...diffLimits, intlSegmenter: segmenter }) : undefined;
  if (!parts) return { before: html`<del>${before}</del>`, after: html`<ins>${after}</ins>` };
  return {
    before: html`${parts.filter(({ added }) => !added).map(({ value, removed }) => (removed ? html`<del>${value}</del>` : plain(value)))}`,
    after: html`${parts.filter(({ removed }) => !removed).map(({ value, added }) => (added ? html`<ins>${value}</ins>` : plain(value)))}`,
  };
}
