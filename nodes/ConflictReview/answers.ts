import type { FieldAnswer, ReviewAnswer } from '../../archive';

/** A posted form, as n8n parses it: a name that comes twice has a list. */
export type Form = Readonly<Record<string, unknown>>;

export const one = (value: unknown): string => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
};
const all = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(one) : value ? [one(value)] : []);

/** The answer to one question. */
export interface Asked {
  readonly id: string;
  /** Fingerprint of what the reader was shown. */
  readonly seen: string;
}

const normal = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

function fieldAnswer(form: Form, name: string): FieldAnswer | null {
  const chosen = one(form[`field.${name}`]);
  if (chosen === 'outlook' || chosen === 'zoho') return { take: chosen };
  return chosen === 'typed' ? { value: normal(one(form[`typed.${name}`])) || null } : null;
}

/** Field by field; null where nothing was chosen. */
function fieldAnswers(form: Form): ReviewAnswer | null {
  const names = Object.keys(form).flatMap((key) => (key.startsWith('field.') ? [key.slice('field.'.length)] : []));
  const chosen = names.flatMap((name) => {
    const answer = fieldAnswer(form, name);
    return answer ? [[name, answer] as const] : [];
  });
  return chosen.length > 0 ? { fields: Object.fromEntries(chosen) } : null;
}

function joined(form: Form): ReviewAnswer | null {
  const [outlook, zoho] = [one(form['join.outlook']), one(form['join.zoho'])];
  return outlook && zoho ? { join: { outlook, zoho } } : null;
}

const read: Readonly<Record<string, (form: Form) => ReviewAnswer | null>> = {
  fields: fieldAnswers,
  outlook: () => ({ take: 'outlook' }),
  zoho: () => ({ take: 'zoho' }),
  dismiss: () => ({ dismiss: true }),
  join: joined,
  apart: () => ({ apart: true }),
  separate: () => ({ separate: true }),
  pass: () => ({ pass: true }),
};

/** What the pressed button means; null where nothing was chosen, or the button is none of ours. */
export const answerIn = (form: Form): ReviewAnswer | null => {
  const name = one(form.answer);
  return Object.hasOwn(read, name) ? (read[name]?.(form) ?? null) : null;
};

/** A page shows fewer; a form with more was not made by it, and answering takes a while each. */
const MOST_PICKED = 500;

/** The questions the form is about: the ticked ones, or the one it stands under. */
export function askedIn(form: Form): readonly Asked[] {
  const single = one(form.id);
  if (single) return [{ id: single, seen: one(form.seen) }];
  return all(form.pick)
    .slice(0, MOST_PICKED)
    .flatMap((picked) => {
      const [id = '', seen = ''] = picked.split(':');
      return id && seen ? [{ id, seen }] : [];
    });
}
