// What we rely on of Microsoft Graph, tried on a real mailbox. Each fact names its row of docs/live-facts.md.
import { eventFacts } from './events.mjs';
import { itemFacts } from './items.mjs';
import { taskFacts } from './tasks.mjs';

const tokenHelp = [
  'A token of Microsoft Graph for the mailbox to be checked: sign in at https://developer.microsoft.com/graph/graph-explorer,',
  'consent to Contacts.ReadWrite, Calendars.ReadWrite and Tasks.ReadWrite under "Modify permissions", run GET /me,',
  'and copy the text under "Access token". To have subscriptions tried, too, set GRAPH_NOTIFICATION_URL: an https address of yours',
  'that sends back the text of validationToken.',
].join('\n');

async function open({ call }) {
  const { status, body } = await call('GET', '/me/contacts?$top=1&$select=id');
  if (status !== 200) throw new Error(`The mailbox cannot be read: ${status} ${body?.error?.code ?? ''}`);
}

export const service = {
  name: 'Microsoft Graph',
  tokenName: 'GRAPH_TOKEN',
  tokenHelp,
  addressName: 'GRAPH_ADDRESS',
  address: 'https://graph.microsoft.com/v1.0',
  authorization: (token) => `Bearer ${token}`,
  open,
  facts: [...itemFacts, ...eventFacts, ...taskFacts],
};
