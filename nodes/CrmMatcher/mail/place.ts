import type { CycleRef } from '../../../archive';
import type { OpenDeal } from '../../../sides/zoho/mail';
import { companyOf } from '../../../sync/domains';
import { domainOf } from '../../../sync/addresses';
import { fold } from '../../../sync/likeness';
import type { Fields, Value } from '../../../sync/model';
import { personName } from '../../../sync/personName';
import type { LeftOut, Line, Lines, Person, Recipient, Recipients } from '../../../sync/recipients';
import { recipientsOf } from '../../../sync/recipients';
import type { Hit } from '../../../sync/targets';
import { choose, lookedUp } from '../../../sync/targets';
import type { ChangeItem } from '../../shared/items';
import type { MailItem, MailNewcomer, MailTarget, UnclearAddress } from '../../shared/mailItems';
import type { MailRules } from './rules';

/** A mail and those of its recipients that count. */
export interface Addressed {
  readonly change: ChangeItem;
  readonly recipients: Recipients;
}

const people = (value: Value | undefined): readonly Person[] =>
  Array.isArray(value) ? (value as unknown as readonly Person[]) : [];

const linesOf = ({ to, cc, bcc }: Fields): Lines => ({ to: people(to), cc: people(cc), bcc: people(bcc) });

export const addressed = (change: ChangeItem, { recipients }: MailRules): Addressed => ({
  change,
  recipients: recipientsOf(linesOf(change.fields), recipients),
});

type HitsOf = (address: string) => readonly Hit[];

const newcomer = ({ address, written, name }: Recipient, module: MailNewcomer['module']): MailNewcomer => {
  const called = personName(name, address);
  return { module, address, written, ...called, companyName: called.companyName ?? companyOf(domainOf(fold(written))) };
};

const target = (address: string, { module, id, name }: Hit): MailTarget => ({ module, id, name, address });

/** A record may be that of two recipients, by two of its addresses. */
const each = (targets: readonly MailTarget[]): readonly MailTarget[] =>
  [...new Map(targets.toReversed().map((one) => [`${one.module}/${one.id}`, one])).values()].toReversed();

/** Bcc is nobody's business unless the user counts it. */
const shown = (fields: Fields, lines: readonly Line[]): Fields =>
  lines.includes('bcc') ? fields : { ...fields, bcc: [] };

/** Where a mail belongs, and who would have to be created for it. */
export function place({ change, recipients }: Addressed, hitsOf: HitsOf, rules: MailRules): MailItem {
  const chosen = recipients.counted.map((who) => ({ who, ...choose(hitsOf(who.address), rules.targets) }));
  const unclear = chosen.flatMap(({ who, unclear: some }) =>
    some.map(({ module, candidates }): UnclearAddress => {
      return { address: who.address, module, candidates: candidates.map(({ id, name }) => ({ id, name })) };
    }),
  );
  const item: MailItem = {
    cycle: change.cycle as CycleRef,
    kind: 'mail',
    label: change.label,
    ref: change.ref,
    mail: shown(change.fields, rules.recipients.lines),
    targets: each(chosen.flatMap(({ who, records }) => records.map((hit) => target(who.address, hit)))),
    create: chosen.flatMap(({ who, create }) => (create ? [newcomer(who, create)] : [])),
    unclear,
    leftOut: recipients.leftOut,
    notes: [],
  };
  return goesSomewhere(item) || unclear.length > 0 ? item : { ...item, reason: whyNowhere(item, recipients, rules) };
}

export const goesSomewhere = ({ targets, create }: MailItem): boolean => targets.length + create.length > 0;

const some = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join('; ')}; and ${names.length - 5} more` : names.join('; ');
const said = ({ who, reason }: LeftOut): string => `${who} ${reason}`;

function whyNowhere({ mail }: MailItem, { counted, leftOut }: Recipients, rules: MailRules): string {
  if (counted.length > 0) {
    const where = lookedUp(rules.targets).map((module) => module.toLowerCase());
    return `Nobody it went to is among the ${where.join(' and ')} of the CRM: ${some(counted.map(({ address }) => address))}`;
  }
  if (leftOut.length > 0) return `Nobody it went to counts: ${some(leftOut.map(said))}`;
  const all = (['to', 'cc', 'bcc'] as const).some((line) => people(mail[line]).length > 0);
  return all ? 'It has no recipients in the lines that count' : 'It has no recipients';
}

/** The mail also goes to the one open deal of each of its contacts; of several a person has to choose. */
export function withDeals(item: MailItem, deals: readonly OpenDeal[]): MailItem {
  const contacts = item.targets.filter(({ module }) => module === 'Contacts');
  const found = contacts.map((contact) => ({ contact, open: deals.filter((deal) => deal.contact === contact.id) }));
  const more = found.flatMap(({ contact, open }): MailTarget[] =>
    open.length === 1 && open[0]
      ? [{ module: 'Deals', id: open[0].id, name: open[0].name, address: contact.address, contact: contact.id }]
      : [],
  );
  const notes = found
    .filter(({ open }) => open.length > 1)
    .map(({ contact, open }) => `${contact.name} has ${open.length} open deals, so it was attached to none of them`);
  return { ...item, targets: each([...item.targets, ...more]), notes: [...item.notes, ...notes] };
}
