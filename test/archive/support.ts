import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitAgreed,
  commitWrites,
  ingestPage,
  openArchive,
  pairsFor,
  park,
  pendingRecords,
  startCycle,
  type Archive,
  type Committed,
  type CycleRef,
  type Done,
  type Ingested,
  type RefOn,
} from '../../archive';
import { tableNames } from '../../archive/store/tables';
import { reason, type Reason } from '../../reasons';
import { decide, decideNew, type DecisionRules } from '../../sync/decide';
import { contact } from '../../sync/kinds/contact';
import {
  type Decision,
  type Fields,
  type Pair,
  type RecordState,
  type Side,
  type SideRecord,
  type Write,
  other,
} from '../../sync/model';
import type { PairDetails, ReviewDetails, ReviewRecord } from '../../sync/review/review';
import { anyReason } from '../support/anyReason';

/** One write that a side has confirmed, taken down by itself. */
export async function commitWrite(a: Archive, cycle: CycleRef, one: Done): Promise<Committed> {
  const [committed] = await commitWrites(a, cycle, [one], one.now);
  return committed!;
}

export const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'archive-')), 'n8n', 'archive.db');
export const minute = 60_000;
/** Midnight of an arbitrary day; tests count from here. */
export const t0 = Date.UTC(2026, 0, 1);
export const sync = 'contacts';

export const rules: DecisionRules = {
  kind: contact,
  policy: { direction: 'both', conflict: 'zoho', perField: {}, deletes: 'delete' },
};

/** A contact as a feed shows it. */
export function rec(ref: string, fields: Fields, more: Partial<SideRecord> = {}): SideRecord {
  const state: RecordState = more.state ?? 'live';
  const keys = contact.keys({ fields, aliases: [] });
  return { ref, version: '1', modifiedAt: null, state, fields, keys, extra: null, ...more };
}

export const tanaka: Fields = {
  lastName: 'Tanaka',
  firstName: 'Hanako',
  email: 'hanako@example.com',
  mobilePhone: '090-1',
};
export const sato: Fields = { lastName: 'Sato', firstName: 'Ken', email: 'ken@example.com' };
/** Tanaka with another number. */
export const edited: Fields = { ...tanaka, mobilePhone: '090-2' };
export const tombstone = (ref: string): SideRecord => rec(ref, {}, { state: 'deleted', version: null });

/** One user of an archive file in the midst of a cycle. */
export interface Bench {
  readonly a: Archive;
  readonly cycle: CycleRef;
  readonly file: string;
}

export async function begin(file = newFile(), now = t0): Promise<Bench> {
  const a = await openArchive(file);
  return { a, file, cycle: await beginCycle(a, now) };
}

/** A bench of its own for each test of a file, by one name. */
export function benchOfEachTest(): Bench {
  const bench = {} as Bench;
  beforeEach(async () => void Object.assign(bench, await begin()));
  afterEach(() => bench.a.close());
  return bench;
}

export async function beginCycle(a: Archive, now = t0, holder = 'test'): Promise<CycleRef> {
  const started = await startCycle(a, { sync, kind: 'contact', holder, now });
  if (!started.started) throw new Error(`not started: ${JSON.stringify(started)}`);
  return started.cycle;
}

export const ingest = ({ a, cycle }: Bench, side: Side, rows: readonly SideRecord[], now = t0): Promise<Ingested> =>
  ingestPage(a, cycle, side, contact, { rows, cursor: null, now });

/** The side's answer to a write: it shows what was written, laid over `shown`. */
export function done(
  decision: Decision,
  write: Write,
  ref: string,
  shown: Fields = {},
  more: Partial<Done> = {},
): Done {
  const fields = { ...shown, ...write.fields };
  const keys = contact.keys({ fields, aliases: [] });
  return {
    decision,
    write,
    ref,
    version: 'w',
    modifiedAt: null,
    fields,
    extra: null,
    keys,
    intent: null,
    now: t0,
    ...more,
  };
}

/** Makes every write of a decision and commits it; `shown` is what each side has before. */
export async function apply(b: Bench, decision: Decision, pair: Pair | null, newRef = 'new', now = t0): Promise<void> {
  for (const write of decision.writes) {
    const shown = write.op === 'update' && pair ? pair[write.side].fields : {};
    await commitWrite(b.a, b.cycle, done(decision, write, write.ref ?? newRef, shown, { now }));
  }
  if (decision.writes.length === 0) await commitAgreed(b.a, b.cycle, [decision], now);
}

/** The refs of a pair, and how it looks when both agree. */
export const refs = { outlook: 'o1', zoho: 'z1' };
export const settled = { outlook: 'settled', zoho: 'settled' };

