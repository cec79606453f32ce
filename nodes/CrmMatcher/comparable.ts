import { fold } from '../../sync/likeness';
import type { Likeness } from '../../sync/kinds';
import type { Value } from '../../sync/model';

const forms: Readonly<Record<Likeness, (text: string) => string>> = {
  text: fold,
  multiline: fold,
  email: fold,
  phone: (text) => fold(text).replace(/[\s\-().]/g, ''),
  date: (text) => text.trim().slice(0, 10),
  instant: (text) => (Number.isNaN(Date.parse(text)) ? text.trim() : new Date(text).toISOString()),
  choice: fold,
  boolean: fold,
  prose: fold,
  set: fold,
  structure: fold,
};

/** A key field's value in the form in which keys are compared; blank is ''. */
export function comparable(like: Likeness, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  return forms[like](typeof value === 'string' ? value : JSON.stringify(value));
}
