import { domainToUnicode } from 'node:url';
import { foldAddress } from '../../sync/compare';
import { ArchiveError } from '../store/errors';

/** Tells whether a text says what is looked for. */
export type Says = (text: string) => boolean;

/** As `foldAddress` takes them: case, width, marks nobody sees and odd hyphens make no other address. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toLowerCase();

const blanks = new Set(['n', 'r', 't', 'b', 'f']);

/** A text within JSON as it was before it became JSON; what is a blank there is one. */
const outOfJson = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_all, code?: string, sign = '') => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
    return blanks.has(sign) ? ' ' : sign;
  });

const outOfUrl = (text: string): string =>
  text.replace(/%([0-7][0-9a-f])/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));

/** The text, and what it is where it stands in JSON, in JSON within that, or in an address of the web. */
function* readings(text: string): Generator<string> {
  yield text;
  if (text.includes('%40')) yield outOfUrl(text);
  if (!text.includes('\\')) return;
  const once = outOfJson(text);
  yield once;
  if (once.includes('\\')) yield outOfJson(once);
}

/** `foo.ann@…`, `foo+ann@…` and `joann@…` are not `ann@…`; a sign that nobody's name ends with, such as `--ann@…`, is no part of it. */
const goesOnBefore = /[a-z0-9][._+~!#$*^-]?$/;
/** Nor is `ann@x.com.au` the same as `ann@x.com`. */
const goesOnAfter = /^[.-]?[a-z0-9]/;

function standsIn(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const [before, after] = [
      text.slice(Math.max(0, at - 2), at),
      text.slice(at + address.length, at + address.length + 2),
    ];
    if (!goesOnBefore.test(before) && !goesOnAfter.test(after)) return true;
  }
  return false;
}

/** Finds one e-mail address, however it is written, and no other one that only looks like it. Throws ArchiveError if it is none. */
export function addressFinder(given: string): { readonly says: Says; readonly is: Says } {
  const address = foldAddress(given);
  if (address === null)
    throw new ArchiveError(`"${given}" is no e-mail address.`, 'Give one such as name@example.com.');
  const [local = '', domain = ''] = address.split('@');
  const spellings = [...new Set([address, `${local}@${domainToUnicode(domain)}`])];
  const says = (text: string): boolean => {
    for (const reading of readings(text)) {
      const folded = plain(reading);
      if (spellings.some((spelling) => standsIn(folded, spelling))) return true;
    }
    return false;
  };
  return {
    says: (text) => /@|%40|\uff20|\ufe6b/.test(text) && says(text),
    is: (text) => foldAddress(text) === address,
  };
}
