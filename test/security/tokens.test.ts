import { readdirSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { leaksBelow, secretsOf } from '../e2e/harness/secrets';
import { editorContext, node, runWorkflow, sendCredentialTest } from '../support/n8nCore';
import type { StoredCredential } from '../support/n8nCredentials';
import { triggerHouse } from '../support/triggerHouse';
import { batchRedirect, graphLies, located, lures, redirect, zohoMore, type Lure } from './lies';
import { type Lie } from './thief';
import type { Side } from './stolenTokens';
import {
  world,
  thief,
  liars,
  credentials,
  run,
  templates,
  expectNothingStolen,
  isWrite,
  lure,
  sides,
  each,
} from './stolenTokens';

let houses = 0;

describe('the proof itself', () => {
  test('a thief that is sent a token has it in its loot', async () => {
    await fetch(`${thief.url}/v1.0/me`, { headers: { authorization: 'Bearer abc' } });
    expect(thief.loot.join()).toContain('Bearer abc');
  });

  test.each(templates)('through services that do not lie, %s run as ever', async (name) => {
    expect((await run(name)).error).toBeNull();
    expect(liars.outlook.at.asked).toBeGreaterThan(0);
    expect(liars.zoho.at.asked).toBeGreaterThan(0);
  });
});

describe('a redirect', () => {
  test.each(each([301, 302, 303, 307, 308]))('of %s with status %i is not followed', async (side, status) => {
    liars[side].at.lie = redirect(status, lure, thief.url);
    expect((await run('contacts')).error).not.toBeNull();
    expectNothingStolen(side);
  });

  test.each(each(Object.keys(lures)))('of %s to %s is not followed', async (side, name) => {
    liars[side].at.lie = redirect(307, lures[name] as Lure, thief.url);
    await run('contacts');
    expectNothingStolen(side);
  });

  test.each(each(['tasks', 'events', 'sent-mail']))('of %s is not followed while %s are read', async (side, name) => {
    liars[side].at.lie = redirect(308, lure, thief.url);
    await run(name);
    expectNothingStolen(side);
  });

  test.each(each(['contacts', 'tasks', 'events']))('of %s is not followed while %s are written', async (side, name) => {
    liars[side].at.lie = redirect(307, lure, thief.url, isWrite);
    await run(name);
    expectNothingStolen(side);
  });
});

describe('links in what Microsoft answers', () => {
  const lies = Object.keys(graphLies) as (keyof typeof graphLies)[];
  test.each(templates.flatMap((name) => lies.map((lie) => [name, lie] as const)))(
    '%s: %s is not followed',
    async (name, lie) => {
      liars.outlook.at.lie = graphLies[lie](lure, thief.url);
      await run(name);
      expectNothingStolen('outlook');
    },
  );

  test.each(Object.keys(lures))('a next link to %s is not followed', async (name) => {
    liars.outlook.at.lie = graphLies['a next link'](lures[name] as Lure, thief.url);
    const { error } = await run('contacts');
    // what has no protocol is a path of the service itself, as strange as it is
    expect(error?.message).toMatch(name === 'no protocol' ? /did not accept/ : /Refused to send the credential/);
    expectNothingStolen('outlook');
  });

  test.each(['contacts', 'tasks', 'events'])('%s: redirected items of a batch are not followed', async (name) => {
    liars.outlook.at.lie = batchRedirect(lure, thief.url);
    await run(name);
    expectNothingStolen('outlook');
  });
});

describe('links in what Zoho answers', () => {
  test.each(templates)('%s: a page token that is an address is only a token', async (name) => {
    const lie = zohoMore(lure, thief.url);
    liars.zoho.at.lie = lie;
    await run(name);
    expect(thief.loot).toEqual([]);
  });
});

test.each(each(['contacts', 'sent-mail']))(
  'a Location beside an answer of %s leads nowhere (%s)',
  async (side, name) => {
    liars[side].at.lie = located(lure, thief.url);
    await run(name);
    expectNothingStolen(side);
  },
);

describe('the sign-in', () => {
  /** The token has run out, and the new one comes with words of its own. */
  const renewal = (side: Side, word: (thief: string) => object): Lie => {
    let expired = true;
    return ({ path }, answer) => {
      if (/\/token(\?|$)/.test(path)) return { ...answer, body: { ...(answer.body as object), ...word(thief.url) } };
      if (!expired) return null;
      expired = false;
      const body =
        side === 'zoho'
          ? { code: 'INVALID_TOKEN', status: 'error' }
          : { error: { code: 'InvalidAuthenticationToken' } };
      return { status: 401, headers: { 'content-type': 'application/json' }, body };
    };
  };

  test('of Zoho names another API: nothing is sent there', async () => {
    liars.zoho.at.lie = renewal('zoho', (url) => ({ api_domain: url, location: url, 'accounts-server': url }));
    await run('contacts');
    expectNothingStolen('zoho');
    const [, crm] = credentials();
    crm.data = {
      ...crm.data,
      oauthTokenData: { ...(crm.data.oauthTokenData as object), api_domain: thief.url },
    } as typeof crm.data;
    const check = node(
      'Check',
      'zohoCrmSync',
      { resource: 'record', operation: 'getAll', module: { __rl: true, mode: 'name', value: 'Contacts' } },
      crm,
    );
    const ran = await runWorkflow(
      {
        nodes: [node('Start', 'n8n-nodes-base.manualTrigger'), check],
        connections: { Start: { main: [[{ node: 'Check', type: 'main' as never, index: 0 }]] } },
      },
      [crm],
    );
    expect(ran.error?.message).toMatch(/does not belong to the data centre/);
    expect(thief.loot).toEqual([]);
  });

  // n8n renews tokens itself and follows such a redirect; SECURITY.md says so. What this package sends never goes along.
  test.each(sides)('of %s is redirected: no access token goes there, and nothing of this package', async (side) => {
    const moved = redirect(307, lure, thief.url, ({ path }) => /\/token(\?|$)/.test(path));
    const expired = renewal(side, () => ({}));
    liars[side].at.lie = (asked, answer, own) => moved(asked, answer, own) ?? expired(asked, answer, own);
    await run('contacts');
    const { graph, zoho } = world.simulators.connection;
    for (const { accessToken } of [graph, zoho]) expect(thief.loot.join()).not.toContain(accessToken);
    expect(thief.loot.filter((one) => !/^POST\n\/\S*token\n/.test(one))).toEqual([]);
    expect(liars[side].at.told).toBeGreaterThan(0);
  });

  test('of Microsoft names other addresses: nothing is sent there', async () => {
    liars.outlook.at.lie = renewal('outlook', (url) => ({ resource: url, graphApiBaseUrl: url, location: url }));
    await run('contacts');
    expectNothingStolen('outlook');
  });
});

describe('outside a run', () => {
  test.each(each(['redirect', 'links']))('the trigger of %s follows no %s', async (side, what) => {
    const [graph, crm] = credentials();
    const [type, parameters, credential] = (
      {
        outlook: ['outlookSyncTrigger', { kinds: ['contact'] }, graph],
        zoho: ['zohoCrmSyncTrigger', { modules: ['Contacts'] }, crm],
      } as const
    )[side] as readonly [string, IDataObject, StoredCredential];
    const links = side === 'outlook' ? graphLies['a next link'](lure, thief.url) : zohoMore(lure, thief.url);
    liars[side].at.lie = what === 'redirect' ? redirect(307, lure, thief.url) : links;
    for (const mode of ['webhook', 'polling']) {
      const house = await triggerHouse(type, { gather: 1, ...parameters, mode }, credential, {
        name: `T ${(houses += 1)}`,
      });
      await house.create().catch(() => undefined);
      await house.poll().catch(() => undefined);
      await house.remove().catch(() => undefined);
      await house.stop();
    }
    if (what === 'redirect') expectNothingStolen(side);
    expect(thief.loot).toEqual([]);
  });

  test.each(sides)('the test of the credential of %s follows no redirect', async (side) => {
    const [graph, crm] = credentials();
    const credential = side === 'outlook' ? graph : crm;
    liars[side].at.lie = redirect(307, lure, thief.url);
    const { helpers } = await editorContext(
      node('Editor', side === 'outlook' ? 'outlookSync' : 'zohoCrmSync', {}, credential),
      [credential],
    );
    const { OutlookSyncOAuth2Api } = await import('../../credentials/OutlookSyncOAuth2Api.credentials');
    const { ZohoCrmSyncOAuth2Api } = await import('../../credentials/ZohoCrmSyncOAuth2Api.credentials');
    const type = side === 'outlook' ? new OutlookSyncOAuth2Api() : new ZohoCrmSyncOAuth2Api();
    await type.preAuthentication.call({ helpers } as never, credential.data).catch(() => undefined);
    expectNothingStolen(side);
  });

  test.each(each([301, 302, 303, 307, 308]))(
    'nor does the request that n8n itself sends for the test of the credential of %s, after %d',
    async (side, status) => {
      const [graph, crm] = credentials();
      liars[side].at.lie = redirect(status, lure, thief.url);
      const sent =
        side === 'outlook' ? sendCredentialTest(graph, 'outlookSync') : sendCredentialTest(crm, 'zohoCrmSync');
      await expect(sent).rejects.toThrow();
      expectNothingStolen(side);
    },
  );

  test.each(sides)('that request of %s passes where nobody leads it away', async (side) => {
    const [graph, crm] = credentials();
    const sent = side === 'outlook' ? sendCredentialTest(graph, 'outlookSync') : sendCredentialTest(crm, 'zohoCrmSync');
    await expect(sent).resolves.toBeDefined();
  });

  test('the lists of the editor follow no redirect', async () => {
    const [graph, crm] = credentials();
    const lists = [
      [node('O', 'outlookSync', {}, graph), 'outlook'],
      [node('Z', 'zohoCrmSync', {}, crm), 'zoho'],
    ] as const;
    for (const [one, side] of lists) {
      liars[side].at.lie = redirect(302, lure, thief.url);
      const context = await editorContext(one, [graph, crm]);
      const type = context.workflow.nodeTypes.getByNameAndVersion(one.type, 1) as {
        methods?: Record<string, Record<string, (this: unknown) => Promise<unknown>>>;
      };
      for (const list of Object.values({ ...type.methods?.listSearch, ...type.methods?.loadOptions }))
        await list.call(context).catch(() => undefined);
      expectNothingStolen(side);
    }
  });
});

test('after all these runs and errors the archive and everything beside it hold no token and no secret', () => {
  const { connection, zoho, graph } = world.simulators;
  const secrets = secretsOf({ connection, simulators: { zoho, graph } as never });
  expect(secrets.length).toBeGreaterThan(4);
  expect(leaksBelow(world.folder, secrets)).toEqual([]);
  expect(readdirSync(world.folder, { recursive: true }).join()).toContain('archive.sqlite');
});
