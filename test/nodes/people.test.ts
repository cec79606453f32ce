/** Person: Get Many, in n8n's core: who of a company is who, by the directory and the CRM's users. */
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openArchive, peopleOf } from '../../archive';
import { node, runWorkflow, wires } from '../support/n8nCore';
import { applicationCredential, startWorld, takeRequests, type World } from './worlds';

jest.setTimeout(60_000);

const [hanako, ken, mary] = ['5545974000000001001', '5545974000000001002', '5545974000000001003'];

let world: World;
const mailbox = (id: string, displayName: string, mail: string) => ({ mailbox: { id, displayName, mail } });
beforeEach(async () => {
  world = await startWorld('empty');
  world.simulators.graph.seed({
    mailbox: {
      ...{ id: 'm-hanako', displayName: '山田 花子', mail: 'hanako@corp.example' },
      aliases: ['Hanako.Yamada@example.com'],
    },
    mailboxes: [mailbox('m-ken', 'Ken Sato', 'ken.sato@example.com'), mailbox('m-room', 'Room', 'room@example.com')],
    grant: { scopes: ['User.Read.All', 'GroupMember.Read.All'] },
    groups: [{ id: 'g-sales', displayName: 'Sales', members: ['m-ken'] }],
  } as never);
});
afterEach(() => world.stop());

const withCredentials = (parameters: IDataObject) => {
  const chosen = world.credentials.map(({ id, name, type }) => [type, { id, name }]);
  const people = node('People', 'syncControl', { resource: 'person', operation: 'getMany', ...parameters });
  return { ...people, credentials: Object.fromEntries(chosen) };
};
const run = (parameters: IDataObject = {}) =>
  runWorkflow(
    {
      nodes: [node('Go', 'n8n-nodes-base.manualTrigger'), withCredentials(parameters)],
      connections: wires({ Go: [['People']] }),
    },
    world.credentials,
  );
async function people(parameters: IDataObject = {}) {
  const ran = await run(parameters);
  expect(ran.error).toBeNull();
  const all = ran.items('People').map(({ json }) => json);
  for (const { round } of all) expect(Math.abs(Date.now() - Number(round))).toBeLessThan(60_000);
  return all.map(({ round: _, ...json }) => json);
}
async function known() {
  const archive = await openArchive(join(world.folder, '.n8n', 'storage', 'zoho-outlook-sync', 'archive.sqlite'));
  const all = await peopleOf(archive);
  await archive.close();
  return all.map(({ address, reason }) => [address, reason?.code ?? 'takesPart']);
}
const who = ({ person, takesPart, reason }: IDataObject) => [person, takesPart || reason];

const hanakoItem = {
  ...{ person: 'hanako@corp.example', name: 'Hanako Yamada', mailbox: 'm-hanako', owner: hanako },
  ...{ sync: 'hanako@corp.example', takesPart: true },
};
const kenItem = {
  ...{ person: 'ken.sato@example.com', name: 'Ken Sato', mailbox: 'm-ken', owner: ken },
  ...{ sync: 'ken.sato@example.com', takesPart: true },
};

test('one item a person, paired by any address; who takes no part only where wanted, with why', async () => {
  expect(await people()).toEqual([hanakoItem, kenItem]);
  expect((await run()).hints('People')).toEqual(['2 take part, 2 do not; the status page says why.']);
  const all = await people({ othersToo: true });
  expect(all.map(who)).toEqual([
    ['hanako@corp.example', true],
    ['ken.sato@example.com', true],
    ['mary.jones@example.com', 'No mailbox has the address of this CRM user.'],
    ['room@example.com', 'No active CRM user has an address of this mailbox.'],
  ]);
  expect(all[2]).toMatchObject({ owner: mary, mailbox: '', nextStep: expect.stringContaining('alias') });
  // a room is nobody whom the status page has to show
  expect(await known()).toEqual([
    ['hanako@corp.example', 'takesPart'],
    ['ken.sato@example.com', 'takesPart'],
    ['mary.jones@example.com', 'personNoMailbox'],
  ]);
});

test('an application finds the same people', async () => {
  const application = applicationCredential(world.simulators.connection);
  world = { ...world, credentials: [application, world.zoho] };
  const parameters = { outlookAuthentication: 'application' };
  expect(await people(parameters)).toEqual([hanakoItem, kenItem]);
  expect(await people({ ...parameters, takingPart: 'group', peopleGroup: 'g-sales' })).toEqual([kenItem]);
});

test('a group or a list decides', async () => {
  expect(await people({ takingPart: 'group', peopleGroup: 'g-sales' })).toEqual([kenItem]);
  const listed = { takingPart: 'list', peopleAddresses: 'HANAKO@corp.example;\n typo@example.com', othersToo: true };
  expect((await people(listed)).map(who)).toEqual([
    ['hanako@corp.example', true],
    ['ken.sato@example.com', 'They are not among those chosen to take part.'],
    ['mary.jones@example.com', 'They are not among those chosen to take part.'],
    ['room@example.com', 'They are not among those chosen to take part.'],
    ['typo@example.com', 'Neither a mailbox nor an active CRM user has this address.'],
  ]);
  for (const nobody of [{ takingPart: 'group' }, { takingPart: 'list' }, { takingPart: 'list', peopleAddresses: ' ' }])
    expect((await run(nobody)).error).toMatchObject({ message: expect.stringContaining('not said who takes part') });
});

test('somebody whose address was changed is still who they were', async () => {
  await people();
  const other = world.simulators.graph.state.tenant.others.find((one) => one.mailbox.id === 'm-ken');
  Object.assign(other!.mailbox, { mail: 'ken.suzuki@example.com', aliases: ['ken.sato@example.com'] });
  expect(await people()).toEqual([hanakoItem, kenItem]);
});

test('who left the CRM takes no part any more', async () => {
  await people();
  const { state } = world.simulators.zoho;
  state.users = state.users.map((user) => (user.id === ken ? { ...user, status: 'disabled' } : user));
  expect((await people()).map(({ person }) => person)).toEqual(['hanako@corp.example']);
  expect(await known()).toContainEqual(['ken.sato@example.com', 'personGone']);
});

test('five hundred people cost a request a page', async () => {
  const users = Array.from({ length: 500 }, (_, n) => ({
    ...{ id: String(7000 + n), first_name: 'U', last_name: String(n), email: `u${n}@example.com` },
    ...(n === 0 && { id: hanako, email: 'hanako@corp.example', admin: true }),
  }));
  world.simulators.zoho.seed({ users } as never);
  world.simulators.graph.seed({
    mailboxes: users.slice(1).map(({ id, email }) => mailbox(`m${id}`, email, email)),
  } as never);
  await takeRequests(world);
  expect(await people()).toHaveLength(500);
  const asked = (await takeRequests(world)).map(({ path }) => path.split('?')[0]);
  expect(asked.filter((path) => path?.endsWith('/users'))).toHaveLength(4);
});
