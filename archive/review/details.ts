import { createHash } from 'node:crypto';
import { kinds } from '../../sync/kinds';
import { sides, type Clash, type KindName, type Side } from '../../sync/model';
import type { ReviewDetails, ReviewRecord } from '../../sync/review/review';
import { byRef, loadLinks, loadRecords, toJson, type Stored } from '../store/rows';
import type { Db } from '../store/tables';
import type { ReviewTopic } from '../store/states';

/** What the archive knows of the records that reviews are about. */
interface KnownRecords {
  readonly record: (side: Side, ref: string) => Stored | undefined;
  readonly taken: (side: Side, ref: string) => boolean;
}

const shownOn = (details: ReviewDetails, side: Side): readonly ReviewRecord[] => {
  if (details.is === 'pair') return [details[side]];
  return details.is === 'candidates' ? details[side] : [];
};

/** Looks up everybody these reviews show, in a few questions however many reviews there are. */
export async function loadKnown(db: Db, sync: string, all: readonly ReviewDetails[]): Promise<KnownRecords> {
  const refsOn = (side: Side) => all.flatMap((details) => shownOn(details, side).map(({ ref }) => ref));
  const records = {
    outlook: byRef(await loadRecords(db, sync, 'outlook', refsOn('outlook'))),
    zoho: byRef(await loadRecords(db, sync, 'zoho', refsOn('zoho'))),
  };
  const asked = all.filter(({ is }) => is === 'candidates');
  const linked = async (side: Side) => {
    const refs = asked.flatMap((details) => shownOn(details, side).map(({ ref }) => ref));
    return new Set((await loadLinks(db, sync, side, refs)).map((link) => link.refs[side]));
  };
  const taken = { outlook: await linked('outlook'), zoho: await linked('zoho') };
  return { record: (side, ref) => records[side].get(ref), taken: (side, ref) => taken[side].has(ref) };
}

/** The record as it is now; one that the archive no longer has is gone. */
function refreshShown(kind: KindName, shown: ReviewRecord, stored: Stored | undefined): ReviewRecord {
  if (!stored) return { ...shown, state: 'deleted' };
  const { version, modifiedAt, state, fields } = stored;
  const label = state === 'outside' ? shown.label : kinds[kind].label(fields);
  return { ...shown, version, modifiedAt, state, fields, label };
}

const refreshClash = (clash: Clash, outlook: ReviewRecord, zoho: ReviewRecord): Clash => ({
  ...clash,
  outlook: outlook.fields[clash.field] ?? null,
  zoho: zoho.fields[clash.field] ?? null,
});

/** Details as the records are now: an entry follows when its sides move on, even before the next cycle looks at it. */
export function refreshDetails(kind: KindName, details: ReviewDetails, known: KnownRecords): ReviewDetails {
  const shown = (side: Side, one: ReviewRecord): ReviewRecord => refreshShown(kind, one, known.record(side, one.ref));
  if (details.is === 'pair') {
    const [outlook, zoho] = [shown('outlook', details.outlook), shown('zoho', details.zoho)];
    return { ...details, outlook, zoho, clashes: details.clashes.map((one) => refreshClash(one, outlook, zoho)) };
  }
  if (details.is !== 'candidates') return details;
  const on = (side: Side) => details[side].map((one) => ({ ...shown(side, one), taken: known.taken(side, one.ref) }));
  return { ...details, outlook: on('outlook'), zoho: on('zoho') };
}

/** Only what a person is shown; a new version of a record that says the same is no other question. */
function visible(details: ReviewDetails): unknown {
  const { rule: _rule, ...rest } = details;
  const plain = (all: readonly ReviewRecord[]) => all.map(({ ref, state, fields }) => [ref, state, fields]);
  const records = sides.map((side) => plain(shownOn(details, side)));
  if (details.is === 'pair') return [rest.is, details.happened, records, details.clashes.map(({ field }) => field)];
  return details.is === 'candidates' ? [rest.is, records] : rest;
}

/** Names what a question shows: the same words and values, the same name. */
export const fingerprintOf = (topic: ReviewTopic, details: ReviewDetails): string =>
  createHash('sha256')
    .update(toJson([topic, visible(details)] as never))
    .digest('hex')
    .slice(0, 32);
