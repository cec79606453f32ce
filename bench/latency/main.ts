import { outlookContact, zohoContact } from '../../simulators/seeds/world';
import { startFixture, type Fixture, type Raw } from '../../test/support/fixture';
import { keepResult, median } from '../keep';

/**
 * One run that carries a thousand edits to the other side, each request 50 ms away, beside the least that it can take when at most
 * four requests are under way at a time: `npm run bench -- --latency [edits]`. By real HTTP, simulators in the same process.
 */

const edits = Number(process.argv[2] ?? 1_000);
const latencyMs = 50;
const rounds = 3;
/** What Microsoft serves for sure of one program in one mailbox; the same is taken for Zoho, which serves more. */
const atOnce = 4;
const perCall = { zohoReads: 2_000, zohoWrites: 100, deltaPage: 500 };

type Side = 'outlook' | 'zoho';
/** One after another; those of a phase may go four at a time, and both services side by side. */
type Phases = readonly { readonly outlook: number; readonly zoho: number }[];

/**
 * The requests of whoever reads each contact that Outlook tells as changed, for its delta gives no extended properties, an item of a
 * batch counted as one; a page is known only from the one before it. A list of all does with less (`sides/outlook/ahead.ts`).
 */
const needed: Readonly<Record<Side, Phases>> = {
  outlook: [
    ...Array.from({ length: Math.ceil(edits / perCall.deltaPage) }, () => ({ outlook: 1, zoho: 0 })),
    { outlook: edits, zoho: 1 },
    { outlook: 0, zoho: Math.ceil(edits / perCall.zohoWrites) },
  ],
  zoho: [
    ...Array.from({ length: Math.ceil(edits / perCall.zohoReads) }, () => ({ outlook: 1, zoho: 1 })),
    { outlook: edits, zoho: 0 },
  ],
};

const boundMs = (phases: Phases): number =>
  phases.reduce((sum, { outlook, zoho }) => sum + Math.ceil(Math.max(outlook, zoho) / atOnce) * latencyMs, 0);

/** Were nearly everybody edited, a guard would ask first. */
const people = Array.from({ length: 2 * edits }, (_, n) => ({
  first: `Edna${n}`,
  last: `Person${n}`,
  email: `p${n}@edits.example`,
}));

function seed({ services: { graph, zoho } }: Fixture): void {
  graph.seed({
    categories: [{ displayName: 'Zoho' }],
    contacts: people.map(({ first, last, email }) => outlookContact(first, last, [email], { jobTitle: 'Before' })),
  } as never);
  const Contacts = people.map(({ first, last, email }) => zohoContact(first, last, email, { Title: 'Before' }));
  zoho.seed({ records: { Contacts } } as never);
}

/** Somebody gives everybody another job title. */
const editAll: Readonly<Record<Side, (fixture: Fixture, title: string) => Promise<void>>> = {
  outlook: async (fixture, jobTitle) => {
    for (const { id } of (await fixture.contacts('outlook')).slice(0, edits))
      await fixture.ask('outlook', 'PATCH', `/v1.0/me/contacts/${String(id)}`, { jobTitle });
  },
  zoho: async (fixture, Title) => {
    const all: readonly Raw[] = fixture.records('Contacts').slice(0, edits);
    for (let at = 0; at < all.length; at += perCall.zohoWrites) {
      const data = all.slice(at, at + perCall.zohoWrites).map(({ id }) => ({ id, Title }));
      await fixture.ask('zoho', 'PUT', '/crm/v8/Contacts', { data, trigger: [] });
    }
  },
};

const inOneRun = { 'Outlook Changes': { batchSize: edits }, 'Zoho CRM Changes': { batchSize: edits } };

async function timedRun(fixture: Fixture, latency: number): Promise<number> {
  const { graph, zoho } = fixture.services;
  for (const { limits } of [graph, zoho]) limits.latencyMs = latency;
  const since = performance.now();
  const { written } = await fixture.run(inOneRun);
  const ms = performance.now() - since;
  for (const { limits } of [graph, zoho]) limits.latencyMs = 0;
  if (written !== edits) throw new Error(`${written} written, not ${edits}`);
  return ms;
}

/** The same number of plain readings by the same rules, whose answers nobody looks at: what this machine's clock and HTTP add to the bound. */
async function bareMs(fixture: Fixture, phases: Phases): Promise<number> {
  const { graph, zoho } = fixture.services;
  const [contact, record] = [(await fixture.contacts('outlook'))[0], fixture.records('Contacts')[0]];
  const paths = { outlook: `/v1.0/me/contacts/${String(contact?.id)}`, zoho: `/crm/v8/Contacts/${String(record?.id)}` };
  const inFours = async (side: Side, count: number): Promise<void> => {
    for (let left = count; left > 0; left -= atOnce)
      await Promise.all(Array.from({ length: Math.min(left, atOnce) }, () => fixture.ask(side, 'GET', paths[side])));
  };
  for (const { limits } of [graph, zoho]) limits.latencyMs = latencyMs;
  const since = performance.now();
  for (const { outlook, zoho: crm } of phases) await Promise.all([inFours('outlook', outlook), inFours('zoho', crm)]);
  const ms = performance.now() - since;
  for (const { limits } of [graph, zoho]) limits.latencyMs = 0;
  return ms;
}

async function measure(fixture: Fixture, from: Side): Promise<void> {
  const [near, far, bare]: [number[], number[], number[]] = [[], [], []];
  const requests: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareMs(fixture, needed[from]));
    for (const [times, latency] of [
      [near, 0],
      [far, latencyMs],
    ] as const) {
      fixture.later();
      await editAll[from](fixture, `Title ${round} ${latency}`);
      times.push(await timedRun(fixture, latency));
      requests.push(fixture.requests().length);
      fixture.later();
      await fixture.untilQuiet();
    }
  }
  const bound = boundMs(needed[from]);
  const figures = {
    ...{ ms: median(far), withoutLatencyMs: median(near), boundMs: bound, times: median(far) / bound },
    ...{ bareLoopMs: median(bare), timesBareLoop: median(far) / median(bare) },
    requests: median(requests),
  };
  console.log(`${edits} edits in ${from}, ${latencyMs} ms a request: ${JSON.stringify(figures)}`);
  keepResult(`${edits} edits in ${from} at ${latencyMs} ms`, figures);
}

async function main(): Promise<void> {
  const fixture = await startFixture();
  try {
    seed(fixture);
    await fixture.untilQuiet(inOneRun);
    for (const side of ['outlook', 'zoho'] as const) await measure(fixture, side);
  } finally {
    await fixture.stop();
  }
}

void main();
