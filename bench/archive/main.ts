import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import {
  commitWrites,
  finishCycle,
  forgetPerson,
  forgetSync,
  ingestPage,
  openArchive,
  startCycle,
  tracesOfPerson,
  type Archive,
  type CycleRef,
} from '../../archive';
import { decideNew, type DecisionRules } from '../../sync/decide';
import { contact } from '../../sync/kinds/contact';
import { mail } from '../../sync/kinds/mail';
import type { KindName, SideRecord } from '../../sync/model';

/** What forgetting costs: `npm run bench -- --archive [megabytes]`. */

const megabytes = Number(process.argv[2] ?? 400);
const now = Date.now();

async function begin(archive: Archive, sync: string, kind: KindName): Promise<CycleRef> {
  const started = await startCycle(archive, { sync, kind, holder: 'bench', now, leaseMs: 3_600_000 });
  if (!started.started) throw new Error('held');
  return started.cycle;
}

const sent = (n: number): SideRecord => {
  const fields = {
    ...{ subject: `Offer ${n}`, messageId: `<${n}@us.example>`, sentAt: '2026-01-01T08:00:00Z' },
    to: [{ name: `Person ${n}`, address: `person${n}@example.com` }],
  };
  const record = { ref: `mail-${n}`, version: '1', modifiedAt: null, state: 'live' as const, fields };
  return { ...record, extra: { body: `Dear person ${n}, `.repeat(500) }, keys: mail.keys({ fields, aliases: [] }) };
};

/** Mails that wait, text and all, until the file has grown by that. */
async function fill(archive: Archive, file: string): Promise<void> {
  const cycle = await begin(archive, 'Mails', 'mail');
  const full = statSync(file).size + megabytes * 1e6;
  for (let page = 0; statSync(file).size < full; page += 1) {
    const rows = Array.from({ length: 200 }, (_, n) => sent(page * 200 + n));
    await ingestPage(archive, cycle, 'outlook', mail, { rows, cursor: null, now });
  }
  await finishCycle(archive, cycle, now);
}

/** How long it takes, and the longest time for which nothing else could go on; in ms. */
async function measured(what: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  delay.disable();
  console.log(`${what}: ${Math.round(ms)} ms, the event loop held for ${Math.round(delay.max / 1e6)} ms at most`);
}

const rules: DecisionRules = {
  kind: contact,
  policy: { direction: 'both', conflict: 'zoho', perField: {}, deletes: 'delete' },
};

/** Pairs made and committed; the commits' time of the processor in ms, which others on the machine disturb least. */
async function commits(archive: Archive, cycle: CycleRef, round: number): Promise<number> {
  const people = Array.from({ length: 300 }, (_, n): SideRecord => {
    const fields = { lastName: `Person ${n}`, email: `p${round}-${n}@example.com`, notes: 'x'.repeat(n * 10) };
    const keys = contact.keys({ fields, aliases: [] });
    return { ref: `o${round}-${n}`, version: '1', modifiedAt: null, state: 'live', fields, keys, extra: null };
  });
  await ingestPage(archive, cycle, 'outlook', contact, { rows: people, cursor: null, now });
  const started = process.cpuUsage();
  for (const record of people) {
    const decision = decideNew('outlook', record, rules);
    const shown = { ref: `z${record.ref}`, version: '1', modifiedAt: null, fields: record.fields, keys: record.keys };
    const one = { decision, write: decision.writes[0]!, ...shown, extra: null, intent: null, now };
    await commitWrites(archive, cycle, [one], now);
  }
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

async function besidePlainDeletion(archive: Archive): Promise<void> {
  const cycle = await begin(archive, 'Contacts', 'contact');
  const best = { on: Infinity, off: Infinity };
  for (let round = 0; round < 10; round += 1)
    for (const mode of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      await sql.raw(`pragma secure_delete = ${mode}`).execute(archive.db);
      best[mode] = Math.min(best[mode], await commits(archive, cycle, round * 2 + (mode === 'on' ? 1 : 0)));
    }
  await sql.raw('pragma secure_delete = on').execute(archive.db);
  await finishCycle(archive, cycle, now);
  const [on, off] = [Math.round(best.on), Math.round(best.off)];
  console.log(`300 commits: ${on} ms, without overwriting ${off} ms: ${(best.on / best.off).toFixed(2)} times`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  const file = join(folder, 'archive.sqlite');
  const archive = await openArchive(file);
  try {
    await besidePlainDeletion(archive);
    await measured(`filling ${megabytes} MB`, () => fill(archive, file));
    const whom = { address: 'person7@example.com' };
    await measured('Person: Forget, preview', () => tracesOfPerson(archive, whom, now));
    await measured('Person: Forget', () => forgetPerson(archive, whom, now));
    await measured('Sync: Forget of a small sync', () => forgetSync(archive, 'Contacts', now));
    await measured('Sync: Forget of the large one', () => forgetSync(archive, 'Mails', now));
    console.log(`the file then has ${statSync(file).size} bytes`);
  } finally {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
