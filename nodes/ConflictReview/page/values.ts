import { isOwn } from '../../../sync/kinds';
import type { Value } from '../../../sync/model';
import type { Language } from './words';

/** How the reader's times are written. */
export interface Clock {
  readonly language: Language;
  /** IANA name. */
  readonly zone: string;
}

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text);

/** An instant by the reader's clock, with its zone, for a meeting an hour off is what they look for. */
export const timeText = (at: number | string, { language, zone }: Clock): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

function objectText(value: Readonly<Record<string, Value>>, clock: Clock): string {
  if (isOwn(value)) return String((value as { own: Value }).own);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${valueText(one, clock)}`)
    .join(', ');
}

/** A value as a person reads it; '' for a blank. */
export function valueText(value: Value | undefined, clock: Clock): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return isInstant(value) ? timeText(value, clock) : value;
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one: Value) => valueText(one, clock)).join('\n');
  return objectText(value as Readonly<Record<string, Value>>, clock);
}
