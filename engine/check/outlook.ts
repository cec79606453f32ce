import { reason } from '../../reasons';
import { readOwner, readPlace, timeZone, unknownCategories, type Categories } from '../../sides/outlook';
import { toIana } from '../../sides/time/dateTime';
import type { KindName } from '../../sync/model';
import type { CheckRef } from '../items';
import type { OutlookAccess } from '../sides/kind';
import { attention, fails, ok, type Check, type Finding } from './line';

type Access = Pick<OutlookAccess, 'graph' | 'settings'>;

async function signIn({ graph }: Access, { sync, known }: CheckRef): Promise<readonly Finding[]> {
  const { account, name, addresses } = await readOwner(await graph());
  if (known.outlook !== undefined && known.outlook !== account)
    return fails(reason('otherAccountThanBefore', { side: 'outlook', sync }), account);
  return ok(reason('signedIn', { side: 'outlook', name, address: addresses[0] ?? '' }), account);
}

/** Every folder, list or calendar that is read. */
const placesOf: Readonly<Record<KindName, (settings: Access['settings']) => readonly (string | null)[]>> = {
  contact: (settings) => [settings.contact().folderId],
  task: (settings) => [settings.task().listId, ...(settings.task().furtherLists ?? [])],
  event: (settings) => [settings.event().calendarId],
  mail: (settings) => [settings.mail().folderId],
};

const place = ({ graph }: Access, kind: KindName, id: string | null): Check => ({
  thing: 'place',
  look: async () => {
    const { name, mayWrite } = await readPlace(await graph(), kind, id);
    return mayWrite ? ok(reason('placeIsThere', { name })) : attention(reason('placeReadOnly', { name }));
  },
});

const ours = 'Zoho';

async function categories({ graph }: Access, chosen: Categories): Promise<readonly Finding[]> {
  if (chosen === 'all') return ok(reason('wholeFolderSynced'));
  const names = [...new Set([ours, ...chosen])];
  const unknown = await unknownCategories(await graph(), names);
  const told = unknown.map((name) => reason(name === ours ? 'categoryUnlisted' : 'unknownCategory', { name }));
  if (told.length > 0) return told.flatMap((why) => attention(why));
  return ok(reason('categoriesKnown', { names }));
}

async function zone({ graph }: Access): Promise<readonly Finding[]> {
  const told = toIana(await timeZone(await graph()));
  return told
    ? ok(reason('zoneKnown', { side: 'outlook', zone: told }))
    : attention(reason('zoneNotTold', { side: 'outlook' }));
}

/** What the side of Outlook needs for a sync of a kind. */
export function outlookChecks(access: Access, check: CheckRef): readonly Check[] {
  const { kind } = check;
  const { settings } = access;
  const byCategory: readonly Check[] =
    kind === 'mail' ? [] : [{ thing: 'category', look: async () => categories(access, settings[kind]().categories) }];
  const byZone: readonly Check[] =
    kind === 'task' || kind === 'event' ? [{ thing: 'zone', look: () => zone(access) }] : [];
  const places = placesOf[kind](settings).map((id) => place(access, kind, id));
  return [{ thing: 'signIn', look: () => signIn(access, check) }, ...places, ...byCategory, ...byZone];
}
