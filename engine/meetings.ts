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

/**
 * Two meetings may have one subject and one time: which of them a record of the CRM is tells the calendar of whoever has it in step
 * already, by the iCalendar id. `said`: whom a person parted.
 */
export async function withMeetings(
  { archive, cycle }: Run,
  { outlook, zoho }: BySide<readonly Candidate[]>,
  said: NeverPair | null,
): Promise<NeverPair | null> {
  const copies = groupBy(await copiesAnywhere(archive, cycle, refsOf(zoho)), 'zoho');
  if (!Object.values(copies).some((some) => uidsOf(some).length > 0)) return said;
  const uids = {
    outlook: new Map(outlook.map(({ record }) => [record.ref, uidsOf([record])])),
    zoho: new Map(refsOf(zoho).map((ref) => [ref, uidsOf(copies[ref] ?? [])])),
  };
  const parted = (a: RefOn, b: RefOn): boolean => {
    const [some, others] = [uids[a.side].get(a.ref) ?? [], uids[b.side].get(b.ref) ?? []];
    return some.length > 0 && others.length > 0 && !some.some((uid) => others.includes(uid));
  };
  return (a, b) => said?.(a, b) === true || parted(a, b);
}
