import { createHash, randomUUID } from 'node:crypto';
import * as archives from '../../archive';
import { sentence } from '../../reasons';
import type { WriteJob, WriteResult } from '../../sides/types';
import { kinds } from '../../sync/kinds';
import { asObject, sideName, type SideRecord } from '../../sync/model';
import type { SideRun } from '../cycle';
import { UsageError } from '../errors';
import { readSide } from '../read';
import type { Placed, Rest, SideOfKind, WholeRecords } from '../sides/kind';
import { requireWhole } from './backUp';
import type { BackedUp } from './lines';
import { labelOf, planRestore, saysOf, twinOf, type Restoring } from './planRestore';

/** What became of one record, or would become of it. */
export interface Restored {
  readonly ref: string;
  readonly label: string;
  readonly fate: Restoring['fate'];
  readonly fields: readonly string[];
  /** null: only shown. */
  readonly outcome: WriteResult['outcome'] | null;
  readonly message?: string;
}

/** Parts of a backup, as often as they are asked for: no more than one is in memory. */
export type Parts = () => AsyncIterable<readonly BackedUp[]>;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Throws UsageError where a record is not one of this side, kind and account. */
function checkOrigin({ side, kind, account }: BackedUp, run: SideRun, signedIn: string | undefined): void {
  if (side !== run.side || kind !== run.cycle.kind)
    throw new UsageError(
      `This backup is one of ${kind}s of ${sideName[side]}.`,
      'Give it to the node of that side, with that Resource.',
    );
  if (account !== signedIn)
    throw new UsageError(
      'This backup was made of another account. Nothing was written.',
      'Choose the credential of the account that it was made of.',
    );
}

/** Refs of the backup. Throws UsageError where it is another side's, kind's or account's, or where it is two. */
async function refsOf(run: SideRun, parts: Parts): Promise<ReadonlySet<string>> {
  const account = (await archives.readProfile(run.archive, run.cycle.sync, run.side))?.account;
  const refs = new Set<string>();
  for await (const part of parts())
    for (const one of part) {
      checkOrigin(one, run, account);
      if (refs.has(one.ref))
        throw new UsageError(
          'These files are of more than one backup, so a record is in them twice. Nothing was written.',
          'Give Restore the files of one backup: their names begin alike, up to the number of the part.',
        );
      refs.add(one.ref);
    }
  return refs;
}

/** Records that are there and in no backup: among them may be those that were made anew. `take`: each is one record's at most. */
interface Strangers {
  readonly bySaying: (was: BackedUp) => Promise<SideRecord | null>;
  readonly byKey: (was: BackedUp) => Promise<SideRecord | null>;
}

async function strangersOf({ archive, cycle, side }: SideRun, backedUp: ReadonlySet<string>): Promise<Strangers> {
  const kind = kinds[cycle.kind];
  const refsBySaying = new Map<string, string[]>();
  for await (const part of archives.livingRecords(archive, cycle.sync, side))
    for (const { ref, fields } of part.filter((one) => !backedUp.has(one.ref))) {
      const said = digest(saysOf(kind, side, fields));
      refsBySaying.set(said, [...(refsBySaying.get(said) ?? []), ref]);
    }
  const taken = new Set<string>();
  const take = (one: SideRecord | null | undefined): SideRecord | null => {
    if (one) taken.add(one.ref);
    return one ?? null;
  };
  return {
    bySaying: async ({ fields }) => {
      const refs = refsBySaying.get(digest(saysOf(kind, side, fields))) ?? [];
      const ref = refs.find((one) => !taken.has(one));
      if (ref === undefined) return null;
      return take((await archives.livingAmong(archive, cycle.sync, side, [ref])).get(ref));
    },
    byKey: async (was) => {
      const { [side]: known } = await archives.connectedByKeys(archive, cycle.sync, [was.keys]);
      const free = known.filter(({ ref, state }) => state === 'live' && !backedUp.has(ref) && !taken.has(ref));
      return take(twinOf(was, free));
    },
  };
}

/** Everybody as they are now: in what is synced, elsewhere, or under another id. */
async function presentOf(run: SideRun, adapter: SideOfKind, part: readonly BackedUp[]) {
  const refs = part.map(({ ref }) => ref);
  const living = await archives.livingAmong(run.archive, run.cycle.sync, run.side, refs);
  const missing = refs.filter((ref) => !living.has(ref));
  const found = missing.length > 0 ? await requireWhole(adapter).find(run, missing) : [];
  const elsewhere = found.filter(({ state }) => state === 'live').map((one) => [one.ref, one] as const);
  return new Map([...living, ...elsewhere]);
}

type Plan = (part: readonly BackedUp[]) => Promise<readonly Restoring[]>;

/** Whoever says the same goes first, so that nobody takes by a key what is another's. */
async function planner(run: SideRun, adapter: SideOfKind, parts: Parts): Promise<Plan> {
  await readSide(run, adapter, 1);
  const strangers = await strangersOf(run, await refsOf(run, parts));
  return async (part) => {
    const present = await presentOf(run, adapter, part);
    const found = new Map<BackedUp, SideRecord | null>();
    for (const was of part) found.set(was, present.get(was.ref) ?? (await strangers.bySaying(was)));
    for (const was of part) if (!found.get(was)) found.set(was, await strangers.byKey(was));
    return part.map((was) => planRestore(was, found.get(was) ?? null));
  };
}

