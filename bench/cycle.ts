import { setTimeout as sleep } from 'node:timers/promises';
import type { Archive } from '../archive';
import { applyDecisions } from '../engine/apply';
import { matchChanges } from '../engine/match';
import { readSide } from '../engine/read';
import { finish } from '../engine/report';
import { resolve, type Settings } from '../engine/resolve';
import type { SideOfKind } from '../engine/sides/kind';
import { start } from '../engine/start';
import type { WriteJob, WriteResult } from '../sides/types';
import { defaultGuards } from '../sync/guard';
import { contact } from '../sync/kinds/contact';
import type { BySide, Fields, Side, SideRecord } from '../sync/model';

/** How much of a run is ours: whole cycles whose services answer at once, or after so long (ms), and tell what they are given to tell. */

export const sync = 'Contacts';
const historyMs = 90 * 24 * 3_600_000;

/** So many records go with one request, and so many are handed on by one run. */
const perRequest = { read: 500, write: 20 };
const batch = 2_000;

const settings: Settings = {
  policy: { direction: 'both', conflict: 'zoho', perField: {}, deletes: 'keep' },
  guards: defaultGuards,
  ...{ isPreview: false, asksFirst: false, onlyPlan: '', evidence: { addressDecides: false, samePeople: false } },
};

/** A record as its service tells it. */
export const told = (ref: string, fields: Fields, version = 'new'): SideRecord => ({
  ...{ ref, version, modifiedAt: '2026-11-29T00:00:00Z', state: 'live', fields, extra: null },
  keys: contact.keys({ fields, aliases: [] }),
});

/** What both services tell in the next cycle. */
export type News = BySide<readonly SideRecord[]>;
export const nothing: News = { outlook: [], zoho: [] };

let made = 0;
function answer({ write, before }: WriteJob): WriteResult {
  made += 1;
  const record = told(write.ref ?? `${write.side}-made-${made}`, { ...before, ...write.fields }, `v${made}`);
  return { outcome: 'done', write, ...record, notes: [], ambiguous: [] };
}

const service = (rows: readonly SideRecord[], latencyMs: number): SideOfKind => ({
  signIn: { fingerprint: async () => 'bench', identify: async () => ({ account: 'bench' }) },
  openFeed: async () =>
    (async function* pages() {
      for (let at = 0; at === 0 || at < rows.length; at += perRequest.read) {
        if (latencyMs > 0) await sleep(latencyMs);
        yield { rows: rows.slice(at, at + perRequest.read), read: 0, cursor: 'here' };
      }
    })(),
  openWriter: async ({ settle }, jobs) =>
    (async function* results() {
      for (const [at, job] of jobs.entries()) {
        if (at % perRequest.write === 0) {
          await settle?.();
          if (latencyMs > 0) await sleep(latencyMs);
        }
        yield answer(job);
      }
    })(),
});

/** One cycle from Start to Finish. */
export async function runCycle(archive: Archive, news: News = nothing, latencyMs = 0): Promise<void> {
  const request = { archive, sync, kind: 'contact' as const, holder: 'bench' };
  const begun = await start(request, { waits: false, memory: {} });
  if (!begun.started) throw new Error('held');
  const run = { archive, cycle: begun.cycle };
  const read = async (side: Side) => (await readSide({ ...run, side }, service(news[side], latencyMs), batch)).changes;
  const changes = { outlook: await read('outlook'), zoho: await read('zoho') };
  const found = await matchChanges(run, changes, settings.evidence);
  const sourced = <T>(all: readonly T[]) => all.map((json) => ({ json, from: [] }));
  const only = sourced([...found.outlook, ...found.zoho]);
  const resolved = await resolve(run, { pairs: sourced(found.pairs), only, all: [] }, settings);
  const decisions = resolved.decisions.map(({ json }) => (json as { decision: never }).decision);
  for (const side of ['zoho', 'outlook'] as const)
    await applyDecisions({ ...run, side }, service([], latencyMs), {
      decisions,
      fresh: side === 'zoho' ? decisions : [],
    });
  await finish(run, historyMs, undefined);
}
