import type { Raw } from './contactRows';
import { outlookEmails } from './contactRows';
import type { Connection } from './credentials';
import { outlookContacts, zohoRecords } from './simulators';

/** One person in both address books, told by an e-mail address, and what people do to that contact by hand. */
export interface People {
  readonly inOutlook: (email: string) => Promise<Raw>;
  readonly inZoho: (email: string) => Promise<Raw>;
  readonly editOutlook: (email: string, body: Raw) => Promise<void>;
  readonly addToOutlook: (body: Raw) => Promise<void>;
  readonly deleteInOutlook: (email: string) => Promise<void>;
  readonly addToZoho: (body: Raw) => Promise<void>;
  readonly editZoho: (email: string, body: Raw) => Promise<void>;
  readonly everybodyInZoho: () => Promise<number>;
  /** of the default folder, with nobody left */
  readonly emptyOutlook: () => Promise<void>;
  readonly howMany: (email: string) => Promise<{ readonly outlook: number; readonly zoho: number }>;
}

async function ask(url: string, method: string, token: string, body?: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}

function only(found: readonly Raw[], email: string, where: string): Raw {
  const [one] = found;
  if (found.length !== 1 || !one) throw new Error(`${email} is ${found.length} times in ${where}`);
  return one;
}

/** A person's edit may start workflows; ours must not, and only those are to be counted. */
const quietly = (body: Raw) => ({ data: [body], trigger: [] });

/** Acts with the access tokens that the simulators print. */
export function peopleOf(connection: Connection): People {
  const { graph, zoho } = connection;
  const outlook = async (email: string) =>
    (await outlookContacts(connection)).filter((raw) => outlookEmails(raw).includes(email));
  const crm = async (email: string) => (await zohoRecords(connection, 'Contacts')).filter((raw) => raw.Email === email);
  const inOutlook = async (email: string) => only(await outlook(email), email, 'Outlook');
  const inZoho = async (email: string) => only(await crm(email), email, 'Zoho CRM');
  const contact = async (email: string) =>
    `${graph.api}/v1.0/me/contacts/${encodeURIComponent(String((await inOutlook(email)).id))}`;
  return {
    inOutlook,
    inZoho,
    editOutlook: async (email, body) => ask(await contact(email), 'PATCH', graph.accessToken, body),
    addToOutlook: (body) => ask(`${graph.api}/v1.0/me/contacts`, 'POST', graph.accessToken, body),
    deleteInOutlook: async (email) => ask(await contact(email), 'DELETE', graph.accessToken),
    addToZoho: (body) => ask(`${zoho.api}/crm/v8/Contacts`, 'POST', zoho.accessToken, quietly(body)),
    editZoho: async (email, body) => {
      const url = `${zoho.api}/crm/v8/Contacts/${String((await inZoho(email)).id)}`;
      await ask(url, 'PUT', zoho.accessToken, quietly(body));
    },
    everybodyInZoho: async () => (await zohoRecords(connection, 'Contacts')).length,
    emptyOutlook: async () => {
      for (const { id } of await outlookContacts(connection)) {
        const url = `${graph.api}/v1.0/me/contacts/${encodeURIComponent(String(id))}`;
        await ask(url, 'DELETE', graph.accessToken);
      }
    },
    howMany: async (email) => ({ outlook: (await outlook(email)).length, zoho: (await crm(email)).length }),
  };
}
