import { messageAndStep, reason, sentence, type Reason } from '../../reasons';
import * as archives from '../../archive';
import type { MailOutcome } from '../../archive';
import type { ZohoClient } from '../../clients/zoho';
import { findOpenDeals, findPeople, type OpenDeal } from '../../sides/zoho';
import { domainOf, companyFromDomain } from '../../sync/mail/addresses';
import { bareAddress } from '../../sync/compare';
import type { Fields, Value } from '../../sync/model';
import { parsePersonName } from '../../sync/mail/personName';
import type {
  RecipientLine,
  RecipientLines,
  Person,
  Recipient,
  RecipientRules,
  Recipients,
} from '../../sync/mail/recipients';
import { selectRecipients } from '../../sync/mail/recipients';
import { chooseTargets, modulesToSearch, type AddressHit, type TargetRules } from '../../sync/mail/targets';
import { accounts, cachedProfile } from '../account';
import type { Run } from '../cycle';
import { cycleItem, type ChangeItem, type CycleItem } from '../items';
import { unclearReason, type MailItem, type MailNewcomer, type MailTarget, type UnclearAddress } from './items';

/** What the user chose for mails. */
export interface MailSettings {
  readonly recipients: Pick<RecipientRules, 'lines' | 'internalDomains' | 'ignored'>;
  readonly targets: TargetRules;
  /** Whether a mail also goes to the open deal of its contacts. */
  readonly deals: boolean;
}

/** The same with the addresses of the mailbox itself. */
interface MailRules extends MailSettings {
  readonly recipients: RecipientRules;
}

/** A mail and those of its recipients that count. */
interface Addressed {
  readonly change: ChangeItem;
  readonly recipients: Recipients;
}

/** Where the mails belong; `at`: the place of each among the changes. */
export interface MatchedMails {
  readonly going: readonly MailAt[];
  readonly skipped: readonly MailAt[];
  readonly ambiguous: readonly MailAt[];
  readonly summary: CycleItem;
}

interface MailAt {
  readonly json: object;
  readonly at: number;
}

const people = (value: Value | undefined): readonly Person[] =>
  Array.isArray(value) ? (value as unknown as readonly Person[]) : [];

const linesOf = ({ to, cc, bcc }: Fields): RecipientLines => ({ to: people(to), cc: people(cc), bcc: people(bcc) });

/** Whatever a mail was sent as is the mailbox's own, too: an alias that its account does not tell. */
function addressed(change: ChangeItem, { recipients }: MailRules): Addressed {
  const sentAs = people([change.fields.from ?? null]).flatMap((from) => from?.address ?? []);
  const own = [...recipients.own, ...sentAs];
  return { change, recipients: selectRecipients(linesOf(change.fields), { ...recipients, own }) };
}

type HitsOf = (address: string) => readonly AddressHit[];

const newcomer = ({ address, written, name }: Recipient, module: MailNewcomer['module']): MailNewcomer => {
  const called = parsePersonName(name, address);
  return {
    module,
    address,
    written,
    ...called,
    companyName: called.companyName ?? companyFromDomain(domainOf(bareAddress(written))),
  };
};

const target = (address: string, { module, id, name }: AddressHit): MailTarget => ({ module, id, name, address });

/** A record may be that of two recipients, by two of its addresses. */
const each = (targets: readonly MailTarget[]): readonly MailTarget[] =>
  [...new Map(targets.toReversed().map((one) => [`${one.module}/${one.id}`, one])).values()].toReversed();

/** Bcc is nobody's business unless the user counts it. */
const shown = (fields: Fields, lines: readonly RecipientLine[]): Fields =>
  lines.includes('bcc') ? fields : { ...fields, bcc: [] };

/** Where a mail belongs, and who would have to be created for it. */
function place({ change, recipients }: Addressed, hitsOf: HitsOf, rules: MailRules): MailItem {
  const chosen = recipients.counted.map((who) => ({ who, ...chooseTargets(hitsOf(who.address), rules.targets) }));
  const unclear = chosen.flatMap(({ who, ambiguous: some }) =>
    some.map(({ module, candidates }): UnclearAddress => {
      return { address: who.address, module, candidates: candidates.map(({ id, name }) => ({ id, name })) };
    }),
  );
  const item: MailItem = {
    label: change.label,
    kind: 'mail',
    ref: change.ref,
    mail: shown(change.fields, rules.recipients.lines),
    targets: each(chosen.flatMap(({ who, records }) => records.map((hit) => target(who.address, hit)))),
    create: chosen.flatMap(({ who, create }) => (create ? [newcomer(who, create)] : [])),
    unclear,
    leftOut: recipients.excluded.map(({ who, reason: why }) => ({ who, reason: sentence(why) })),
    notes: [],
    cycle: change.cycle,
  };
  return goesSomewhere(item) || unclear.length > 0 ? item : { ...item, why: whyNowhere(item, recipients, rules) };
}

const goesSomewhere = ({ targets, create }: MailItem): boolean => targets.length + create.length > 0;

