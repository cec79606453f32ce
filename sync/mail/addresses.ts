import { getDomain, getDomainWithoutSuffix } from 'tldts-icann';
import providers from 'email-providers/all.json';
import { bareAddress, fold, foldAddress, toAsciiDomain } from '../compare';

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

/** Is this the text, with anything for each `*`? Each part where it first fits: a regular expression would try all places of all. */
function fitsStars(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && text.length - last.length >= at;
}

/** At a glance: one @, and a dot within what follows. In one pass, for addresses come from everywhere. */
function looksLikeAddress(text: string): boolean {
  const at = text.indexOf('@');
  const domain = text.slice(at + 1);
  return at > 0 && !/[@\s]/.test(domain) && !/\s/.test(text) && domain.slice(1, -1).includes('.');
}

/** The address that a text says, in the form in which addresses are compared; null for a name, an id, an X.500 name. */
export const addressIn = (text: string): string | null =>
  foldAddress(text) ?? (looksLikeAddress(text) ? fold(text) : null);

/** A test of folded addresses: "info@example.jp", "example.jp", "@example.jp", "noreply@*" or "*@*.example.jp". */
export function addressMatcher(written: string): (address: string) => boolean {
  const text = fold(written);
  if (text.includes('*')) return (address) => fitsStars(text, text.includes('@') ? address : domainOf(address));
  const domain = toAsciiDomain(text.replace(/^@/, ''));
  if (domain && !text.replace(/^@/, '').includes('@')) return (address) => isDomainOrBelow(domainOf(address), domain);
  const whole = foldAddress(text);
  return (address) => whole !== null && (address === whole || withoutTag(address) === whole);
}

/** Where everybody may have a mailbox, whatever the country: yahoo.co.jp, yahoo.com. */
const providerNames = new Set('gmail googlemail yahoo ymail hotmail outlook live msn aol gmx'.split(' '));

/** Providers that the list of `email-providers` does not know: most are Japan's carriers and ISPs. */
const moreProviders = [
  'au.com auone.jp auone-net.jp dion.ne.jp docomo.ne.jp disney.ne.jp emnet.ne.jp emobile.ne.jp ezweb.ne.jp mineo.jp mopera.net',
  'pdx.ne.jp rakumail.jp rakuten.jp softbank.jp softbank.ne.jp uqmobile.jp vodafone.ne.jp wcm.ne.jp willcom.com ymobile.ne.jp',
  'ymobile1.ne.jp asahi-net.or.jp bbiq.jp biglobe.ne.jp commufa.jp dti.ne.jp eonet.ne.jp goo.jp goo.ne.jp hi-ho.ne.jp iij4u.or.jp',
  'infoweb.ne.jp kcn.ne.jp megaegg.ne.jp mesh.ad.jp nifty.com nifty.ne.jp ocn.ne.jp odn.ad.jp odn.ne.jp pikara.ne.jp plala.or.jp',
  'sannet.ne.jp so-net.ne.jp t-com.ne.jp tiki.ne.jp tokai.or.jp ucom.ne.jp ybb.ne.jp zaq.ne.jp 139.com duck.com fastmail.com hey.com',
  'mailbox.org posteo.de sohu.com telefonica.net tin.it tuta.io tutanota.com zohomail.com',
].flatMap((line) => line.split(' '));

/** What the list holds by mistake: nobody has a mailbox there (RFC 2606). */
const reserved = ['example.com', 'example.net', 'example.org', 'test.com'];
const providerDomains = new Set([...providers, ...moreProviders].filter((domain) => !reserved.includes(domain)));

/** Whether anybody may have a mailbox there: it says nothing about a company. */
export function isFreeMail(domain: string): boolean {
  const registered = getDomain(domain) ?? domain;
  const isListed = providerDomains.has(domain) || providerDomains.has(registered);
  return isListed || providerNames.has(getDomainWithoutSuffix(domain) ?? '');
}

/** "Example" for mail.example.co.jp; null for a provider's domain. One that is written as it travels (xn--…) stays whole. */
export function companyFromDomain(domain: string): string | null {
  if (isFreeMail(domain)) return null;
  const name = getDomainWithoutSuffix(domain) ?? domain;
  return name.startsWith('xn--') ? getDomain(domain) : name.charAt(0).toUpperCase() + name.slice(1);
}
