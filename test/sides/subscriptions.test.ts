import { removeChannel, ensureChannel } from '../../sides/zoho';
import { planSubscriptions, type Subscription } from '../../sides/outlook/subscriptions';
import { startWorld, type TestWorld } from '../support/sides';

const day = 86_400_000;
const at = (id: string, url: string, days: number): Subscription => ({ id, url, until: days * day });
const want = (...urls: readonly string[]) => urls.map((url) => ({ url }));
const plan = (wanted: readonly { url: string }[], standing: readonly Subscription[]) => {
  const { make, renew, remove } = planSubscriptions(wanted, standing, 0, 2 * day);
  return [make.map(({ url }) => url), renew.map(({ id }) => id), remove.map(({ id }) => id)];
};

test.each([
  ['nothing stands: make all', want('u?w=1', 'u?w=2'), [], [['u?w=1', 'u?w=2'], [], []]],
  ['all stands for long: leave it', want('u?w=1'), [at('a', 'u?w=1', 3)], [[], [], []]],
  ['little time is left: renew', want('u?w=1'), [at('a', 'u?w=1', 1)], [[], ['a'], []]],
  ['of another secret or setting: replace', want('u?w=2'), [at('a', 'u?w=1', 3)], [['u?w=2'], [], ['a']]],
  ['made twice: the longer one stays', want('u?w=1'), [at('a', 'u?w=1', 2.5), at('b', 'u?w=1', 3)], [[], [], ['a']]],
  ['no longer wanted: remove', want(), [at('a', 'u?w=1', 3)], [[], [], ['a']]],
])('%s', (_name, wanted, standing, expected) => {
  expect(plan(wanted, standing)).toEqual(expected);
});

describe('a channel of Zoho CRM', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  const channel = {
    ...{ id: '100000000000001', modules: ['Contacts', 'Leads'], token: 'secret' },
    url: 'https://n8n.example/webhook/x?w=1',
  };
  const channels = () => [...world.zoho.state.watch.channels.values()];
  const now = () => world.zoho.clock.now();

  test('is made once, left alone for a day, and then renewed', async () => {
    expect(await ensureChannel(world.crm, channel, now())).toBe(true);
    const [made] = channels();
    expect(await ensureChannel(world.crm, channel, now())).toBe(false);
    expect(channels()).toEqual([made]);
    world.zoho.clock.advance(1.2 * day);
    world.zoho.state.tokens.forEach((token) => Object.assign(token, { expires: Infinity }));
    expect(await ensureChannel(world.crm, channel, now())).toBe(false);
    expect(channels()[0]!.expires - made!.expires).toBeGreaterThan(day);
  });

  test('that lost one of its modules is made again', async () => {
    await world.crm.put('/actions/watch', {
      watch: [{ channel_id: channel.id, events: ['Leads.all'], notify_url: channel.url, token: 'secret' }],
    });
    expect(await ensureChannel(world.crm, channel, now())).toBe(true);
    expect(channels()[0]!.events).toEqual(['Contacts.all', 'Leads.all']);
  });

  test('may be removed twice', async () => {
    await removeChannel(world.crm, channel.id);
    await removeChannel(world.crm, channel.id);
    expect(channels()).toEqual([]);
  });

  test('for a module that does not exist is refused in words', async () => {
    const wrong = { ...channel, id: '100000000000002', modules: ['Nonsense'] };
    await expect(ensureChannel(world.crm, wrong, now())).rejects.toMatchObject({
      message: expect.stringContaining('refused to send notifications'),
      nextStep: expect.stringContaining('Check the chosen modules'),
    });
  });
});
