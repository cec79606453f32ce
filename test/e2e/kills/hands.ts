import type { Connection } from '../harness/credentials';
import { askSimulator } from '../harness/simulators';
import type { Deed } from './history';
import type { KindName, SideName } from './records';
import { nameOf, shapes } from './records';

type Raw = Readonly<Record<string, unknown>>;

interface GraphDump {
  readonly lists: readonly { readonly id: string; readonly displayName: string; readonly tasks: readonly Raw[] }[];
}

async function ask<T>(url: string, method: string, token: string, body?: unknown): Promise<T> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    prefer: 'IdType="ImmutableId"',
  };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Where a kind lies in Graph, and by which field a record is told there. */
const places: Readonly<Record<KindName, { readonly path: (list: string) => string; readonly name: string }>> = {
  contact: { path: () => '/me/contacts', name: 'surname' },
  task: { path: (list) => `/me/todo/lists/${list}/tasks`, name: 'title' },
  event: { path: () => '/me/events', name: 'subject' },
};
const crmName: Readonly<Record<KindName, string>> = { contact: 'Last_Name', task: 'Subject', event: 'Event_Title' };

type Hands = (deed: Deed) => Promise<void>;

/** The one record of that name; a double is an error, for nobody could tell which one the person means. */
function only(found: readonly Raw[], { kind, n, side }: Deed): string {
  const [one] = found;
  if (found.length === 1 && one) return String(one.id);
  throw new Error(`${nameOf[kind](n)} is there ${found.length} times in ${side}`);
}

async function taskList({ graph }: Connection): Promise<string> {
  const { lists } = await askSimulator<GraphDump>(graph.api, 'state');
  return lists.find(({ displayName }) => displayName === 'Tasks')?.id ?? '';
}

async function outlookHands(connection: Connection): Promise<Hands> {
  const { api, accessToken } = connection.graph;
  const list = await taskList(connection);
  const url = (kind: KindName): string => `${api}/v1.0${places[kind].path(list)}`;
  const find = async (deed: Deed): Promise<string> => {
    const { value } = await ask<{ value: Raw[] }>(`${url(deed.kind)}?$top=999`, 'GET', accessToken);
    const id = only(
      value.filter((one) => one[places[deed.kind].name] === nameOf[deed.kind](deed.n)),
      deed,
    );
    return `${url(deed.kind)}/${encodeURIComponent(id)}`;
  };
  return async (deed) => {
    const { create, edit } = shapes[deed.kind];
    if (deed.does === 'create') await ask(url(deed.kind), 'POST', accessToken, create.outlook(deed.n));
    else if (deed.does === 'edit') await ask(await find(deed), 'PATCH', accessToken, edit.outlook(deed.round));
    else await ask(await find(deed), 'DELETE', accessToken);
  };
}

function crmHands({ zoho }: Connection): Hands {
  const { api, accessToken } = zoho;
  const find = async (deed: Deed): Promise<string> => {
    const { module } = shapes[deed.kind];
    const { modules } = await askSimulator<{ modules: Record<string, Raw[]> }>(api, 'state');
    const wanted = (modules[module] ?? []).filter((one) => one[crmName[deed.kind]] === nameOf[deed.kind](deed.n));
    return `${api}/crm/v8/${module}/${only(wanted, deed)}`;
  };
  const quietly = (body: Raw) => ({ data: [body], trigger: [] });
  return async (deed) => {
    const { module, create, edit } = shapes[deed.kind];
    const url = `${api}/crm/v8/${module}`;
    if (deed.does === 'create') await ask(url, 'POST', accessToken, quietly(create.zoho(deed.n)));
    else if (deed.does === 'edit') await ask(await find(deed), 'PUT', accessToken, quietly(edit.zoho(deed.round)));
    else await ask(`${await find(deed)}?wf_trigger=`, 'DELETE', accessToken);
  };
}

/** What a person does on both sides, by the vendors' own requests and with the tokens the simulators print. */
export async function handsOf(connection: Connection): Promise<(deeds: readonly Deed[]) => Promise<void>> {
  const hands: Readonly<Record<SideName, Hands>> = {
    outlook: await outlookHands(connection),
    zoho: crmHands(connection),
  };
  return async (deeds) => {
    for (const deed of deeds) await hands[deed.side](deed);
  };
}
