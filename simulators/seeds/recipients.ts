import { deal } from './deals';
import { sentMail } from './mails';
import type { World } from './world';
import { zohoContact } from './world';

const at = (name: string): string => `${name}@recipients.example`;
const lead = (Last_Name: string, address: string, more = {}) => ({
  ...{ First_Name: 'Lee', Last_Name, Company: `${Last_Name} Ltd`, Email: address },
  ...more,
});

const CONTACTS = [
  zohoContact('Cora', 'Contact', at('contact')),
  zohoContact('Bea', 'Both', at('both')),
  zohoContact('Tess', 'Twice', at('twice')),
  zohoContact('Tess', 'Twice', at('twice'), { Title: 'Again' }),
  zohoContact('Sid', 'Second', at('first'), { Secondary_Email: at('second') }),
  zohoContact('Dan', 'Dealer', at('dealer')),
  zohoContact('Dora', 'Done', at('done')),
  zohoContact('Cass', 'Capital', 'Capital@Recipients.Example'),
  zohoContact('Lea', 'Became', at('converted')),
];

const LEADS = [
  lead('Lead', at('lead')),
  lead('Both', at('both')),
  lead('Pair', at('pair')),
  lead('Pair', at('pair'), { Company: 'Pair Again Ltd' }),
  lead('Became', at('converted'), { Converted__s: true }),
  lead('Gone', at('gone'), { Converted__s: true }),
];

const DEALS = [
  deal('Small order', 'Dan Dealer', 'Qualification', { Modified_Time: '2026-01-01T00:00:00Z' }),
  deal('Big order', 'Dan Dealer', 'Negotiation/Review', { Modified_Time: '2026-02-01T00:00:00Z' }),
  deal('Old order', 'Dan Dealer', 'Closed Won'),
  deal('Lost order', 'Dora Done', 'Closed Lost'),
];

const TO = ['contact', 'lead', 'both', 'twice', 'pair', 'second', 'dealer', 'done', 'capital', 'converted', 'gone'];

/**
 * One mail to each kind of recipient: a contact, a lead, both, two contacts, two leads, a second address, with open
 * deals, with closed ones, in capitals, a lead that became a contact, one that was converted and is a contact no more,
 * and a stranger; then one mail to all of them.
 */
export function recipients(): World {
  const everybody = [...TO, 'stranger'].map(at);
  const each = everybody.map((address, index) => sentMail(index, `To ${address}`, { to: [address] }));
  return {
    zoho: { records: { Contacts: CONTACTS, Leads: LEADS, Deals: DEALS } },
    graph: { contacts: [], mails: [...each, sentMail(everybody.length, 'To all', { to: everybody })] },
  };
}
