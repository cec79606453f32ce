import { fold } from './likeness';

/** Local part and domain; quotes, brackets, commas and spaces belong to how an address is written, not to it. */
const shape = /^([^\s@<>()[\]:;,"\\]+)@([^\s@<>()[\]:;,"\\]+)$/;
const asciiDomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
/** RFC 5321, 4.5.3.1. */
const longest = 254;

/** "<Taro@Example.jp>" and "mailto:taro@example.jp" are ways to write one address. */
const bare = (text: string): string =>
  fold(text)
    .replace(/^(?:mailto|smtp):/, '')
    .replace(/^<(.*)>$/, '$1')
    .trim();

/** 例え.jp → xn--r8jz45g.jp, as it travels; null for what can be no domain. */
function travelling(domain: string): string | null {
  const url = `http://${domain}`;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return asciiDomain.test(host) && !/^[\d.]+$/.test(host) ? host : null;
}

/** An address in the one form in which addresses are compared (case, width, internationalised domain); null if it is none. */
export function foldAddress(text: string): string | null {
  if (text.length > 4 * longest) return null;
  const [, local = '', domain = ''] = shape.exec(bare(text)) ?? [];
  const host = domain && travelling(domain);
  const isSound = host && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  const address = `${local}@${host}`;
  return isSound && address.length <= longest ? address : null;
}

/** The address as it was typed where every mail system takes it so, else in its one form; null if it is none. */
export function sendable(text: string): string | null {
  const [folded, typed] = [foldAddress(text), text.trim()];
  return folded !== null && typed.toLowerCase() === folded ? typed : folded;
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
export const localOf = (address: string): string => address.slice(0, address.lastIndexOf('@'));

/** taro+crm@example.jp is delivered to taro@example.jp. */
export const withoutTag = (address: string): string =>
  `${localOf(address).replace(/(.)\+.*$/, '$1')}@${domainOf(address)}`;

/** Spellings under which a CRM may hold an address: as it travels, without its tag, and with its domain as people write it. */
export function spellings(written: string): readonly string[] {
  const address = foldAddress(written);
  if (address === null) return [];
  return [...new Set([address, withoutTag(address), bare(written)])];
}

/** Is it this domain, or one below it? */
export const isIn = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`);

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/**
 * An address ("info@example.jp"), a domain ("example.jp", "@example.jp") or a pattern with stars ("noreply@*", "*@*.example.jp")
 * as a test of folded addresses.
 */
export function patternOf(written: string): (address: string) => boolean {
  const text = fold(written);
  if (text.includes('*')) {
    const pattern = new RegExp(`^${escaped(text).replace(/\*/g, '.*')}$`);
    return (address) => pattern.test(text.includes('@') ? address : domainOf(address));
  }
  const domain = travelling(text.replace(/^@/, ''));
  if (domain && !text.replace(/^@/, '').includes('@')) return (address) => isIn(domainOf(address), domain);
  const whole = foldAddress(text);
  return (address) => whole !== null && (address === whole || withoutTag(address) === whole);
}
