import { groupBy } from 'lodash';
import { copiesAnywhere, type RefOn } from '../archive';
import type { Candidate, NeverPair } from '../sync/match';
import { asArray, asObject, type BySide, type SideRecord } from '../sync/model';
import type { Run } from './cycle';

type Copy = Pick<SideRecord, 'keys' | 'extra'>;

/** Others are asked to it, or asked the mailbox's owner. What a sync has put into a calendar is an appointment of its owner's own. */
const isInvitation = ({ extra }: Copy): boolean =>
  asObject(extra).isOrganizer === false || asArray(asObject(extra).attendees).length > 0;

/** One invitation has one iCalendar id in all mailboxes. */
const uidsOf = (copies: readonly Copy[]): readonly string[] =>
  copies.filter(isInvitation).flatMap(({ keys }) => keys.strong.filter((key) => key.startsWith('uid:')));

const refsOf = (all: readonly Candidate[]): readonly string[] => all.map(({ record }) => record.ref);

/** Who is there, and who is never one. */
export interface Told {
  readonly all: BySide<readonly Candidate[]>;
  readonly neverPair: NeverPair | null;
}

/**
 * A record of the CRM is the meeting that it is in the calendar of whoever has it in step already, by the iCalendar id: also where it
 * was moved meanwhile, and another has its subject and time.
 */
export async function withMeetings({ archive, cycle }: Run, { all, neverPair: said }: Told): Promise<Told> {
  const { outlook, zoho } = all;
  const copies = groupBy(await copiesAnywhere(archive, cycle, refsOf(zoho)), 'zoho');
  const uidsIn = ({ ref }: { readonly ref: string }): readonly string[] => [...new Set(uidsOf(copies[ref] ?? []))];
  const uids = {
    outlook: new Map(outlook.map(({ record }) => [record.ref, uidsOf([record])])),
    zoho: new Map(zoho.map(({ record }) => [record.ref, uidsIn(record)])),
  };
  if (![...uids.zoho.values()].some(({ length }) => length > 0)) return { all, neverPair: said };
  const parted = (a: RefOn, b: RefOn): boolean => {
    const [some, others] = [uids[a.side].get(a.ref) ?? [], uids[b.side].get(b.ref) ?? []];
    return some.length > 0 && others.length > 0 && !some.some((uid) => others.includes(uid));
  };
  const keyed = ({ record, taken }: Candidate): Candidate => {
    const strong = [...new Set([...record.keys.strong, ...uidsIn(record)])];
    return { record: { ...record, keys: { ...record.keys, strong } }, taken };
  };
  return {
    all: { outlook, zoho: zoho.map(keyed) },
    neverPair: (a, b) => said?.(a, b) === true || parted(a, b),
  };
}
