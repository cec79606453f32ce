import type { IExecuteFunctions } from 'n8n-workflow';
import { calDavClient, graphClient, zohoClient } from '../../nodes/shared/clients';
import { node } from '../support/n8nCore';
import { admin, finished, runContacts, startWorld, zohoCredential, type Changes, type World } from './worlds';

jest.setTimeout(120_000);

const named = (sync: string, more: Changes = {}): Changes => ({ 'Start Cycle': { sync }, ...more });

describe('what a user gets wrong, or the services do', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld('small');
  });
  afterEach(() => world.stop());

  test('a revoked Zoho credential says to reconnect, and heals', async () => {
    await admin(world, 'zoho', 'DELETE', 'tokens?refresh=true');
    const ran = await runContacts(world, named('revoked zoho'));
    expect(ran.error).toMatchObject({ node: 'Zoho CRM Changes', message: expect.stringMatching(/sign-in/) });
    expect(ran.error?.description).toMatch(/Connect again/);
    const grant = (await admin(world, 'zoho', 'POST', 'tokens', {})) as { accessToken: string; refreshToken: string };
    const { simulators } = world;
    const connection = { ...simulators.connection, zoho: { ...simulators.connection.zoho, ...grant } };
    const healed = { ...world, credentials: [world.outlook, zohoCredential(connection)] };
    const now = Date.now;
    Date.now = () => now() + 130_000;
    try {
      expect(finished(await runContacts(healed, named('revoked zoho'))).written).toBe(17);
    } finally {
      Date.now = now;
    }
  });

  test('a revoked Microsoft credential says to reconnect', async () => {
    await admin(world, 'graph', 'POST', 'limits', { revoked: true });
    const { error } = await runContacts(world, named('revoked outlook'));
    expect(error).toMatchObject({ node: 'Outlook Changes', message: expect.stringMatching(/sign-in/) });
    expect(error?.description).toMatch(/Outlook Sync OAuth2 API/);
  });

  test('an access token that ran out is renewed without a word', async () => {
    await admin(world, 'zoho', 'DELETE', 'tokens');
    expect(finished(await runContacts(world, named('expired'))).written).toBe(17);
  });

  test('a missing Zoho scope is named', async () => {
    const grant = (await admin(world, 'zoho', 'POST', 'tokens', {
      scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ', 'ZohoCRM.org.READ', 'ZohoCRM.settings.fields.READ'],
    })) as { accessToken: string; refreshToken: string };
    const { connection } = world.simulators;
    const poor = zohoCredential({ ...connection, zoho: { ...connection.zoho, ...grant } });
    const ran = await runContacts({ ...world, credentials: [world.outlook, poor] }, named('scope'));
    expect(ran.error).toMatchObject({
      node: 'Zoho CRM Changes',
      message: expect.stringContaining('ZohoCRM.coql.READ'),
    });
  });

  test('an unknown folder is named with the next step', async () => {
    const folder = { __rl: true, mode: 'id', value: 'AQMkADAwATNoSuchFolder' };
    const { error } = await runContacts(world, named('folder', { 'Outlook Changes': { folder } }));
    expect(error?.node).toBe('Outlook Changes');
    expect(error?.message).toMatch(/folder/i);
    expect(error?.description).not.toBe('');
  });

  test('a broken reply stops the side, and nothing is lost', async () => {
    await admin(world, 'zoho', 'POST', 'faults', { match: { path: '/coql' }, kind: 'badJson', count: 20 });
    const { error } = await runContacts(world, named('broken'));
    expect(error?.node).toBe('Zoho CRM Changes');
    await admin(world, 'zoho', 'DELETE', 'faults');
    const now = Date.now;
    Date.now = () => now() + 130_000;
    try {
      expect(finished(await runContacts(world, named('broken'))).written).toBe(17);
    } finally {
      Date.now = now;
    }
  });

  test('an API domain of another data centre never gets the token', async () => {
    const { connection } = world.simulators;
    const foreign = zohoCredential(connection, { dataCenter: 'eu' });
    const { error } = await runContacts({ ...world, credentials: [world.outlook, foreign] }, named('foreign'));
    expect(error?.message).toMatch(/data centre/);
  });
});

test.each([
  ['Microsoft', graphClient, 'Outlook Sync OAuth2'],
  ['Zoho', zohoClient, 'Zoho CRM Sync OAuth2'],
  ['Zoho’s calendars', calDavClient, 'Zoho CRM Sync App-Specific Password'],
] as const)('a node without the credential for %s says which to choose', async (_whose, client, name) => {
  const context = {
    getNode: () => ({ ...node('One', 'crmMatcher'), credentials: {} }),
    getCredentials: () => Promise.reject(new Error('n8n’s')),
  };
  await expect(client(context as unknown as IExecuteFunctions)).rejects.toMatchObject({
    message: `This node has no credential ${name}.`,
    nextStep: expect.stringMatching(/choose it/),
  });
});
