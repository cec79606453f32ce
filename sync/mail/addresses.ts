import { fold } from '../compare';

/** Local part and domain; quotes, brackets, commas and spaces belong to how an address is written, not to it. */
const addressPattern = /^([^\s@<>()[\]:;,"\\]+)@([^\s@<>()[\]:;,"\\]+)$/;
const asciiDomainPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
/** RFC 5321, 4.5.3.1. */
const MAX_ADDRESS_LENGTH = 254;

/** "<Taro@Example.jp>" and "mailto:taro@example.jp" are ways to write one address. */
const bareAddress = (text: string): string =>
  fold(text)
    .replace(/^(?:mailto|smtp):/, '')
    .replace(/^<(.*)>$/, '$1')
    .trim();

/** 例え.jp → xn--r8jz45g.jp, as it travels; null for what can be no domain. */
function toAsciiDomain(domain: string): string | null {
  const url = `http://${domain}`;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return asciiDomainPattern.test(host) && !/^[\d.]+$/.test(host) ? host : null;
}

/** An address in the one form in which addresses are compared (case, width, internationalised domain); null if it is none. */
export function foldAddress(text: string): string | null {
  if (text.length > 4 * MAX_ADDRESS_LENGTH) return null;
  const [, local = '', domain = ''] = addressPattern.exec(bareAddress(text)) ?? [];
  const host = domain && toAsciiDomain(domain);
  const isSound = host && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  const address = `${local}@${host}`;
  return isSound && address.length <= MAX_ADDRESS_LENGTH ? address : null;
}

/** The address as it was typed where every mail system takes it so, else in its one form; null if it is none. */
export function sendableAddress(text: string): string | null {
  const [folded, typed] = [foldAddress(text), text.trim()];
  return folded !== null && typed.toLowerCase() === folded ? typed : folded;
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
export const localPartOf = (address: string): string => address.slice(0, address.lastIndexOf('@'));

/** taro+crm@example.jp is delivered to taro@example.jp. */
export const withoutTag = (address: string): string =>
  `${localPartOf(address).replace(/(.)\+.*$/, '$1')}@${domainOf(address)}`;

/** Spellings under which a CRM may hold an address: as it travels, without its tag, and with its domain as people write it. */
export function addressSpellings(written: string): readonly string[] {
  const address = foldAddress(written);
  if (address === null) return [];
  return [...new Set([address, withoutTag(address), bareAddress(written)])];
}

/** Is it this domain, or one below it? */
export const isDomainOrBelow = (domain: string, above: string): boolean =>
  domain === above || domain.endsWith(`.${above}`);

const escapeRegExp = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** A test of folded addresses: "info@example.jp", "example.jp", "@example.jp", "noreply@*" or "*@*.example.jp". */
export function addressMatcher(written: string): (address: string) => boolean {
  const text = fold(written);
  if (text.includes('*')) {
    const pattern = new RegExp(`^${escapeRegExp(text).replace(/\*/g, '.*')}$`);
    return (address) => pattern.test(text.includes('@') ? address : domainOf(address));
  }
  const domain = toAsciiDomain(text.replace(/^@/, ''));
  if (domain && !text.replace(/^@/, '').includes('@')) return (address) => isDomainOrBelow(domainOf(address), domain);
  const whole = foldAddress(text);
  return (address) => whole !== null && (address === whole || withoutTag(address) === whole);
}

/** Domains where everybody may have a mailbox: they say nothing about a company. The first part alone counts (yahoo.co.jp, yahoo.com). */
const freeMailNames = new Set([
  'gmail',
  'googlemail',
  'yahoo',
  'ymail',
  'hotmail',
  'outlook',
  'live',
  'msn',
  'aol',
  'gmx',
]);
const freeMailDomains = new Set(
  [
    'icloud.com me.com mac.com mail.com email.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com zoho.com',
    'zohomail.com hey.com rocketmail.com duck.com yandex.com yandex.ru mail.ru inbox.ru bk.ru list.ru rambler.ru',
    'web.de t-online.de freenet.de posteo.de mailbox.org arcor.de bluewin.ch orange.fr wanadoo.fr free.fr sfr.fr laposte.net',
    'libero.it virgilio.it alice.it tin.it telefonica.net terra.com.br uol.com.br bol.com.br btinternet.com sky.com',
    'virginmedia.com ntlworld.com comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net earthlink.net',
    'shaw.ca rogers.com bigpond.com optusnet.com.au qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com 139.com',
    'naver.com hanmail.net daum.net nate.com rediffmail.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp',
    'ymobile.ne.jp nifty.com nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp dion.ne.jp infoseek.jp excite.co.jp',
    'goo.jp mail.goo.ne.jp auone.jp jcom.home.ne.jp',
  ].flatMap((line) => line.split(' ')),
);

/** Words before a country's letters that are no names themselves: example.co.jp, example.com.au. */
const secondLevelLabels = new Set([
  'co',
  'com',
  'or',
  'ne',
  'go',
  'ac',
  'ad',
  'gr',
  'ed',
  'lg',
  'org',
  'net',
  'gov',
  'edu',
  'gob',
  'nom',
]);

/** The labels from the name on: ["example", "co", "jp"] of mail.example.co.jp. */
function registeredLabels(domain: string): readonly string[] {
  const labels = domain.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const count = labels.length > 2 && top.length === 2 && secondLevelLabels.has(second) ? 3 : 2;
  return labels.slice(-count);
}

/** Whether anybody may have a mailbox there. */
export function isFreeMail(domain: string): boolean {
  const labels = registeredLabels(domain);
  return freeMailDomains.has(domain) || freeMailDomains.has(labels.join('.')) || freeMailNames.has(labels[0] ?? '');
}

/** "Example" for mail.example.co.jp; null for a free-mail domain. One that is written as it travels (xn--…) stays whole. */
export function companyFromDomain(domain: string): string | null {
  if (isFreeMail(domain)) return null;
  const [name = ''] = registeredLabels(domain);
  return name.startsWith('xn--') ? registeredLabels(domain).join('.') : name.charAt(0).toUpperCase() + name.slice(1);
}
