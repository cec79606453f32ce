import type { IExecuteFunctions } from 'n8n-workflow';
import { readProfile, writeProfile, type Archive, type CycleRef } from '../../archive';
import type { Side, Value } from '../../sync/model';
import { sideName } from '../../sync/model';
import { credentialOf, usesAppPassword } from './clients';
import { UsageError } from './errors';

/** What is kept of an account: what it is like, what of it is synced, and through which credential that was learnt. */
export interface Learnt<P, S> {
  readonly profile: P;
  readonly settings: S;
  readonly credential: string;
}

/** Field lengths and time zones change rarely; a day late is early enough, and a run without changes stays at three requests. */
const freshMs = 24 * 3_600_000;

interface Account {
  readonly account: string;
}

/** What the archive holds of a side's account, or null before the first Get Changes. */
export async function remembered<P, S>(archive: Archive, sync: string, side: Side): Promise<Learnt<P, S> | null> {
  const kept = await readProfile(archive, sync, side);
  return kept ? (kept.data as unknown as Learnt<P, S>) : null;
}

function credentialId(context: IExecuteFunctions, side: Side): string {
  const type = side === 'zoho' && usesAppPassword(context) ? credentialOf.appPassword : credentialOf[side];
  return context.getNode().credentials?.[type]?.id ?? '';
}

function sameAccount(side: Side, sync: string, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new UsageError(
    `The sync "${sync}" belongs to another ${sideName[side]} account than the one of this credential.`,
    'Choose the credential of the former account, or give this sync another Sync Name in Start Cycle.',
  );
}

const unchanged = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Place {
  readonly archive: Archive;
  readonly cycle: CycleRef;
  readonly side: Side;
}

/** The account's profile: out of the archive while it is fresh and of this credential, else read anew. */
export async function learn<P extends Account, S>(
  context: IExecuteFunctions,
  at: Place,
  settings: S,
  read: () => Promise<P>,
): Promise<P> {
  const { archive, cycle, side } = at;
  const kept = await readProfile(archive, cycle.sync, side);
  const known = kept ? (kept.data as unknown as Learnt<P, S>) : null;
  const credential = credentialId(context, side);
  const fresh = kept && known?.credential === credential && Date.now() - kept.readAt < freshMs;
  const profile = fresh ? known.profile : await read();
  sameAccount(side, cycle.sync, kept?.account, profile.account);
  if (!fresh || !unchanged(known.settings, settings)) {
    const data = { profile, settings, credential } as unknown as Value;
    await writeProfile(archive, cycle, side, {
      account: profile.account,
      data,
      readAt: fresh ? kept.readAt : Date.now(),
    });
  }
  return profile;
}

/** What Get Changes learnt of the account. Throws where it never ran in this sync. */
export async function neededProfile<P, S>({ archive, cycle, side }: Place): Promise<Learnt<P, S>> {
  const known = await remembered<P, S>(archive, cycle.sync, side);
  if (known) return known;
  throw new UsageError(
    `${sideName[side]} was never read in this sync.`,
    'Run Sync, Get Changes first, as the template does.',
  );
}
