/** n8n's triggers at simulated services, with a clock of n8n's own; who imports this file gets its hooks. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredCredential } from '../support/n8nCredentials';
import { triggerHouse, type TriggerHouse } from '../support/triggerHouse';
import { admin, startWorld, type World } from './worlds';

export let world: World;
let houses: TriggerHouse[] = [];
let minutes = 0;

const realNow = Date.now;
export const later = (more: number): void => void (minutes += more);

beforeAll(async () => {
  world = await startWorld('small');
  // n8n's clock only: the services go on by their own
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + minutes * 60_000);
});
afterEach(async () => {
  for (const house of houses) {
    await house.remove();
    await house.stop();
  }
  houses = [];
  minutes = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

type More = { readonly name?: string; readonly live?: boolean; readonly credential?: StoredCredential };

async function house(type: string, parameters: IDataObject, { credential, ...more }: More = {}): Promise<TriggerHouse> {
  const own = credential ?? (type === 'outlookSyncTrigger' ? world.outlook : world.zoho);
  const made = await triggerHouse(type, { gather: 1, ...parameters }, own, more);
  houses.push(made);
  return made;
}

export const outlook = (parameters: IDataObject = {}, more: More = {}) => house('outlookSyncTrigger', parameters, more);
export const zoho = (parameters: IDataObject = {}, more: More = {}) => house('zohoCrmSyncTrigger', parameters, more);

export interface Subscription {
  readonly id: string;
  readonly notificationUrl: string;
  readonly clientState: string;
  readonly resource: string;
}
interface Channel {
  readonly id: string;
  readonly url: string;
  readonly token: string;
  readonly events: readonly string[];
  readonly relatedToo: boolean;
  readonly expires: number;
}

export const subscriptions = async (): Promise<readonly Subscription[]> =>
  ((await admin(world, 'graph', 'GET', 'state')) as { subscriptions: Subscription[] }).subscriptions;
export const channels = (): readonly Channel[] =>
  [...world.simulators.zoho.state.watch.channels.values()] as unknown as Channel[];
export const requests = async (side: 'graph' | 'zoho'): Promise<number> =>
  ((await admin(world, side, 'GET', 'requests')) as unknown[]).length;

export const row = (clientState: unknown, more: object = {}) => ({
  ...{ clientState, subscriptionId: 's', changeType: 'updated', resource: 'Users/u/Contacts/c' },
  ...more,
});
export const body = (...rows: readonly unknown[]) => ({ body: { value: rows } });
export const secretOf = async (): Promise<string> => (await subscriptions())[0]?.clientState ?? '';

export async function editContact(): Promise<void> {
  const { api, accessToken } = world.simulators.connection.graph;
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const list = (await (await fetch(`${api}/v1.0/me/contacts?$top=1`, { headers })).json()) as {
    value: { id: string }[];
  };
  const url = `${api}/v1.0/me/contacts/${list.value[0]?.id}`;
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ department: `D${realNow()}` }) });
  expect(answer.status).toBe(200);
}
