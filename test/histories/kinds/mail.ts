import fc from 'fast-check';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { Report } from '../../../archive';
import type { RunningSimulators } from '../../../simulators/start';
import template from '../../../workflows/sent-mail.json';
import { type House, runNode } from '../../support/fakeN8n';
import type { Finished } from '../../support/finished';
import type {
  CycleSeen,
  Deed,
  HistoryKind,
  KindWorld,
  NodeSettings,
  Problem,
  SyncSettings,
  Values,
  WriteSeen,
} from '../types';
import { type Module, type Person, addresses, makeCrmHands, peopleIn } from './mail/crm';
import { spelt, ways } from './spellings';
import { type Letter, follow, judgeLetter, judgeWaiting, newLetter } from './mail/fate';

const chain = ['Start Cycle', 'Sent Mail', 'CRM Matcher', 'Attach to Zoho CRM', 'Finish'];
const nodesOf = (s: SyncSettings): NodeSettings => ({
  'Start Cycle': { whenBusy: 'end' },
  'CRM Matcher': {
    ...{ recipients: s.lines, matchLeads: s.matchLeads, bothMatch: s.bothMatch, nobodyMatches: s.nobodyMatches },
  },
});

/** One run of the template of sent mail; null when another held the lease. */
async function runChain(house: House, s: SyncSettings): Promise<Finished | null> {
  let items: INodeExecutionData[] = [{ json: {} }];
  for (const name of chain) {
    const node = (template.nodes as unknown as readonly INode[]).find((one) => one.name === name)!;
    const parameters = { ...node.parameters, ...nodesOf(s)[name] } as INode['parameters'];
    [items = []] = await runNode(house, { ...node, parameters }, [items]);
    if (items.length === 0) return null;
  }
  const { report, ...waiting } = items[0]?.json as unknown as { report: Report };
  return { ...report, ...waiting } as unknown as Finished;
}

function startWorld(services: RunningSimulators): KindWorld {
  const { graph, zoho } = services;
  const hands = makeCrmHands(services);
  let letters = new Map<string, Letter>();
  /** Records that a person made or last changed, with what they then said. */
  let theirs = new Map<string, string>();
  let madeAs = new Map<string, string>();
  let before: { readonly people: readonly Person[]; readonly sent: ReadonlySet<string> } | null = null;

  const people = () => peopleIn(services);
  const mails = () => [...graph.state.mail.mails.values()];
  const sentFolder = () => [...graph.state.mail.folders.values()].find((one) => one.wellKnown === 'sentitems')?.id;
  const sent = (): ReadonlySet<string> =>
    new Set(
      mails()
        .filter(({ folder, fields }) => folder === sentFolder() && fields.isDraft !== true)
        .map(({ fields }) => String(fields.internetMessageId)),
    );
  const shownOn = (id: string): readonly string[] =>
    [...zoho.state.mail.mails.values()]
      .flat()
      .filter(({ originalId }) => originalId === id)
      .map(({ record }) => record);
  const note = (): void => {
    for (const { id, values } of hands.all())
      if (!madeAs.has(id) || theirs.has(id)) theirs.set(id, JSON.stringify(values));
  };

  /** A second copy is read like any mail, and finds whom the CRM knows by then. */
  function readAgain(letter: Letter): void {
    if (letter.state === 'certain') letter.state = 'maybe';
  }

  function send({ values = {} }: Deed): boolean {
    const known = [...letters.values()];
    const twin = values.again === true ? known.at(-1) : undefined;
    const id = twin?.id ?? `<m${letters.size + 1}@contoso.example>`;
    const mail = twin?.mail ?? values;
    const line = (name: string) =>
      ((mail[name] as readonly string[] | undefined) ?? []).map((address) => ({
        emailAddress: { name: '', address: spelt(address, String(mail.way ?? 'plain')) },
      }));
    const isDraft = values.draft === true && !twin;
    graph.seed({
      mails: [
        {
          ...{ subject: `Mail ${letters.size + 1}`, body: 'Hello', internetMessageId: id },
          ...{ toRecipients: line('to'), ccRecipients: line('cc'), bccRecipients: line('bcc') },
          ...(isDraft && { folder: 'drafts', isDraft: true }),
        },
      ],
    } as never);
    if (twin) readAgain(twin);
    else letters.set(id, newLetter(id, mail));
    return true;
  }
  function edit({ who, values = {} }: Deed): boolean {
    const mail = mails()[who % Math.max(1, mails().length)];
    if (!mail || (values.send === true && mail.fields.isDraft !== true)) return false;
    if (values.folder === 'sentitems' && mail.fields.isDraft === true) return false;
    graph.seed({ mailEdits: [{ mail: mail.immutableId, ...values }] } as never);
    const letter = letters.get(String(mail.fields.internetMessageId));
    const isCopy = mails().filter(({ fields }) => fields.internetMessageId === letter?.id).length > 1;
    if (letter && isCopy && (values.send === true || values.folder === 'sentitems')) readAgain(letter);
    return true;
  }
  function person({ what, who, values = {} }: Deed): boolean {
    if (what === 'add') {
      hands.add(values.module as Module, {
        Email: values.email,
        ...(values.second ? { Secondary_Email: values.second } : {}),
      });
      note();
      return true;
    }
    const record = hands.pick(who);
    if (!record) return false;
    if (what === 'remove') hands.remove(record);
    else hands.change(record, values);
    theirs.delete(record.id);
    if (what !== 'remove') theirs.set(record.id, JSON.stringify(record.values));
    return true;
  }

  /** Whom the sync made since: each for an address that nobody had, and no address twice. */
  function newcomers(had: readonly Person[], s: SyncSettings): readonly Problem[] {
    const module = s.nobodyMatches === 'lead' ? 'Leads' : 'Contacts';
    const fresh = people().filter(({ id }) => !theirs.has(id) && !madeAs.has(id));
    return fresh.flatMap((one): readonly Problem[] => {
      const [address = ''] = one.addresses;
      const twin = fresh.some((other) => other !== one && other.addresses.includes(address));
      const known = had.some((other) => other.module === one.module && other.addresses.includes(address));
      madeAs.set(one.id, `new:${one.module}:${address}`);
      const isWrong = twin || known || one.module !== module || s.nobodyMatches === 'skip';
      return isWrong
        ? [{ rule: 'once', text: `${one.module} ${address} was made, though it should not have been` }]
        : [];
    });
  }
  const untouched = (): readonly Problem[] =>
    hands
      .all()
      .filter(({ id, values }) => theirs.has(id) && theirs.get(id) !== JSON.stringify(values))
      .map(({ id }) => ({ rule: 'unmapped', text: `the record ${id} was changed` }));

  return {
    reset() {
      [letters, theirs, madeAs, before] = [new Map(), new Map(), new Map(), null];
    },
    act: (deed) => (deed.what === 'send' ? send(deed) : deed.what === 'mail' ? edit(deed) : person(deed)),
    run(house, s) {
      before ??= { people: people(), sent: sent() };
      return runChain(house, s);
    },
    saw({ settings, isUndisturbed }: CycleSeen) {
      const was = before ?? { people: people(), sent: sent() };
      before = null;
      const problems = [...newcomers(was.people, settings), ...untouched()];
      for (const letter of letters.values()) {
        follow(letter, was.sent.has(letter.id), was.people, settings, isUndisturbed);
        problems.push(...judgeLetter(letter, shownOn(letter.id), madeAs));
      }
      if (graph.outbox.length + zoho.outbox.length > 0)
        problems.push({ rule: 'mailed', text: 'mails were sent to people' });
      return problems;
    },
    unexplained: (writes) =>
      writes.filter(({ side, method, path }: WriteSeen) => {
        const isAttach = /\/(Contacts|Leads)\/\d+\/actions\/associate_email$/.test(path);
        return side !== 'zoho' || method !== 'POST' || !(isAttach || /\/(Contacts|Leads|Accounts)$/.test(path));
      }),
    judge: ({ settings }) =>
      [...letters.values()].flatMap((letter) => judgeWaiting(letter, shownOn(letter.id), madeAs, people(), settings)),
    edits: () => {
      const all = [...letters.values()].filter(({ state }) => state === 'certain').map(({ id }) => shownOn(id).length);
      return { survived: all.filter((count) => count > 0).length, settled: all.filter((count) => count === 0).length };
    },
  };
}

