import { receiver } from './graph/receiver';
import type { Answer, Json } from './zohoHarness';
import { zohoUnderTest } from './zohoHarness';

export const HOUR = 3_600_000;
export const itemsOf = ({ body }: Answer): Json[] => (body as { watch: Json[] }).watch;
export const codesOf = (answer: Answer) => itemsOf(answer).map(({ code }) => code);

/** A Zoho simulator, a web server that takes its notifications, and short ways to ask for them. */
export function watchUnderTest() {
  const zoho = zohoUnderTest();
  const { service, crm, insert } = zoho;
  const hook = receiver();
  let url = '';
  beforeAll(async () => {
    url = await hook.start();
  });
  afterAll(() => hook.stop());
  beforeEach(() => {
    hook.reset();
    Object.assign(service.limits, { httpNotifications: true, notifyAfterMs: 5, notifyRetryMs: 20 });
  });

  const channel = (more: Json = {}): Json => ({
    ...{ channel_id: '1001', events: ['Contacts.all'], token: 'secret-1', notify_url: `${url}/zoho?node=a` },
    ...more,
  });
  const send = (method: string, ...watch: readonly Json[]) => crm('/actions/watch', { method, body: { watch } });
  const enable = (more: Json = {}) => send('POST', channel(more));
  return {
    ...{ ...zoho, hook, channel, send, enable },
    add: (name = 'A') => insert('Contacts', [{ Last_Name: name }]),
    /** The bodies of the first posts, once so many have come. */
    bodies: async (count: number): Promise<Json[]> => (await hook.posts(count)).map(({ body }) => body),
    /** How each delivery so far ended, and at which try. */
    deliveries: () => service.state.watch.deliveries.map(({ outcome, attempt }) => [outcome, attempt]),
  };
}
