import type { Kind } from './kinds/kind';
import type { Fields, Limits, Side, Value } from './model';

/** Cut to what the side can hold, never through the middle of a character (𠮷, an emoji). */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const inside = /[\uD800-\uDBFF]$/.test(text.slice(0, limit)) ? limit - 1 : limit;
  return text.slice(0, inside).trimEnd();
}

const fit = (value: Value | undefined, limit: number | undefined): Value => {
  if (typeof value !== 'string') return value ?? null;
  return limit === undefined ? value : shorten(value, limit);
};

/**
 * What of these fields the side can hold: Zoho's lengths and its mandatory last name; Outlook holds everything.
 * `limits`: longest value per neutral field, from the org's metadata; the kind's own constants stand in for what it lacks.
 */
export function project(kind: Kind, side: Side, fields: Fields, limits: Limits = {}): Fields {
  if (side === 'outlook') return fields;
  const whole = kind.forZoho(fields);
  const held = kind.fields.map(({ name, zohoLimit }) => [name, fit(whole[name], limits[name] ?? zohoLimit)] as const);
  return Object.fromEntries(held);
}
