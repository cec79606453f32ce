import type { GraphSeed } from '../graph';
import type { ZohoSeed } from '../zoho';

/** Plain data for both simulators. */
export interface World {
  readonly zoho: ZohoSeed;
  readonly graph: GraphSeed;
}

type Vendor = Record<string, unknown>;

/** The category that puts an Outlook contact in scope. */
export const IN_SCOPE = 'Zoho';

/** MAPI properties that Graph has no named contact field for. */
const EXTENDED = {
  businessFax: 'String 0x3A24',
  otherPhone: 'String 0x3A1F',
  assistantPhone: 'String 0x3A2E',
} as const;

/** The three numbers as Graph keeps them; absent ones are left out. */
export function extendedPhones(numbers: Partial<Record<keyof typeof EXTENDED, string>>): Vendor {
  const entries = Object.entries(numbers) as [keyof typeof EXTENDED, string][];
  if (entries.length === 0) return {};
  return { singleValueExtendedProperties: entries.map(([name, value]) => ({ id: EXTENDED[name], value })) };
}

/** An Outlook contact in scope; `emails` are its addresses in order. */
export function outlookContact(
  given: string | null,
  surname: string | null,
  emails: readonly string[],
  more: Vendor = {},
): Vendor {
  const displayName = [given, surname].filter(Boolean).join(' ');
  return {
    ...{ givenName: given, surname, displayName, categories: [IN_SCOPE] },
    emailAddresses: emails.map((address) => ({ address, name: displayName })),
    ...more,
  };
}

/** A Zoho contact. */
export function zohoContact(first: string | null, last: string, email: string | null, more: Vendor = {}): Vendor {
  return { First_Name: first, Last_Name: last, Email: email, ...more };
}