/** All that an archive holds, as text: its rows, and where it is in a file the bytes of that. */
export async function heldBy({ a, file }: Pick<Bench, 'a' | 'file'>): Promise<string> {
  const rows = await Promise.all(tableNames.map((table) => a.db.selectFrom(table).selectAll().execute()));
  const bytes = [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : ''));
  return [JSON.stringify(rows), ...bytes].join('');
}

/** Every link there is, as the archive holds it. */
export const linksOf = ({ a }: Bench) => a.db.selectFrom('link').selectAll().execute();

/** What a side has to hand out, in short. */
export const pendingOf = async ({ a }: Bench, side: Side, now = t0) =>
  (await pendingRecords(a, sync, side, 100, now)).map(({ record, change, link }) => ({
    ref: record.ref,
    change,
    link,
  }));

/** A contact that both sides have and agree on; answers its link. */
export async function linked(
  b: Bench,
  refs: { outlook: string; zoho: string },
  fields: Fields = tanaka,
): Promise<string> {
  const record = rec(refs.outlook, fields);
  await ingest(b, 'outlook', [record]);
  const decision = decideNew('outlook', record, rules);
  await commitWrite(b.a, b.cycle, done(decision, decision.writes[0]!, refs.zoho, {}, { version: '1' }));
  const { id } = await b.a.db
    .selectFrom('link')
    .select('id')
    .where('outlook', '=', refs.outlook)
    .executeTakeFirstOrThrow();
  return id;
}

const shown = (one: SideRecord): ReviewRecord => ({
  ref: one.ref,
  version: one.version,
  modifiedAt: one.modifiedAt,
  state: one.state,
  label: contact.label(one.fields),
  fields: one.fields,
});

/** The two records of a pair as a review shows them, with the fields in question. */
export const pairDetails = (pair: Pair, fields: readonly string[]): PairDetails => ({
  is: 'pair',
  happened: 'edited',
  outlook: shown(pair.outlook),
  zoho: shown(pair.zoho),
  base: pair.base,
  clashes: fields.map((field) => ({
    field,
    label: field,
    outlook: pair.outlook.fields[field] ?? null,
    base: pair.base?.outlook[field] ?? null,
    zoho: pair.zoho.fields[field] ?? null,
    winner: null,
  })),
  rule: reason('decideMyself'),
});

/** Records that could be the same, as a review shows them. */
export const candidateDetails = (outlook: readonly SideRecord[], zoho: readonly SideRecord[]): ReviewDetails => ({
  is: 'candidates',
  outlook: outlook.map(shown),
  zoho: zoho.map(shown),
  rule: reason('oneOfEach'),
});

/** A stopped plan. */
export const planDetails: ReviewDetails = {
  is: 'plan',
  refusals: [{ id: 'deletes', reason: anyReason('too many') }],
  plan: { verdicts: {}, writes: { outlook: {}, zoho: {} }, conflicts: 0 },
  lines: [],
  rule: reason('guards'),
};

/** Sets these records aside, as a refused write about them does. */
export const parkRefs = (a: Archive, cycle: CycleRef, refs: readonly RefOn[], why: Reason, now = t0): Promise<void> => {
  const of = (side: Side): string | null => refs.find((one) => one.side === side)?.ref ?? null;
  const about = {
    verdict: 'write',
    reason: reason('nothingChanged'),
    link: 'known',
    matchedBy: 'link',
    writes: [],
    clashes: [],
    label: '',
  } as const;
  const agreed = { outlook: {}, zoho: {} };
  return park(a, cycle, { ...about, agreed, refs: { outlook: of('outlook'), zoho: of('zoho') } }, why, now);
};

/** Status, state and so on of one row; undefined when the archive has none. */
export const rowOf = ({ a }: Bench, side: Side, ref: string) =>
  a.db.selectFrom('record').selectAll().where('side', '=', side).where('ref', '=', ref).executeTakeFirst();

export const statusesOf = async (b: Bench, refs: { outlook: string; zoho: string }) => ({
  outlook: (await rowOf(b, 'outlook', refs.outlook))?.status,
  zoho: (await rowOf(b, 'zoho', refs.zoho))?.status,
});

export const pairOf = async ({ a }: Bench, link: string): Promise<Pair> => {
  const [pair] = await pairsFor(a, sync, [link]);
  if (!pair) throw new Error('no such link');
  return pair;
};

export const decideLink = async (b: Bench, link: string, by: DecisionRules = rules): Promise<Decision> =>
  decide(await pairOf(b, link), by);
export { contact, decide, decideNew, other };
