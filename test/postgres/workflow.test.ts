/** The contacts template in n8n's own engine, with its archive in PostgreSQL: what a user does who moves there. */
import { node, runWorkflow, wires, type Ran, type TestWorkflow } from '../support/n8nCore';
import { place } from '../support/postgres/place';
import { contactsWorkflow, finished, startWorld, type World } from '../nodes/worlds';

jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await startWorld('small');
});
afterAll(() => world.stop());

const { host, port, database, user, password } = place();
const data = { storage: 'postgres', host, port, database, user, password, schema: 'moved', tls: 'off' };
const credential = { id: 'server', name: 'Archive server', type: 'syncArchiveApi', data };
const credentials = { syncArchiveApi: { id: credential.id, name: credential.name } };

const run = (workflow: TestWorkflow): Promise<Ran> => runWorkflow(workflow, [...world.credentials, credential]);

/** With the credential in Start Cycle alone; the later nodes find the archive by the cycle. */
function contacts(withCredential: boolean): TestWorkflow {
  const plain = contactsWorkflow(world, { 'Start Cycle': { sync: 'contacts' } });
  const nodes = plain.nodes.map((one) =>
    withCredential && one.name === 'Start Cycle'
      ? { ...one, credentials: { ...one.credentials, ...credentials } }
      : one,
  );
  return { ...plain, nodes };
}

const copyInto = (copyInto: string): Promise<Ran> =>
  run({
    nodes: [
      node('Go', 'n8n-nodes-base.manualTrigger'),
      { ...node('Copy', 'syncControl', { resource: 'archive', operation: 'copy', copyInto }), credentials },
    ],
    connections: wires({ Go: [['Copy']] }),
  });

test('a sync of the common archive goes on in PostgreSQL once it was copied, and not in both', async () => {
  expect(finished(await run(contacts(false))).written).toBe(17);
  const copied = await copyInto('own');
  expect(copied.items('Copy').map(({ json }) => json)).toMatchObject([{ syncs: ['contacts'] }]);
  expect(copied.hints('Copy').join()).toMatch(/Choose the credential Sync Archive in Start Cycle/);
  expect(finished(await run(contacts(true))).written).toBe(0);
  expect((await run(contacts(false))).items('Finish')).toEqual([]);
  expect((await copyInto('common')).error?.message).toMatch(/holds something already/);
});
