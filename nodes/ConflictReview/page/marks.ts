import { diffWordsWithSpace } from 'diff';
import type { Html } from './html';
import { html } from './html';

/** Long texts that have little in common would take seconds to compare, and n8n would stand still: then all of it is marked. */
const patience = { maxEditLength: 400, timeout: 50 };
const LONGEST = 8000;

/** Words of scripts without spaces, too: 山田太郎 and 山田花子 share a part. */
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

export interface Marked {
  readonly before: Html;
  readonly after: Html;
}

const plain = (text: string): Html => html`${text}`;

/** Two versions of a text, each with what the other does not have marked. */
export function marked(before: string, after: string): Marked {
  if (before === after) return { before: plain(before), after: plain(after) };
  const short = before.length + after.length <= LONGEST;
  const parts = short ? diffWordsWithSpace(before, after, { ...patience, intlSegmenter: segmenter }) : undefined;
  if (!parts) return { before: html`<del>${before}</del>`, after: html`<ins>${after}</ins>` };
  return {
    before: html`${parts.filter(({ added }) => !added).map(({ value, removed }) => (removed ? html`<del>${value}</del>` : plain(value)))}`,
    after: html`${parts.filter(({ removed }) => !removed).map(({ value, added }) => (added ? html`<ins>${value}</ins>` : plain(value)))}`,
  };
}
