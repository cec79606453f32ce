import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { grantScopes } from '../../simulators/graph/state';
import { node, runWorkflow, wires } from '../support/n8nCore';
import { finished, runContacts, startWorld, takeRequests, type Changes, type World } from './worlds';

jest.setTimeout(120_000);

const named = (sync: string): Changes => ({ 'Start Cycle': { sync } });

describe('the contacts template, run by n8n', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld('small');
  });
  afterEach(() => world.stop());

  test('brings both sides into step', async () => {
    const first = finished(await runContacts(world, named('step')));
    expect(first).toMatchObject({ written: 17, pending: 0, conflicts: 2, parkedRecords: [] });
    expect(first.reviews).toMatchObject([{ topic: 'ambiguous' }]);
    expect(finished(await runContacts(world, named('step'))).written).toBe(0);
    expect(existsSync(join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite'))).toBe(true);
  });

  test('writes nothing in a second run and makes at most three requests', async () => {
    await runContacts(world, named('quiet'));
    await takeRequests(world);
    expect(finished(await runContacts(world, named('quiet'))).written).toBe(0);
    const asked = await takeRequests(world);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  test('a category that the mailbox does not have is told where it was set and in the report, in every run', async () => {
    const { accessToken, api } = world.simulators.connection.graph;
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ displayName: 'Kunden', color: 'preset1' });
    await fetch(`${api}/v1.0/me/outlook/masterCategories`, { method: 'POST', headers, body });
    const settings = { ...named('category'), 'Outlook Changes': { categories: 'kunden, Kunde' } };
    const words = 'The mailbox has no category "Kunde", so nothing is read by it.';
    for (const _ of [1, 2]) {
      const ran = await runContacts(world, settings);
      expect(ran.hints('Outlook Changes')).toEqual([expect.stringContaining(words)]);
      const left = JSON.stringify(ran.items('Finish')[0]?.json.left);
      expect(left).toContain(JSON.stringify(words).slice(1, -1));
      expect(left).not.toContain('category \\"kunden');
    }
  });

  test('where the mailbox does not say its categories, what was typed is synced and nothing is told', async () => {
    grantScopes(world.simulators.graph.state, ['User.Read', 'Contacts.ReadWrite'], Infinity);
    const settings = { ...named('untold'), 'Outlook Changes': { categories: ['Kunde'] } };
    const ran = await runContacts(world, settings);
    expect(finished(ran)).toMatchObject({ written: 17, pending: 0 });
    expect(ran.hints('Outlook Changes')).toEqual([]);
  });

  test('Finish says in a sentence what was done and what is left', async () => {
    const says = async () => (await runContacts(world, named('says'))).items('Finish')[0]?.json;
    const first = await says();
    expect(first?.says).toMatch(
      /^Outlook: \d+ created.*\. Zoho CRM: \d+ created.*\. .*1 question waits for a person: see reviews\.$/,
    );
    expect(Object.keys(first ?? {})[0]).toBe('says');
    expect((await says())?.says).toBe('Nothing was to be written. 1 question waits for a person: see reviews.');
  });

  test('Finish says of a first run that asks that the answer comes first', async () => {
    const ran = await runContacts(world, { ...named('asks'), 'Conflict Resolver': { firstRun: 'ask' } });
    expect(ran.items('Finish')[0]?.json.says).toMatch(
      /^Nothing was to be written\. \d+ records are still pending: answer the question about the plan, then run again\. /,
    );
  });

  test('leads every decision back to the records it was made of', async () => {
    const ran = await runContacts(world, named('lineage'));
    const changes = [ran.items('Outlook Changes'), ran.items('Zoho CRM Changes')];
    const refsOf = (item: (typeof changes)[0][0] | undefined) => (item?.json as { ref?: string } | undefined)?.ref;
    for (const item of ran.items('CRM Matcher')) {
      const pair = item.json.pair as unknown as { outlook: { ref: string }; zoho: { ref: string } } | undefined;
      if (!pair) continue;
      const from = [item.pairedItem].flat() as { item: number; input?: number }[];
      const refs = from.map(({ item: at, input = 0 }) => refsOf(changes[input]?.[at]));
      expect([pair.outlook.ref, pair.zoho.ref]).toEqual(expect.arrayContaining(refs));
      expect(refs.length).toBeGreaterThan(0);
    }
    const decisions = ran.items('Conflict Resolver');
    expect(decisions.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
  });

  test('keeps tokens out of everything that n8n saves of a run', async () => {
    const ran = await runContacts(world, named('secrets'));
    const saved = JSON.stringify(ran.run.data);
    const { zoho, graph } = world.simulators.connection;
    for (const secret of [
      zoho.accessToken,
      zoho.refreshToken,
      zoho.clientSecret,
      graph.accessToken,
      graph.refreshToken,
    ])
      expect(saved).not.toContain(secret);
  });

  test('passes every decision on with what became of it, and one cycle item last', async () => {
    const items = (await runContacts(world, named('applied'))).items('Write to Outlook');
    expect(items.at(-1)?.json).toMatchObject({ side: 'outlook', counts: { done: 10 } });
    const applied = items.slice(0, -1).flatMap(({ json }) => json.applied as unknown as { outcome: string }[]);
    expect(applied.every(({ outcome }) => outcome === 'done')).toBe(true);
  });

  test('lets a second run end quietly while the first is at work', async () => {
    const started = {
      nodes: [
        node('Go', 'n8n-nodes-base.manualTrigger'),
        node('Start', 'syncControl', { resource: 'cycle', operation: 'start', sync: 'busy', kind: 'contact' }),
      ],
      connections: wires({ Go: [['Start']] }),
    };
    expect((await runWorkflow(started)).items('Start')).toHaveLength(1);
    const late = await runWorkflow(started);
    expect(late.items('Start')).toHaveLength(0);
    expect(late.hints('Start')[0]).toMatch(/Another cycle of the sync "busy" is at work/);
  });

  test('lets one run wait for the first, if told to, and no third', async () => {
    const wait = { resource: 'cycle', operation: 'start', sync: 'queue', kind: 'contact', whenBusy: 'wait' };
    const begin = {
      nodes: [node('Go', 'n8n-nodes-base.manualTrigger'), node('Start', 'syncControl', wait)],
      connections: wires({ Go: [['Start']] }),
    };
    const whole = {
      nodes: [...begin.nodes, node('End', 'syncControl', { resource: 'cycle', operation: 'finish' })],
      connections: wires({ Go: [['Start']], Start: [['End']] }),
    };
    const first = await runWorkflow(begin, [], 'first', 'trigger');
    const second = runWorkflow(whole, [], 'second', 'trigger');
    await sleep(1500);
    const third = await runWorkflow(whole, [], 'third', 'trigger');
    expect([first.items('Start'), third.items('Start')].map(({ length }) => length)).toEqual([1, 0]);
    expect(third.hints('Start')[0]).toMatch(/Another cycle of the sync "queue" is at work/);
    await runWorkflow({
      nodes: [
        node('Go', 'n8n-nodes-base.manualTrigger'),
        node('Item', 'test.source', { items: JSON.stringify(first.items('Start').map(({ json }) => json)) }),
        node('End', 'syncControl', { resource: 'cycle', operation: 'finish' }),
      ],
      connections: wires({ Go: [['Item']], Item: [['End']] }),
    });
    expect((await second).items('End')).toHaveLength(1);
    expect((await second).hints('Start')[0]).toMatch(/waited until another one .* had ended .*execution first/);
  });

  describe('Execute step, which leaves a cycle in the middle', () => {
    const step = (sync: string, id: string, whenBusy = 'wait') => ({
      id,
      nodes: [
        node('Go', 'n8n-nodes-base.manualTrigger'),
        node('Start', 'syncControl', { resource: 'cycle', operation: 'start', sync, kind: 'contact', whenBusy }),
      ],
      connections: wires({ Go: [['Start']] }),
    });

    test('Execute workflow takes over within seconds', async () => {
      await runWorkflow(step('steps', 'mine'), [], 'step');
      const began = Date.now();
      expect((await runWorkflow(step('steps', 'mine'), [], 'whole')).items('Start')).toHaveLength(1);
      expect(Date.now() - began).toBeLessThan(15_000);
    });

    test('who may not take over is told for whom and until when: another workflow, or a schedule', async () => {
      await runWorkflow(step('others', 'theirs'), [], 'step');
      for (const [id, mode] of [['mine', 'manual'] as const, ['theirs', 'trigger'] as const]) {
        const late = await runWorkflow(step('others', id, 'end'), [], 'late', mode);
        expect(late.items('Start')).toHaveLength(0);
        expect(late.hints('Start')[0]).toMatch(
          /workflow "Test workflow", execution step, run by hand.*next run after 20/,
        );
      }
    });

    test('whoever waits by hand hears of it within half a minute', async () => {
      await runWorkflow(step('patient', 'theirs'), [], 'step');
      const began = Date.now();
      const late = await runWorkflow(step('patient', 'mine'), [], 'late');
      expect(Date.now() - began).toBeLessThan(30_000);
      expect(late.hints('Start')[0]).toMatch(/execution step, run by hand/);
    });
  });
});
