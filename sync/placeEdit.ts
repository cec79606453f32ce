import { diffWordsWithSpace } from 'diff';
import type { BySide, Value } from './model';

/** Beyond so many changed words, or where less than half of the copy is kept, it is another text. */
const MOST_CHANGES = 400;

const asLines = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC');

/** Was the copy only changed within, so that where it ends is still known? What was put at its end may belong there, or end the text. */
function isEditWithin(copy: string, edited: string): boolean {
  if (edited.startsWith(copy)) return false;
  const parts = diffWordsWithSpace(copy, edited, { maxEditLength: MOST_CHANGES });
  const last = parts?.at(-1);
  if (!parts || !last || last.added || last.removed) return false;
  const kept = parts
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { value }) => sum + value.length, 0);
  return kept * 2 >= copy.length;
}

/** What of the whole lies before and behind the copy; null where it is not known. */
function surroundings(whole: string, copy: string): { readonly lead: string; readonly tail: string } | null {
  const lead = copy.startsWith(' ') ? '' : (/^\s*/.exec(whole)?.[0] ?? '');
  return whole.startsWith(lead + copy) ? { lead, tail: whole.slice(lead.length + copy.length) } : null;
}

/** Does the copy show only the beginning of this whole? Another text, which one side kept to itself, is none of it. */
const isCutFrom = (whole: string, copy: string, limit: number): boolean =>
  whole.trim().length > limit ||
  (copy.trim() !== '' && (surroundings(asLines(whole), asLines(copy).trim())?.tail.trim() ?? '') !== '');

/**
 * An edit of a copy that was cut short, put into the whole that it was made of. `was`: that whole then; `now`: as it is now, perhaps
 * with edits of its own. Null where the edit has no sure place: at the end of the copy, in a text that became another one, or
 * where both changed the same part.
 */
function placeEdit(was: string, now: string, copy: string, edited: string): string | null {
  const [whole, current, shown, changed] = [was, now, copy, edited].map(asLines) as [string, string, string, string];
  const [before, after] = [surroundings(whole, shown.trim()), surroundings(current, shown.trim())];
  const tail = after?.tail ?? (before && current.endsWith(before.tail) ? before.tail : null);
  if (!before || tail === null || !isEditWithin(shown.trim(), changed.trim())) return null;
  return before.lead + changed.trim() + tail;
}

/** A text of Outlook and Zoho's copy of it, now and when both last agreed. */
interface CutText extends BySide<Value> {
  readonly asZoho: Value;
  readonly baseOutlook: Value;
  readonly baseZoho: Value;
  readonly hasBase: boolean;
}

/**
 * What Outlook's text becomes by an edit in Zoho, which holds `limit` characters: null where that has no sure place in it, undefined
 * where Zoho showed all of it. Two that never agreed: the copy is what Zoho would have been told.
 */
export function placedEdit({ outlook, zoho, asZoho, ...base }: CutText, limit: number): string | null | undefined {
  const [was, copy] = base.hasBase ? [base.baseOutlook, base.baseZoho] : [outlook, asZoho];
  if (typeof was !== 'string' || typeof outlook !== 'string' || typeof copy !== 'string') return undefined;
  if (!isCutFrom(was, copy, limit)) return undefined;
  return typeof zoho === 'string' ? placeEdit(was, outlook, copy, zoho) : null;
}