const address = fc.constantFrom(...addresses);
const written = fc.oneof(
  { weight: 4, arbitrary: address },
  { weight: 1, arbitrary: address.map((one) => one.toUpperCase()) },
);
const line = (most: number) => fc.array(written, { maxLength: most });
const whose = fc.constantFrom<Module>('Contacts', 'Leads');
const email = fc.constantFrom(...addresses.slice(0, 5));
const who = fc.nat(5);
const does = (on: 'outlook' | 'zoho', what: string, values: fc.Arbitrary<object>): fc.Arbitrary<Deed> =>
  fc.record({ on: fc.constant(on), what: fc.constant(what), who, values: values as fc.Arbitrary<Values> });
const edits = fc.constantFrom<object>(
  ...[
    { folder: 'archive' },
    { folder: 'sentitems' },
    { folder: 'sentitems' },
    { delete: true },
    { send: true },
    { send: true },
  ],
  ...[{ set: { categories: ['Zoho'] } }, { set: { flag: { flagStatus: 'flagged' } } }],
);

/** Sent mail: what goes out, what becomes of it in Outlook, and what people do in the CRM meanwhile. */
export const mail: HistoryKind = {
  name: 'mail',
  settings: fc.record({
    lines: fc.constantFrom<readonly string[]>(['to', 'cc'], ['to', 'cc', 'bcc'], ['to']),
    bothMatch: fc.constantFrom('contact', 'both'),
    nobodyMatches: fc.constantFrom('skip', 'lead', 'contact'),
    matchLeads: fc.constantFrom(true, true, false),
  }),
  deed: fc.oneof(
    {
      weight: 8,
      arbitrary: does(
        'outlook',
        'send',
        fc.record({
          to: line(3),
          cc: line(2),
          bcc: line(1),
          way: fc.constantFrom('plain', 'plain', 'plain', ...ways),
          draft: fc.constantFrom(false, false, false, true),
          again: fc.constantFrom(false, false, false, false, true),
        }),
      ),
    },
    { weight: 3, arbitrary: does('outlook', 'mail', edits) },
    {
      weight: 5,
      arbitrary: does(
        'zoho',
        'add',
        fc.record({ module: whose, email, second: fc.option(email, { nil: undefined, freq: 4 }) }),
      ),
    },
    { weight: 3, arbitrary: does('zoho', 'change', fc.record({ Email: email })) },
    { weight: 2, arbitrary: does('zoho', 'remove', fc.constant({})) },
  ),
  lists: { outlook: 'messages/delta', zoho: '/coql' },
  start: startWorld,
};