function whyNowhere({ mail }: MailItem, { counted, excluded }: Recipients, { targets }: MailRules): Reason {
  if (counted.length > 0) {
    const addresses = counted.map(({ address }) => address);
    return reason('nobodyInCrm', { modules: modulesToSearch(targets), addresses });
  }
  if (excluded.length > 0) return reason('nobodyCounts', { recipients: excluded });
  const hasAny = (['to', 'cc', 'bcc'] as const).some((line) => people(mail[line]).length > 0);
  return reason(hasAny ? 'noRecipientsCount' : 'noRecipients');
}

/** The mail also goes to the one open deal of each of its contacts; of several a person has to choose. */
function withDeals(item: MailItem, deals: readonly OpenDeal[]): MailItem {
  const contacts = item.targets.filter(({ module }) => module === 'Contacts');
  const found = contacts.map((contact) => ({ contact, open: deals.filter((deal) => deal.contact === contact.id) }));
  const more = found.flatMap(({ contact, open }): MailTarget[] =>
    open.length === 1 && open[0]
      ? [{ module: 'Deals', id: open[0].id, name: open[0].name, address: contact.address, contact: contact.id }]
      : [],
  );
  const notes = found
    .filter(({ open }) => open.length > 1)
    .map(({ contact, open }) => reason('severalDeals', { name: contact.name, count: open.length }));
  return { ...item, targets: each([...item.targets, ...more]), notes: [...item.notes, ...notes] };
}

/** Everybody the mails of this run went to, looked up together: a hundred addresses a call, whoever they wrote to how often. */
async function hitsFor(zoho: ZohoClient, mails: readonly Addressed[], { targets }: MailRules) {
  const wanted = [
    ...new Map(mails.flatMap(({ recipients }) => recipients.counted).map((one) => [one.address, one])).values(),
  ];
  const finders: ((address: string) => readonly AddressHit[])[] = [];
  for (const module of modulesToSearch(targets)) finders.push(await findPeople(zoho, module, wanted));
  return (address: string): readonly AddressHit[] => finders.flatMap((find) => find(address));
}

async function dealsFor(zoho: ZohoClient, items: readonly MailItem[], { deals }: MailRules) {
  const contacts = items.flatMap(({ targets }) => targets.filter(({ module }) => module === 'Contacts'));
  const ids = contacts.map(({ id }) => id);
  return deals ? findOpenDeals(zoho, ids) : [];
}

/** Skipped mails are settled with their reason; one that has only unclear recipients waits and is tried again. */
function endOf({ ref, label, why, unclear }: MailItem): MailOutcome {
  const end = { ref, label, attached: [], notes: [] };
  if (why !== undefined) return { ...end, state: { skipped: why } };
  return { ...end, state: { waits: unclearReason(unclear) } };
}

async function settleRest({ archive, cycle }: Run, items: readonly MailItem[]): Promise<void> {
  const rest = items.filter((item) => !goesSomewhere(item));
  if (rest.length > 0) await archives.settleMails(archive, cycle, rest.map(endOf), Date.now());
}

const ambiguous = ({ cycle, label, ref, unclear }: MailItem): object => {
  const { message, nextStep } = messageAndStep(unclearReason(unclear));
  const candidates = unclear.flatMap(({ module, candidates: some }) => some.map((one) => ({ module, ...one })));
  return { label, reason: message, nextStep, kind: 'mail', outlook: [{ ref, label }], zoho: candidates, cycle };
};

/** A mail that goes nowhere, as people read it. */
const inPlainWords = ({ why, ...item }: MailItem): object => ({ ...item, ...(why && { reason: sentence(why) }) });

function sorted({ cycle }: Run, items: readonly MailItem[]): MatchedMails {
  const where = (is: (item: MailItem) => boolean, shownAs: (item: MailItem) => object = (item) => item) =>
    items.flatMap((item, at) => (is(item) ? [{ json: shownAs(item), at }] : []));
  const going = where(goesSomewhere);
  const skipped = where(({ why }) => why !== undefined, inPlainWords);
  const unclear = where(({ unclear: some }) => some.length > 0, ambiguous);
  const counts = { matched: going.length, skipped: skipped.length, ambiguous: unclear.length };
  return { going, skipped, ambiguous: unclear, summary: cycleItem(cycle, null, counts) };
}

async function rulesOf(run: Run, settings: MailSettings): Promise<MailRules> {
  const known = await cachedProfile(run, accounts.outlook.mail);
  return { ...settings, recipients: { ...settings.recipients, own: known?.profile.addresses ?? [] } };
}

/** Finds the CRM records that sent mails belong to. Without mails it asks nobody. */
export async function matchMails(
  run: Run,
  changes: readonly ChangeItem[],
  settings: MailSettings,
  connect: () => Promise<ZohoClient>,
): Promise<MatchedMails> {
  await archives.holdLease(run.archive, run.cycle, Date.now());
  const rules = await rulesOf(run, settings);
  const mails = changes.map((change) => addressed(change, rules));
  const asks = mails.some(({ recipients }) => recipients.counted.length > 0);
  const zoho = asks ? await connect() : null;
  const hitsOf = zoho ? await hitsFor(zoho, mails, rules) : () => [];
  const placed = mails.map((mail) => place(mail, hitsOf, rules));
  const deals = zoho ? await dealsFor(zoho, placed, rules) : [];
  const items = rules.deals ? placed.map((item) => withDeals(item, deals)) : placed;
  await settleRest(run, placed);
  return sorted(run, items);
}
