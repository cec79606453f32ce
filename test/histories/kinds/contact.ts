import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import type { RunningSimulators } from '../../../simulators/start';
import { moveContact, findContact } from '../../../simulators/graph/store';
import { createFolder } from '../../../simulators/graph/folders';
import { runCycle } from '../../support/pipeline';
import type { Content, FieldRule } from '../oracle/model';
import { areOthers, deedOn, emailOf, family, isRefused, side, twins } from './contactDeeds';
import type { Found, RecordHands } from '../recordWorld';
import { recordWorld } from '../recordWorld';
import { unexplained } from '../explain';
import type { Ask, HistoryKind, NodeSettings, Side, SyncSettings, Values } from '../types';

type Raw = Readonly<Record<string, unknown>>;

const ME = '5545974000000001001';
const COLLEAGUE = '5545974000000001002';
const text = (value: unknown): string => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '');
const firstOf = (value: unknown): string => (Array.isArray(value) ? text(value[0]) : '');
const digits = (value: string): string => value.replace(/[\s\-().]/g, '');
const cut = (length: number) => (value: string) => value.slice(0, length).trim();

/** Twelve of the 26 rows: one of each sort at least. Last names tell who it is, so nobody changes them. */
const rules: readonly FieldRule[] = [
  { name: 'lastName' },
  { name: 'firstName', tellsApart: areOthers },
  { name: 'email' },
  { name: 'jobTitle' },
  { name: 'companyName', neverBlank: true, later: true },
  { name: 'department', project: cut(50), isCut: true },
  { name: 'businessPhone', isRefused },
  { name: 'mobilePhone' },
  { name: 'businessStreet' },
  { name: 'businessCity', project: cut(30), isCut: true },
  { name: 'notes' },
  { name: 'birthday' },
];

/** As a person reads an address, however it is written. */
function plainAddress(written: string): string {
  const folded = written
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
  const [local = '', domain = ''] = folded.replace(/^.*<|>.*$|^mailto:|^'|[';.\s]+$/g, '').split('@');
  return local && `${local}@${domainToASCII(domain)}`;
}

const address = (value: unknown, part: string): string => text((value as Raw | null)?.[part]);
const outlookContent = (c: Raw): Content => ({
  lastName: text(c.surname),
  firstName: text(c.givenName),
  email: plainAddress(text((c.emailAddresses as readonly Raw[] | undefined)?.[0]?.address)),
  jobTitle: text(c.jobTitle),
  companyName: text(c.companyName),
  department: text(c.department),
  businessPhone: digits(firstOf(c.businessPhones)),
  mobilePhone: digits(text(c.mobilePhone)),
  businessStreet: address(c.businessAddress, 'street'),
  businessCity: address(c.businessAddress, 'city'),
  notes: text(c.personalNotes),
  birthday: text(c.birthday).slice(0, 10),
});
const zohoContent = (c: Raw, company: string): Content => ({
  lastName: text(c.Last_Name),
  firstName: text(c.First_Name),
  email: plainAddress(text(c.Email)),
  jobTitle: text(c.Title),
  companyName: company,
  department: text(c.Department),
  businessPhone: digits(text(c.Phone)),
  mobilePhone: digits(text(c.Mobile)),
  businessStreet: text(c.Mailing_Street),
  businessCity: text(c.Mailing_City),
  notes: text(c.Description),
  birthday: text(c.Date_of_Birth),
});

const plain: Readonly<Record<string, string>> = {
  ...{ lastName: 'surname', firstName: 'givenName', jobTitle: 'jobTitle', companyName: 'companyName' },
  ...{ department: 'department', mobilePhone: 'mobilePhone', notes: 'personalNotes' },
};
const zohoNames: Readonly<Record<string, string>> = {
  ...{ lastName: 'Last_Name', firstName: 'First_Name', email: 'Email', jobTitle: 'Title', department: 'Department' },
  ...{ businessPhone: 'Phone', mobilePhone: 'Mobile', businessStreet: 'Mailing_Street', businessCity: 'Mailing_City' },
  ...{ notes: 'Description', birthday: 'Date_of_Birth' },
};