const shown = ({ was, fate, fields }: Restoring): Restored => ({
  ...{ ref: was.ref, label: labelOf(was), fate, fields, outcome: null },
});

/** What a person should know of a result. */
function messageOf(result: WriteResult): string {
  if (result.outcome === 'refused' || result.outcome === 'unknown') return sentence(result.reason);
  if (result.outcome !== 'done') return '';
  return [...result.notes, ...(result.unsyncable ?? [])].map((why) => sentence(why)).join(' ');
}

function told(one: Restoring, result: WriteResult): Restored {
  const message = messageOf(result);
  return { ...shown(one), outcome: result.outcome, ...(message && { message }) };
}

type Placing = ReadonlyMap<Restoring, Placed>;

/** What, besides what is synced, is not as it was. */
type RestOf = (plan: Placing) => Promise<ReadonlyMap<Restoring, Rest>>;

async function restReader(run: SideRun, { read, rest }: WholeRecords): Promise<RestOf> {
  const restOf = await rest(run);
  return async (placing) => {
    const whole = await read(run, [...placing.values()]);
    const found = [...placing].flatMap(([one, { ref, extra }]) => {
      const body = restOf(asObject(one.was.record), asObject(whole.get(ref)));
      return whole.has(ref) && Object.keys(body).length > 0 ? [[one, { ref, extra, body }] as const] : [];
    });
    return new Map(found);
  };
}

const placedNow = (plan: readonly Restoring[]): Placing =>
  new Map(plan.flatMap((one) => (one.now ? [[one, one.now] as const] : [])));

/** As it would be shown; what is the same but for what is not synced is to be changed, too. */
const withRest = (one: Restoring, rest: Rest | undefined): Restored => ({
  ...shown(one),
  ...(rest && one.fate === 'same' && { fate: 'change' }),
  ...(rest && one.fate !== 'create' && { fields: [...one.fields, ...Object.keys(rest.body)] }),
});

type Results = Map<Restoring, { readonly placed: Placed; readonly told: Restored }>;

/** Sends what is synced, part by part; answers what became of it and where it lies then. */
async function writeSynced(run: SideRun, adapter: SideOfKind, plan: readonly Restoring[]): Promise<Results> {
  const byWrite = new Map(plan.flatMap((one) => (one.write ? [[one.write, one] as const] : [])));
  const jobs = [...byWrite].map(([todo, { now }]): WriteJob => {
    const intent = todo.op === 'create' ? randomUUID() : null;
    return { write: todo, intent, before: now?.fields ?? {} };
  });
  const results: Results = new Map();
  if (jobs.length === 0) return results;
  for await (const result of await adapter.openWriter(run, jobs)) {
    const one = byWrite.get(result.write);
    const placed = result.outcome === 'done' ? result : one?.now;
    if (one) results.set(one, { told: told(one, result), placed: placed ?? { ref: '', extra: null } });
  }
  return results;
}

/** One part: first what is synced, so that everything is there; then the rest of it. */
async function write(run: SideRun, adapter: SideOfKind, restOf: RestOf, plan: readonly Restoring[]) {
  const results = await writeSynced(run, adapter, plan);
  const placing = plan.map((one) => [one, results.get(one)?.placed ?? one.now] as const);
  const rests = await restOf(new Map(placing.flatMap(([one, at]) => (at?.ref ? [[one, at] as const] : []))));
  const refused = await requireWhole(adapter).put(run, [...rests.values()]);
  return plan.map((one): Restored => {
    const rest = rests.get(one);
    const [so, why] = [withRest(one, rest), rest && refused.get(rest.ref)];
    const known = results.get(one)?.told;
    if (why) return { ...so, outcome: 'refused', message: sentence(why) };
    return { ...so, ...(rest && { outcome: 'done' }), ...known, fields: so.fields, fate: so.fate };
  });
}

/**
 * Brings the records of a backup back, part by part: who is gone is made anew (under another id), who was changed is changed back,
 * who is not in the backup is left alone. Without any archive; nobody is mailed. `preview`: only says what it would do. A second time
 * it finds nothing to do. Throws UsageError, ApiError.
 */
export async function* restore(
  run: SideRun,
  adapter: SideOfKind,
  parts: Parts,
  preview: boolean,
): AsyncGenerator<readonly Restored[]> {
  const whole = requireWhole(adapter);
  const planOf = await planner(run, adapter, parts);
  const restOf = await restReader(run, whole);
  for await (const part of parts()) {
    const plan = await planOf(part);
    if (!preview) yield await write(run, adapter, restOf, plan);
    const rests = preview ? await restOf(placedNow(plan)) : new Map<Restoring, Rest>();
    if (preview) yield plan.map((one) => withRest(one, rests.get(one)));
  }
}
