/** Sent Items as they are met on the live service: not everything in them is a letter, and senders may have no address. */
import { mailFeed, type MailSettings } from '../../../sides/outlook';
import { sentMail } from '../../../simulators/seeds/mails';
import { selectRecipients } from '../../../sync/mail/recipients';
import { sentence } from '../../../reasons';
import type { Memory, TestWorld } from '../../support/sides';
import { makeMemory, startWorld } from '../../support/sides';

let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => world.graph.reset());

const settings: MailSettings = { folderId: null, since: '2020-01-01T00:00:00.000Z' };
const owner = { name: 'Megan', address: 'megan@contoso.example' };
const TO = 'tanaka@customer.example';
const read = (memory: Memory) =>
  memory.read(mailFeed(world.outlook, { settings, cursor: memory.cursor, known: memory.known, owner }));
const seed = (mails: readonly object[]) => world.graph.seed({ mails } as never);
const internal = { emailAddress: { name: 'Ann', address: '/O=EXCHANGELABS/OU=EXCHANGE/CN=RECIPIENTS/CN=ann' } };

test('invitations, answers and cancellations are no correspondence, read by change or by id', async () => {
  const types = ['eventMessageRequest', 'eventMessageResponse', 'eventMessage', 'message'];
  seed(types.map((type, n) => sentMail(n, type, { to: [TO] }, { '@odata.type': `#microsoft.graph.${type}` })));
  expect((await read(makeMemory())).map(({ fields }) => fields.subject)).toEqual(['message']);
  world.graph.limits.deltaPartialRows = true;
  const memory = makeMemory();
  await read(memory);
  seed([sentMail(9, 'Late', { to: [TO] }, { '@odata.type': '#microsoft.graph.eventMessageRequest' })]);
  expect(await read(memory)).toEqual([]);
});

test.each([
  ['null', null],
  ['an internal name of Exchange', internal],
])('where the sender is %s, the mailbox itself stands in', async (_name, from) => {
  seed([sentMail(0, 'Offer', { to: [TO] }, { from, sender: from })]);
  expect((await read(makeMemory()))[0]?.fields.from).toEqual(owner);
});

test('a recipient with an internal name is told as what it is, not as a group', () => {
  const rules = { lines: ['to'], own: [], internalDomains: null, ignored: [] } as const;
  const { excluded } = selectRecipients(
    { to: [{ name: 'Ann', address: internal.emailAddress.address }], cc: [], bcc: [] },
    rules,
  );
  expect(excluded.map(({ reason }) => sentence(reason))).toEqual([
    'has only an internal name of Exchange, no e-mail address',
  ]);
});

test('a mail moved away and back is found again, whatever reason the round tells', async () => {
  const memory = makeMemory();
  seed([sentMail(0, 'First', { to: [TO] })]);
  await read(memory);
  seed([sentMail(1, 'Second', { to: [TO] })]);
  world.graph.limits.deltaLostReturns = true;
  world.graph.seed({
    mailEdits: [
      { mail: 'Second', folder: 'inbox' },
      { mail: 'Second', folder: 'sentitems' },
    ],
  } as never);
  expect((await read(memory)).map(({ fields }) => fields.subject)).toEqual(['Second']);
});
