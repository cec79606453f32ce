import { once } from 'lodash';
import { reason, type Label } from '../../reasons';
import { calendarIn, readCalDavProfile } from '../../sides/caldav';
import { toIana } from '../../sides/time/dateTime';
import {
  readDemandedFields,
  readLackingFields,
  readModule,
  readOwnership,
  readStanding,
  type Licence,
  type RightName,
} from '../../sides/zoho';
import type { CheckRef } from '../items';
import type { ZohoAccess } from '../sides/kind';
import { noSuchCalendar } from '../sides/zohoEvent';
import { attention, fails, ok, type Check, type Finding } from './line';

type Access = Pick<ZohoAccess, 'zoho' | 'calDav' | 'settings'>;

function accountFinding({ sync, known }: CheckRef, account: string, name: string, address: string) {
  if (known.zoho !== undefined && known.zoho !== account)
    return fails(reason('otherAccountThanBefore', { side: 'zoho', sync }), account);
  return ok(reason('signedIn', { side: 'zoho', name, address }), account);
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A trial that has ended leaves what is paid for, or the free edition. */
function licenceFinding({ edition, paid, paidUntil, trialUntil }: Licence, now: number): readonly Finding[] {
  if (!paid && trialUntil !== null && trialUntil > now)
    return attention(reason('editionOnTrial', { name: edition, date: dayOf(trialUntil) }));
  if (paid && paidUntil !== null && paidUntil < now)
    return attention(reason('licenceOver', { date: dayOf(paidUntil) }));
  return edition === 'free' ? attention(reason('editionFree')) : ok(reason('edition', { name: edition }));
}

const zoneFinding = (told: string): readonly Finding[] => {
  const zone = toIana(told);
  return zone ? ok(reason('zoneKnown', { side: 'zoho', zone })) : attention(reason('zoneNotTold', { side: 'zoho' }));
};

const rights: Readonly<Record<RightName, Label>> = {
  viewable: { en: 'see records', ja: '閲覧' },
  creatable: { en: 'create records', ja: '作成' },
  editable: { en: 'change records', ja: '編集' },
  deletable: { en: 'delete records', ja: '削除' },
};

type Synced = Parameters<typeof readModule>[1];

async function moduleFindings({ zoho }: Access, kind: Synced): Promise<readonly Finding[]> {
  const { name, lacks } = await readModule(await zoho(), kind);
  if (lacks.length === 0) return ok(reason('moduleOpen', { module: name }));
  const why = reason('moduleClosed', { module: name, fields: lacks.map((right) => rights[right]) });
  return lacks.includes('viewable') ? fails(why) : attention(why);
}

async function fieldFindings({ zoho }: Access, kind: Synced): Promise<readonly Finding[]> {
  const fields = await readLackingFields(await zoho(), kind);
  return fields.length > 0 ? attention(reason('fieldsLacking', { fields })) : ok(reason('fieldsThere'));
}

/** What the org made mandatory and no sync fills would refuse every new record. */
async function demandFindings({ zoho }: Access, kind: Synced): Promise<readonly Finding[]> {
  const names = await readDemandedFields(await zoho(), kind);
  return names.length > 0 ? attention(reason('fieldsDemanded', { names })) : [];
}

/** Throws for one whom the org does not have, or who left it. */
async function ownerFindings({ zoho, settings }: Access): Promise<readonly Finding[]> {
  const found = await readOwnership(await zoho(), settings.owner());
  return found ? ok(reason('ownerIs', { name: found.owner.name })) : [];
}

/** Meetings by CalDAV: whose calendars, and the one that is synced. */
function calDavChecks(access: Access, check: CheckRef, connect: NonNullable<Access['calDav']>): readonly Check[] {
  const profile = once(async () => readCalDavProfile((await connect()).dav));
  return [
    {
      thing: 'signIn',
      look: async () => accountFinding(check, (await profile()).account, '', (await connect()).user),
    },
    {
      thing: 'place',
      look: async () => {
        const found = calendarIn(await profile(), access.settings.calendar());
        if (!found) throw noSuchCalendar();
        const { name, canWrite } = found;
        return canWrite ? ok(reason('placeIsThere', { name })) : attention(reason('placeReadOnly', { name }));
      },
    },
  ];
}

/** What the side of Zoho CRM needs for a sync of a kind. `now` in ms. */
export function zohoChecks(access: Access, check: CheckRef, now: number): readonly Check[] {
  const { kind } = check;
  if (kind === 'event' && access.calDav) return calDavChecks(access, check, access.calDav);
  const standing = once(async () => readStanding(await access.zoho()));
  const ofAccount: readonly Check[] = [
    {
      thing: 'signIn',
      look: async () => {
        const { account, userName, orgName } = await standing();
        return accountFinding(check, account, userName, orgName);
      },
    },
    ...(access.settings.owner() ? [{ thing: 'owner' as const, look: () => ownerFindings(access) }] : []),
    { thing: 'edition', look: async () => licenceFinding((await standing()).licence, now) },
  ];
  if (kind === 'mail') return ofAccount;
  return [
    ...ofAccount,
    { thing: 'zone', look: async () => zoneFinding((await standing()).timeZone) },
    { thing: 'module', look: () => moduleFindings(access, kind) },
    { thing: 'fields', look: () => fieldFindings(access, kind) },
    { thing: 'fields', look: () => demandFindings(access, kind) },
  ];
}
