import * as archives from '../../archive';
import type { WriteResult } from '../../sides/types';
import {
  contactFeed,
  contacts,
  crmTaskFeed,
  makeLookups,
  makeRelations,
  readProfile,
  requireActiveOwner,
  tasks,
  crmOriginOf,
  writeContacts,
  writeRecords,
} from '../../sides/zoho';
import { kinds } from '../../sync/kinds';
import type { KindName } from '../../sync/model';
import { accounts, loadProfile, requireProfile } from '../account';
import { feedOf, type Run } from '../cycle';
import { UsageError } from '../errors';
import type { SideOfKind, ZohoAccess } from './kind';
import { zohoEvent } from './zohoEvent';
import { turnIn } from './turn';
import { tellIn, wholeOf } from './zohoWhole';

const contact = ({ signIn, zoho, readings, apiDomain, settings }: ZohoAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const { client, sent, now } = await feedOf(run, readings);
    const chosen = { module: 'Contacts' as const, scope: settings.scope() };
    const scope = { account: accounts.zoho.contact, settings: chosen, place: () => chosen.module };
    const profile = await loadProfile(run, signIn, scope, () => readProfile(client, contacts, settings.owner()));
    return contactFeed(client, { profile, settings: chosen, cursor, known, sent, now });
  },
  openWriter: async (run, jobs) => {
    const { profile } = await requireProfile(run, accounts.zoho.contact);
    const [client, trigger] = [await zoho(run), settings.trigger()];
    if (profile.owned) await requireActiveOwner(client, profile.userId);
    const { archive, cycle } = run;
    const meant = await archives.namesMeant(archive, cycle.sync);
    const web = crmOriginOf(await apiDomain());
    const turn = () => turnIn(run, profile)();
    const lookups = makeLookups(client, { profile, companies: settings.companies(), trigger, web, meant, turn });
    return writeContacts(client, jobs, { profile, trigger, lookups, turn, leaving: run.leaving });
  },
  tell: (run, records) => tellIn({ run, records }, { zoho, apiDomain }, accounts.zoho.contact, () => contacts),
  whole: () => wholeOf(zoho, accounts.zoho.contact, () => contacts),
});

/** Whom or what a task was not set to be about, and why, is told by the report: nobody looks into every item. */
async function* noting({ archive, cycle }: Run, results: AsyncIterable<WriteResult>): AsyncGenerator<WriteResult> {
  for await (const result of results) {
    if (result.outcome === 'done' && result.notes.length > 0) {
      const about = { side: 'zoho' as const, ref: result.ref, label: kinds.task.label(result.fields) };
      const left = result.notes.map((why) => ({ ...about, reason: why }));
      await archives.writeNotices(archive, cycle, left, Date.now());
    }
    yield result;
  }
}

const task = ({ signIn, zoho, readings, apiDomain, settings }: ZohoAccess): SideOfKind => ({
  signIn,
  openFeed: async (run, cursor, known) => {
    const { client, sent, now } = await feedOf(run, readings);
    const web = crmOriginOf(await apiDomain());
    const recurring = settings.recurring();
    const chosen = { module: tasks.name, scope: settings.scope(), web, recurring };
    const scope = { account: accounts.zoho.task, settings: chosen, place: () => chosen.module };
    const profile = await loadProfile(run, signIn, scope, () => readProfile(client, tasks, settings.owner()));
    return crmTaskFeed(client, { recurring, profile, settings: chosen, cursor, known, sent, now });
  },
  openWriter: async (run, jobs) => {
    const { profile } = await requireProfile(run, accounts.zoho.task);
    const client = await zoho(run);
    if (profile.owned) await requireActiveOwner(client, profile.userId);
    const lookups = makeRelations(client);
    const turn = () => turnIn(run, profile)();
    const options = { module: tasks, profile, trigger: settings.trigger(), lookups, turn, leaving: run.leaving };
    return noting(run, writeRecords(client, jobs, options));
  },
  tell: (run, records) => tellIn({ run, records }, { zoho, apiDomain }, accounts.zoho.task, () => tasks),
  whole: () => wholeOf(zoho, accounts.zoho.task, () => tasks),
});

const neverSynced = async (): Promise<never> => {
  throw new UsageError(
    'Sent mail has no changes and no decisions on the side of Zoho CRM.',
    'Use Mail: Attach to Record behind the CRM Matcher, as the template for sent mail does.',
  );
};
const mail = ({ signIn }: ZohoAccess): SideOfKind => ({ signIn, openFeed: neverSynced, openWriter: neverSynced });

/** What goes by the REST API is counted, and the org's day of credits is everybody's. */
const counted =
  (make: (access: ZohoAccess) => SideOfKind) =>
  (access: ZohoAccess): SideOfKind => ({ ...make(access), creditsKept: access.settings.creditsKept });

/** Zoho CRM's side of each kind. */
export const zohoKinds: Readonly<Record<KindName, (access: ZohoAccess) => SideOfKind>> = {
  mail,
  ...{ contact: counted(contact), task: counted(task), event: counted(zohoEvent) },
};
