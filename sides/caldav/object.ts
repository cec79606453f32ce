import { omit } from 'lodash';
import { isOwn } from '../../sync/kinds';
import type { Fields, Write } from '../../sync/model';
import type { Composed, Job } from './compose';
import { composed } from './compose';
import { bareParts, clockOf, uidFor, zoneFor } from './create';
import { withDefinitions } from './defined';
import type { Parts } from './parts';
import { partsOf } from './parts';
import { changedNames } from './patch';
import { isInvited } from './people';
import { clockFor, fieldsOf } from './read';
import { treeText } from './tree';

export type { Unreadable } from './parts';
export { readObject, type CalDavExtra, type ReadEvent } from './read';

/** Where a write takes place. */
export interface WriteAt {
  /** The text as the server has it now; null: a new one. */
  readonly ics: string | null;
  /** Zone of the calendar or its user. */
  readonly zone: string;
  /** Of a new event: the intent that announced it; it becomes its mark. */
  readonly intent: string | null;
  /** May the server mail those who are added? */
  readonly invite: boolean;
  /** The address of the user whose calendar it is. */
  readonly user: string;
  /** Of a new event: the iCalendar id it is to have, where Outlook's must not be used. */
  readonly uid?: string;
  /** The moment of the change, in milliseconds; now unless told. */
  readonly now?: number;
}

/** The text to put; `notes`: what was done otherwise than asked; `left`: what was asked for and stays as it is, with the next step. */
export type Written = { readonly ics: string; readonly notes: readonly string[]; readonly left: readonly string[] };
export type NotWritten = { readonly refused: string };

/** The calendar tells these itself. */
const told = ['uid', 'cancelled'];
/** What everybody has of their own in a meeting of somebody else. */
const ownCopy = ['reminder'];

const OTHERS =
  'The meeting is organised by somebody else: only their change reaches everybody, so it was left as it is. Ask its organiser for the change, or undo it in Outlook.';
const PIECE =
  'It is one meeting of a series that is not in this calendar, so it cannot become a series of its own. Undo the change in Outlook.';
const NO_ID = 'The new event has no id.';

/** The whole text, each part where it was; a meeting that is changed for the first time stands behind its series. */
function textOf({ parts, clock }: Job, { main, changed }: Composed): string {
  const inner = parts.calendar.inner.length > 0 ? parts.calendar.inner : [parts.main];
  const all = inner.flatMap((one) => {
    if (one === parts.main) return [main, ...changed];
    return parts.changed.includes(one) ? [] : [one];
  });
  return treeText(withDefinitions({ ...parts.calendar, inner: all }, clock));
}

const isSame = ({ parts }: Job, { main, changed }: Composed): boolean =>
  main === parts.main && changed.length === parts.changed.length && changed.every((one) => parts.changed.includes(one));

/** Composes, and says in words why a value (a time, a zone) is none. */
function attempt(job: Job): Composed | NotWritten {
  try {
    return composed(job);
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

function finish(job: Job, ics: string | null, left: readonly string[]): Written | NotWritten {
  const made = attempt(job);
  if ('refused' in made) return made;
  if (ics !== null && isSame(job, made)) return { ics, notes: made.notes, left };
  return { ics: textOf(job, made), notes: made.notes, left };
}

function created(write: Write, at: WriteAt): Written | NotWritten {
  const uid = at.uid ?? uidFor(write) ?? at.intent;
  if (!uid) return { refused: NO_ID };
  const now = new Date(at.now ?? Date.now()).toISOString();
  const patch = omit(write.fields, told);
  const clock = clockOf(zoneFor(write, at.zone));
  const parts = bareParts(uid, at.intent, patch, now);
  return finish(
    { ...{ parts, clock, patch, now, before: {}, isNew: true }, invite: at.invite, user: at.user },
    null,
    [],
  );
}

const whyNot = (before: Fields, patch: Fields, { isPiece }: Parts): string | null => {
  const own = [before.start, before.recurrence].find(isOwn);
  if (own) return `${own.own}.`;
  return isPiece && typeof patch.recurrence === 'string' ? PIECE : null;
};

function updated(write: Write, at: WriteAt, ics: string): Written | NotWritten {
  const parts = partsOf(ics);
  if ('unreadable' in parts) return { refused: `${parts.unreadable}.` };
  const clock = clockFor(parts.calendar, parts.main, at.zone);
  const before = fieldsOf(parts, clock);
  const asked = omit(write.fields, told);
  const others = isInvited(parts.main, at.user) ? changedNames(omit(asked, ownCopy), before) : [];
  const patch = omit(asked, others);
  const refused = whyNot(before, patch, parts);
  if (refused) return { refused };
  if (others.length > 0 && changedNames(patch, before).length === 0) return { refused: OTHERS };
  const now = new Date(at.now ?? Date.now()).toISOString();
  const job = { ...{ parts, clock, patch, now, before, isNew: false }, invite: at.invite, user: at.user };
  return finish(job, ics, others.length > 0 ? [OTHERS] : []);
}

/**
 * The text of a new event, or the text of one that is there with a patch of its fields: only mapped values that really change are
 * touched, all else goes back as it came. `refused`: why the calendar cannot say it, in words for a person. Nobody is mailed for
 * being added unless `invite` says so.
 */
export const writeObject = (write: Write, at: WriteAt): Written | NotWritten =>
  at.ics === null ? created(write, at) : updated(write, at, at.ics);
