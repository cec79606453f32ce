// What we rely on of Zoho CRM and of Zoho's calendar server, tried on a real org. Each fact names its row of docs/live-facts.md.
import { calDavFacts } from './calDav.mjs';
import { readFacts } from './reads.mjs';
import { recordFacts } from './records.mjs';

const tokenHelp = [
  'An access token of Zoho CRM with exactly the scopes of the credential (docs/sign-in.md lists them): https://api-console.zoho.com,',
  'a Self Client, "Generate Code", and the code exchanged for a token. Outside the United States set ZOHO_ADDRESS, as in',
  'ZOHO_ADDRESS=https://www.zohoapis.eu/crm/v8. For the calendar: ZOHO_CALDAV_USER and ZOHO_CALDAV_PASSWORD (app-specific),',
  'and ZOHO_CALDAV_ADDRESS, as in https://calendar.zoho.eu.',
].join('\n');

async function open({ call }) {
  const { status, body } = await call('GET', '/users?type=CurrentUser');
  if (status !== 200) throw new Error(`The org cannot be read: ${status} ${body?.code ?? ''}`);
}

export const service = {
  name: 'Zoho CRM',
  tokenName: 'ZOHO_TOKEN',
  tokenHelp,
  addressName: 'ZOHO_ADDRESS',
  address: 'https://www.zohoapis.com/crm/v8',
  authorization: (token) => `Zoho-oauthtoken ${token}`,
  open,
  facts: [...recordFacts, ...readFacts, ...calDavFacts],
};