/** As Outlook's own clients send it: collections and addresses as a whole. */
function outlookBody(fields: Values, now: Raw): Raw {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (plain[name]) body[plain[name]] = value;
    if (name === 'email') body.emailAddresses = value ? [{ address: value, name: value }] : [];
    if (name === 'businessPhone') body.businessPhones = value ? [value] : [];
    if (name === 'birthday') body.birthday = value ? `${String(value)}T00:00:00Z` : null;
    const part = { businessStreet: 'street', businessCity: 'city' }[name];
    if (part)
      body.businessAddress = { ...(now.businessAddress as Raw), ...(body.businessAddress as Raw), [part]: value ?? '' };
  }
  return body;
}

const whoOf = (lastName: unknown): number => Number(/^Person (-?\d+)$/.exec(text(lastName))?.[1] ?? NaN);

const nodesOf = (s: SyncSettings): NodeSettings => ({
  'Start Cycle': { whenBusy: 'end' },
  'Outlook Changes': { batchSize: s.batch },
  'Zoho CRM Changes': { scope: s.scope, batchSize: s.batch },
  'Conflict Resolver': {
    ...{ direction: s.direction, policy: s.policy, deletes: s.deletes },
    ...(s.perField && { overrides: { fields: [overrideOf(String(s.perField))] } }),
    guards: { maxDeletes: 1000, maxDeletePercent: 100 },
  },
});
const overrideOf = (rule: string): Values => {
  const [field, policy] = rule.split('=');
  return { field, policy };
};

