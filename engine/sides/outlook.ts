import {
  contactFeed,
  contactLeavings,
  readProfile,
  writeContacts,
  eventFeed,
  eventLeavings,
  findContacts,
  findEvents,
  mayWrite,
  contactPath,
  eventPath,
  patchItems,
  readWholeContacts,
  readWholeEvents,
  restOfContact,
  restOfEvent,
  readCalendarProfile,
  readPlace,
  writeEvents,
  mailFeed,
  readMailProfile,
  tellOfContacts,
  tellOfEvents,
  takeBack,
} from '../../sides/outlook';
import type { KindName } from '../../sync/model';
import { accounts, cachedProfile, loadProfile, requireProfile } from '../account';
import { UsageError } from '../errors';
import type { OutlookAccess, Placed, SideOfKind } from './kind';
import { outlookTask } from './outlookTask';

const refsOf = (records: readonly Placed[]): readonly string[] => records.map(({ ref }) => ref);

const contact = ({ signIn, graph, settings, placeName }: OutlookAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const [client, chosen] = [await graph(), settings.contact()];
    const place = () => chosen.folderId ?? '';
    await loadProfile(
      run,
      signIn,
      {
        account: accounts.outlook.contact,
        settings: chosen,
        place,
        placeName: placeName(),
        look: () => readPlace(client, 'contact', chosen.folderId),
      },
      () => readProfile(client),
    );
    return contactFeed(client, { settings: chosen, cursor, known });
  },
  /** New contacts go where the sync reads from; Get Changes has noted the folder. */
  openWriter: async (run, jobs) => {
    const known = await cachedProfile(run, accounts.outlook.contact);
    return writeContacts(await graph(run), jobs, { folderId: known?.settings.folderId ?? null });
  },
  tell: async (_run, records) => tellOfContacts(await graph(), records),
  takeBack: async function* (run, records, how) {
    yield* takeBack(await graph(run), contactLeavings, records, how);
  },
  whole: () => ({
    read: async (_run, records) => readWholeContacts(await graph(), refsOf(records)),
    find: async (_run, refs) => findContacts(await graph(), refs, settings.contact().folderId),
    rest: async () => restOfContact,
    put: async (run, rests) => patchItems(await graph(run), rests, contactPath),
  }),
});

const event = ({ signIn, graph, settings, placeName, mailParticipants }: OutlookAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const [client, chosen] = [await graph(), settings.event()];
    const place = () => chosen.calendarId ?? '';
    await loadProfile(
      run,
      signIn,
      {
        account: accounts.outlook.event,
        settings: chosen,
        place,
        placeName: placeName(),
        look: () => readPlace(client, 'event', chosen.calendarId),
      },
      () => readCalendarProfile(client),
    );
    return eventFeed(client, { settings: chosen, cursor, known });
  },
  /** New events go where the sync reads from; Get Changes has noted the calendar. */
  openWriter: async (run, jobs) => {
    const { profile, settings: chosen } = await requireProfile(run, accounts.outlook.event);
    const client = await graph(run);
    const { calendarId, privates } = chosen;
    // Where meetings come by CalDAV there is no such field.
    const zoho = await cachedProfile(run, accounts.zoho.event);
    return writeEvents(client, jobs, {
      calendarId,
      mayWrite: await mayWrite(client, calendarId),
      mailParticipants: mailParticipants(),
      timeZone: profile.timeZone,
      privates,
      tellsUid: Boolean(zoho?.profile.uidField),
      leaving: run.leaving,
    });
  },
  tell: async (run, records) => {
    const known = await cachedProfile(run, accounts.outlook.event);
    return tellOfEvents(await graph(), records, known?.settings.calendarId ?? null);
  },
  takeBack: async function* (run, records, how) {
    const { settings: chosen } = await requireProfile(run, accounts.outlook.event);
    yield* takeBack(await graph(run), eventLeavings(chosen.calendarId), records, how);
  },
  whole: () => ({
    read: async (_run, records) => readWholeEvents(await graph(), refsOf(records), settings.event().calendarId),
    find: async (_run, refs) => findEvents(await graph(), refs, settings.event()),
    rest: async () => restOfEvent,
    put: async (run, rests) =>
      patchItems(await graph(run), rests, ({ ref }) => eventPath(settings.event().calendarId, ref)),
  }),
});

const mail = ({ signIn, graph, settings, placeName }: OutlookAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const [client, chosen] = [await graph(), settings.mail()];
    const place = () => chosen.folderId ?? '';
    const profile = await loadProfile(
      run,
      signIn,
      {
        account: accounts.outlook.mail,
        settings: chosen,
        place,
        placeName: placeName(),
        look: () => readPlace(client, 'mail', chosen.folderId),
      },
      () => readMailProfile(client),
    );
    const [address] = profile.addresses;
    const owner = address === undefined ? null : { name: profile.name, address };
    return mailFeed(client, { settings: chosen, cursor, known, owner });
  },
  openWriter: async () => {
    throw new UsageError(
      'Mail that was sent is only read from Outlook; nothing is ever written to it.',
      'Take this node out: for mail, Zoho CRM Sync, Mail: Attach to Record is followed by Finish.',
    );
  },
});

/** Outlook's side of each kind. */
export const outlookKinds: Readonly<Record<KindName, (access: OutlookAccess) => SideOfKind>> = {
  ...{ contact, event, mail },
  task: outlookTask,
};
