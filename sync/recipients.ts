import { domainOf, foldAddress, isIn, patternOf, withoutTag } from './addresses';
import { isFreeMail } from './domains';

/** Somebody a mail is from or went to, as Outlook says it. */
export type Person = { readonly name: string; readonly address: string };
export type Line = 'to' | 'cc' | 'bcc';
/** Who a mail went to, line by line. */
export type Lines = Readonly<Record<Line, readonly Person[]>>;

/** Which recipients count. */
export interface RecipientRules {
  readonly lines: readonly Line[];
  /** Addresses of the mailbox itself. */
  readonly own: readonly string[];
  /** Domains of colleagues; null: that of the mailbox's own addresses. */
  readonly internalDomains: readonly string[] | null;
  /** Addresses, domains and patterns that are left out. */
  readonly ignored: readonly string[];
}

/** A recipient that counts; `address` in the form in which addresses are compared, `written` as the mail has it. */
export interface Recipient {
  readonly address: string;
  readonly written: string;
  readonly name: string;
}

/** Somebody who does not count, and why, in the user's words. */
export interface LeftOut {
  readonly who: string;
  readonly reason: string;
}

export interface Recipients {
  readonly counted: readonly Recipient[];
  readonly leftOut: readonly LeftOut[];
}

/** Nobody reads these mailboxes; a record of them would help nobody. */
const machine = /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)(?:[-+.].*)?@/;

type Rule = (address: string) => string | null;

/** Colleagues are told by the domain of the mailbox itself, unless that is one where everybody may be. */
function internalTo({ internalDomains, own }: RecipientRules): readonly string[] {
  const domains = internalDomains ?? own.flatMap((one) => foldAddress(one) ?? []).map(domainOf);
  const folded = domains.flatMap((one) => foldAddress(`a@${one.replace(/^.*@/, '')}`) ?? []).map(domainOf);
  return [...new Set(folded)].filter((one) => internalDomains !== null || !isFreeMail(one));
}

/** Why a sound address does not count; the first reason is told. */
function rulesOf(rules: RecipientRules): readonly Rule[] {
  const own = new Set(rules.own.flatMap((one) => foldAddress(one) ?? []));
  const internal = internalTo(rules);
  const ignored = rules.ignored.filter((one) => one.trim()).map((text) => ({ text, test: patternOf(text) }));
  return [
    (address) => (own.has(address) || own.has(withoutTag(address)) ? 'is the mailbox itself' : null),
    (address) => {
      const domain = internal.find((one) => isIn(domainOf(address), one));
      return domain ? `is internal (${domain})` : null;
    },
    (address) => {
      const found = ignored.find(({ test }) => test(address));
      return found ? `is left out by "${found.text.trim()}"` : null;
    },
    (address) => (machine.test(address) ? 'is an automatic address that nobody reads' : null),
  ];
}

/** Exchange's own names for groups and people it has no address of look like paths. */
function unsound({ name, address }: Person): LeftOut {
  const who = address.trim() || name.trim() || 'a recipient';
  if (!address.trim()) return { who, reason: 'has no e-mail address (a group or a private list)' };
  const isGroup = /^\/o=/i.test(address.trim()) || /:;?$|;$/.test(address.trim()) || /undisclosed/i.test(address);
  return { who, reason: isGroup ? 'is a group, not a person' : 'is no e-mail address' };
}

function judge(person: Person, rules: readonly Rule[]): Recipient | LeftOut {
  const address = foldAddress(person.address);
  if (address === null) return unsound(person);
  const reason = rules.map((rule) => rule(address)).find((one) => one !== null);
  if (reason) return { who: address, reason };
  return { address, written: person.address.trim(), name: person.name.trim() };
}

const once = <T>(all: readonly T[], by: (one: T) => string): readonly T[] =>
  [...new Map(all.toReversed().map((one) => [by(one), one])).values()].toReversed();

/** Who of a mail's recipients counts, each once however often and however the address is written, and why the others do not. */
export function recipientsOf(lines: Lines, rules: RecipientRules): Recipients {
  const tests = rulesOf(rules);
  const judged = rules.lines.flatMap((line) => lines[line]).map((person) => judge(person, tests));
  const counted = judged.filter((one): one is Recipient => 'address' in one);
  const leftOut = judged.filter((one): one is LeftOut => 'reason' in one);
  return { counted: once(counted, ({ address }) => address), leftOut: once(leftOut, ({ who }) => who) };
}