/** `home`: the folder that is synced; the mailbox's own unless told. */
export function handsOn({ graph, zoho }: RunningSimulators, ask: Ask, home?: () => string): RecordHands {
  let folder = '';
  const homeFolder = (): string => home?.() ?? graph.state.defaultFolderId;
  const contacts = () => [...graph.state.contacts.values()];
  const records = (module: string) => zoho.state.records.get(module);
  const nameOf = (account: unknown): string =>
    text(records('Accounts')?.get(String((account as Raw | null)?.id))?.values.Account_Name);
  const pathOf = (side: Side, ref: string): string =>
    side === 'zoho' ? `/crm/v8/Contacts/${ref}` : `/v1.0/me/contacts/${encodeURIComponent(ref)}`;

  /** As a person picks an account: one that is there, else a new one. */
  async function account(name: unknown): Promise<Raw | null> {
    if (!name) return null;
    const found = [...(records('Accounts')?.values() ?? [])].find(({ values }) => values.Account_Name === name);
    if (found) return { id: found.id };
    const answer = await ask('zoho', 'POST', '/crm/v8/Accounts', { data: [{ Account_Name: name }], trigger: [] });
    return { id: (answer.data as readonly { details: { id: string } }[])[0]!.details.id };
  }

  async function zohoBody(fields: Values): Promise<Raw> {
    const entries = Object.entries(fields).filter(([name]) => zohoNames[name]);
    const body = Object.fromEntries(entries.map(([name, value]) => [zohoNames[name], value]));
    return 'companyName' in fields ? { ...body, Account_Name: await account(fields.companyName) } : body;
  }

  /** Outlook's own programs take any text for an address; Graph does not. */
  async function byOutlook<T>(work: () => Promise<T>): Promise<T> {
    const limits = graph.limits as { dropBadEmails: boolean };
    limits.dropBadEmails = false;
    return work().finally(() => (limits.dropBadEmails = true));
  }

  async function send(side: Side, ref: string, body: Raw): Promise<boolean> {
    if (side === 'outlook') await ask(side, 'PATCH', pathOf(side, ref), body);
    else await ask(side, 'PUT', pathOf(side, ref), { data: [body], trigger: [] });
    return true;
  }

  const inOutlook = (): readonly Found[] =>
    contacts().map(({ restId, fields, folder: at }) => ({
      ...{ ref: restId, who: whoOf(fields.surname) },
      half: {
        fields: outlookContent(fields),
        isOut: at !== homeFolder() || !(fields.categories as readonly string[]).includes('Zoho'),
      },
      unmapped: { ...fields, also: (fields.categories as readonly string[]).includes('Friends') },
    }));
  const inZoho = ({ scope }: SyncSettings): readonly Found[] =>
    [...(records('Contacts')?.values() ?? [])].map(({ id, values, owner }) => ({
      ...{ ref: id, who: whoOf(values.Last_Name), unmapped: values },
      half: { fields: zohoContent(values, nameOf(values.Account_Name)), isOut: scope === 'mine' && owner !== ME },
    }));

  return {
    rules,
    keys: ['email'],
    prepare() {
      folder = createFolder(graph.state, graph.state.rootFolderId, 'Friends').id;
      const resident = { surname: 'Person -1', givenName: 'Resident', categories: ['Zoho'] };
      const emailAddresses = [{ address: emailOf(-1), name: emailOf(-1) }];
      graph.seed({ contacts: [{ ...resident, emailAddresses }] } as never);
      zoho.seed({ records: { Contacts: [{ Last_Name: 'Person -1', First_Name: 'Resident', Email: emailOf(-1) }] } });
    },
    look: (side, settings) => (side === 'zoho' ? inZoho(settings) : inOutlook()),
    async create(side, who, values) {
      const fields = { email: emailOf(who), ...values, lastName: `Person ${who}` };
      if (side === 'outlook')
        await byOutlook(() =>
          ask(side, 'POST', `/v1.0/me/contactFolders/${encodeURIComponent(homeFolder())}/contacts`, {
            categories: ['Zoho'],
            ...outlookBody(fields, {}),
          }),
        );
      else await ask(side, 'POST', '/crm/v8/Contacts', { data: [await zohoBody(fields)], trigger: [] });
      return true;
    },
    async edit(side, ref, fields) {
      const own = 'email' in fields && fields.email ? { ...fields, email: String(fields.email) } : fields;
      if (side === 'zoho') return send(side, ref, await zohoBody(own));
      return byOutlook(() => send(side, ref, outlookBody(own, findContact(graph.state, ref).fields)));
    },
    async remove(side, ref) {
      await ask(side, 'DELETE', pathOf(side, ref));
      return true;
    },
    async unmapped(side, ref, values) {
      const { also, ...body } = values;
      if (side === 'zoho') return send(side, ref, body);
      const { categories } = findContact(graph.state, ref).fields as { categories: readonly string[] };
      const rest = categories.filter((one) => one !== 'Friends');
      return send(side, ref, also === undefined ? body : { ...body, categories: also ? [...rest, 'Friends'] : rest });
    },
    async place(side, ref, { to }) {
      if (side === 'zoho') return send(side, ref, { Owner: { id: to === 'out' ? COLLEAGUE : ME } });
      const contact = findContact(graph.state, ref);
      const { categories } = contact.fields as { categories: readonly string[] };
      if (to === 'folder') return (moveContact(graph.state, contact, folder, graph.clock.now()), true);
      if (contact.folder === folder) moveContact(graph.state, contact, homeFolder(), graph.clock.now());
      const rest = categories.filter((one) => one !== 'Zoho');
      return send(side, contact.restId, { categories: to === 'out' ? rest : [...rest, 'Zoho'] });
    },
    run: (house, settings, see) => runCycle(house, nodesOf(settings), undefined, see),
    unexplained: (writes, decided) =>
      unexplained(writes, decided, ({ path }) => /\/Accounts$|masterCategories/i.test(path)),
  };
}

const settings: fc.Arbitrary<SyncSettings> = fc.record({
  direction: fc.oneof({ weight: 6, arbitrary: fc.constant('both') }, fc.constantFrom('toZoho', 'toOutlook')),
  policy: fc.constantFrom('zoho', 'outlook', 'newest', 'ask'),
  deletes: fc.constantFrom('keep', 'delete', 'ask'),
  scope: fc.constantFrom('all', 'mine'),
  perField: fc.constantFrom('', 'jobTitle=outlook', 'notes=zoho', 'department=ask'),
  batch: fc.constantFrom(500, 500, 2),
});

export const contacts: HistoryKind = {
  name: 'contacts',
  settings,
  deed: fc.oneof(
    { weight: 12, arbitrary: side.chain(deedOn) },
    { weight: 2, arbitrary: twins },
    { weight: 3, arbitrary: family },
  ),
  lists: { outlook: '/contacts', zoho: '/coql' },
  start: (services, ask) => recordWorld(handsOn(services, ask)),
};
