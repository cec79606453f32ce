/** What Zoho sends to a trigger's address. */
import type { Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import { LEAD } from './examples';
import type { Zoho } from './replay';

/** Subscribes to leads and answers the body of the first notification about `act`. */
async function told(zoho: Zoho, version: string, act: () => Promise<unknown>): Promise<unknown> {
  const { createServer } = await import('node:http');
  let take: (body: unknown) => void = () => undefined;
  const received = new Promise<unknown>((resolve) => void (take = resolve));
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      take(JSON.parse(Buffer.concat(parts).toString()));
      reply.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  Object.assign(zoho.service.limits, { httpNotifications: true });
  const watch = { channel_id: '1', events: ['Leads.all'], notify_url: `http://127.0.0.1:${port}/`, token: 't' };
  await zoho.call(`/crm/${version}/actions/watch`, { body: { watch: [watch] } });
  await act();
  return received.finally(() => server.close());
}

const VALUES = 'what `return_affected_field_values` adds is not simulated: we do not ask for it';

const insertion = (file: string, version: string, listed: Capture<Zoho>['listed'] = {}): Capture<Zoho> => ({
  file,
  own: (zoho) => told(zoho, version, () => zoho.crm('/Leads', { body: { data: [LEAD] } })),
  listed,
});

export const NEWS: readonly Capture<Zoho>[] = [
  insertion('v7-notification-delivered.json', 'v7'),
  insertion('live-v8-notification-body.json', 'v8', { 'affected_values: life list, simulator missing': VALUES }),
  {
    file: 'v7-notification-delivered-fields.json',
    own: async (zoho, recorded: Json) => {
      zoho.service.seed({ records: { Leads: [{ ...LEAD, id: (recorded.ids as string[])[0] }] } });
      const change = { id: (recorded.ids as string[])[0], Mobile: '1' };
      return told(zoho, 'v7', () => zoho.crm('/Leads', { method: 'PUT', body: { data: [change] } }));
    },
    listed: { 'affected_values: life list, simulator missing': VALUES },
  },
  {
    // what was sent is in the documentation: it must be taken as it stands there
    file: 'v7-watch-request.json',
    own: async (zoho, recorded: { readonly watch: readonly [Json] }) => {
      const [{ channel_expiry: _, ...channel }] = recorded.watch;
      return (await zoho.call('/crm/v7/actions/watch', { body: { watch: [channel] } })).status;
    },
    life: () => 201,
  },
];
