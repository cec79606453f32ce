import { outlookContact, zohoContact } from '../../simulators/seeds/world';

const name = (side: string, n: number) => [`${side}${n}`, `Person${n}`, `${side}${n}@load.example`] as const;

/** Half of the contacts only in Outlook, half only in the CRM. */
export function halves(size: number) {
  const half = Array.from({ length: Math.floor(size / 2) }, (_, n) => n);
  const contacts = half.map((n) => {
    const [given, surname, email] = name('mail', n);
    return outlookContact(given, surname, [email], { jobTitle: 'Tester' });
  });
  return {
    zoho: { records: { Contacts: half.map((n) => zohoContact(...name('crm', n))) } },
    graph: { categories: [{ displayName: 'Zoho' }], contacts },
  };
}
