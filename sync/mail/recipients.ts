import { reason, type Reason } from '../../reasons';
import { foldAddress } from '../compare';
import { domainOf, isDomainOrBelow, addressMatcher, withoutTag, isFreeMail, localPartOf } from './addresses';

/** Somebody a mail is from or went to, as Outlook says it. */
export type Person = { readonly name: string; readonly address: string };
export type RecipientLine = 'to' | 'cc' | 'bcc';
/** Who a mail went to, line by line. */
export type RecipientLines = Readonly<Record<RecipientLine, readonly Person[]>>;

/** Which recipients count. */
export interface RecipientRules {
  readonly lines: readonly RecipientLine[];
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
export interface ExcludedRecipient {
  readonly who: string;
  readonly reason: Reason;
}

export interface Recipients {
  readonly counted: readonly Recipient[];
  readonly excluded: readonly ExcludedRecipient[];
}

/** Nobody reads these mailboxes; a record of them would help nobody. Of the local part: */
const automaticNames: readonly RegExp[] = [
  /(?:^|[-._+])(?:no|do?n[o'’]?t|do[-._]not)[-._]?reply(?:$|[-._+\d])/,
  /^(?:mailer-daemon|postmaster|listserv|majordomo|mailman|auto-?(?:reply|responder|confirm)|notifications?|newsletters?)(?:$|[-._+])/,
  /^(?:bounces?|reply|replies|return|unsubscribe|unsub|subscribe)(?:$|[-+=])/,
  /^owner-|[-+](?:request|owner|bounces?|unsubscribe|subscribe|confirm)$/,
  // Envelope addresses: of lists, and rewritten on the way.
  /^(?:prvs|msprvs1|srs[01]|btv1)=|=[a-z0-9-]+(?:\.[a-z0-9-]+)+$/,
  // A token and nothing else: where an answer goes to a program.
  /^[0-9a-f]{24,}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
];
/** Of the domain: lists, and hosts that only take answers in. */
const automaticDomain =
  /^(?:bounces?|reply|replies|unsub(?:scribe)?|lists?|listserv)\.|^(?:googlegroups\.com|groups\.io)$/;

const isAutomatic = (address: string): boolean =>
  automaticNames.some((pattern) => pattern.test(localPartOf(address))) || automaticDomain.test(domainOf(address));

type ExclusionRule = (address: string) => Reason | null;

/** Colleagues are told by the domain of the mailbox itself, unless that is one where everybody may be. */
function internalDomainsOf({ internalDomains, own }: RecipientRules): readonly string[] {
  const domains = internalDomains ?? own.flatMap((one) => foldAddress(one) ?? []).map(domainOf);
  const folded = domains.flatMap((one) => foldAddress(`a@${one.replace(/^.*@/, '')}`) ?? []).map(domainOf);
  return [...new Set(folded)].filter((one) => internalDomains !== null || !isFreeMail(one));
}

/** Why a sound address does not count; the first reason is told. */
function exclusionRules(rules: RecipientRules): readonly ExclusionRule[] {
  const own = new Set(rules.own.flatMap((one) => foldAddress(one) ?? []));
  const internal = internalDomainsOf(rules);
  const ignored = rules.ignored.filter((one) => one.trim()).map((text) => ({ text, test: addressMatcher(text) }));
  return [
    (address) => (own.has(address) || own.has(withoutTag(address)) ? reason('mailboxItself') : null),
    (address) => {
      const domain = internal.find((one) => isDomainOrBelow(domainOf(address), one));
      return domain ? reason('internalAddress', { domain }) : null;
    },
    (address) => {
      const found = ignored.find(({ test }) => test(address));
      return found ? reason('ignoredAddress', { rule: found.text.trim() }) : null;
    },
    (address) => (isAutomatic(address) ? reason('automaticAddress') : null),
  ];
}

/** Exchange's own names for groups and people it has no address of look like paths; which of both it is nobody can tell. */
function invalidAddress({ name, address }: Person): ExcludedRecipient {
  const who = address.trim() || name.trim() || 'a recipient';
  if (!address.trim()) return { who, reason: reason('noAddress') };
  if (/^\/o=/i.test(address.trim())) return { who, reason: reason('internalName') };
  const isGroup = /:;?$|;$/.test(address.trim()) || /undisclosed/i.test(address);
  return { who, reason: reason(isGroup ? 'groupAddress' : 'noEmailAddress') };
}

function classifyRecipient(person: Person, rules: readonly ExclusionRule[]): Recipient | ExcludedRecipient {
  const address = foldAddress(person.address);
  if (address === null) return invalidAddress(person);
  const why = rules.map((rule) => rule(address)).find((one) => one !== null);
  if (why) return { who: address, reason: why };
  return { address, written: person.address.trim(), name: person.name.trim() };
}

const uniqueBy = <T>(all: readonly T[], by: (one: T) => string): readonly T[] =>
  [...new Map(all.toReversed().map((one) => [by(one), one])).values()].toReversed();

/** Who of a mail's recipients counts, each once however often and however the address is written, and why the others do not. */
export function selectRecipients(lines: RecipientLines, rules: RecipientRules): Recipients {
  const tests = exclusionRules(rules);
  const classified = rules.lines.flatMap((line) => lines[line]).map((person) => classifyRecipient(person, tests));
  const counted = classified.filter((one): one is Recipient => 'address' in one);
  const leftOut = classified.filter((one): one is ExcludedRecipient => 'reason' in one);
  return { counted: uniqueBy(counted, ({ address }) => address), excluded: uniqueBy(leftOut, ({ who }) => who) };
}

/** Commas and semicolons part people, but not within quotes or angle brackets ("Yamada, Taro" <taro@example.jp>). */
const addressParts = (text: string): readonly string[] => text.match(/(?:"[^"]*"|<[^<>]*>|[^,;"<]|["<])+/g) ?? [];

function parsePerson(text: string): Person | null {
  const part = text.trim();
  const open = part.endsWith('>') ? part.lastIndexOf('<') : -1;
  const [name, inside] = open < 0 ? ['', part] : [part.slice(0, open).trim(), part.slice(open + 1, -1)];
  const address = inside.trim();
  return address ? { name: name.replace(/^"(.*)"$/, '$1').trim(), address } : null;
}

/** `Taro <taro@example.jp>, hanako@example.jp`, as people and mail programs write recipients. */
export const parseAddressList = (text: string): readonly Person[] =>
  addressParts(text).flatMap((part) => parsePerson(part) ?? []);
