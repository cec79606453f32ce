import type { IExecuteFunctions } from 'n8n-workflow';
import { isEqual } from 'lodash';
import { noteLeftRecords, readProfile, writeProfile, type Archive, type CycleRef, type Profile } from '../../archive';
import type { Side, Value } from '../../sync/model';
import { sideName } from '../../sync/model';
import { askWho, sameAccount, signInOf, type Who } from './account';
import { UsageError } from './errors';

/** What is kept of an account: what it is like, what of it is synced, and by which sign-in (a digest) that was learnt. */
export interface Learnt<P, S> {
  readonly profile: P;
  readonly settings: S;
  readonly signIn: string;
}

/** Field lengths and time zones change rarely; a day late is early enough, and a run without changes stays at three requests. */
const freshMs = 24 * 3_600_000;

/** What the archive holds of a side's account, or null before the first Get Changes. */
export async function remembered<P, S>(archive: Archive, sync: string, side: Side): Promise<Learnt<P, S> | null> {
  const kept = await readProfile(archive, sync, side);
  return kept ? (kept.data as unknown as Learnt<P, S>) : null;
}

interface Place {
  readonly archive: Archive;
  readonly cycle: CycleRef;
  readonly side: Side;
}

/** Another person of the same account may see less, or own less: what is not shown to them is left alone, and that is told. */
async function tellOfAnotherUser({ archive, cycle, side }: Place, before: Who, now: Who): Promise<void> {
  if (!before.userId || !now.userId || before.userId === now.userId) return;
  const reason =
    `The credential is of another ${sideName[side]} user than before. Records this user may not see or does not own are left ` +
    'as they are; if that was not meant, connect the credential with the former user again.';
  await noteLeftRecords(archive, cycle, [{ side, ref: null, label: sideName[side], reason }], Date.now());
}

/** What is known, if it is this account's and not too old; asks who signed in where the sign-in is another. */
async function stillKnown<P extends Who, S>(
  context: IExecuteFunctions,
  { cycle, side }: Place,
  kept: Profile | null,
  signIn: string,
): Promise<P | null> {
  const known = kept ? (kept.data as unknown as Learnt<P, S>) : null;
  if (!kept || !known || Date.now() - kept.readAt >= freshMs) return null;
  if (known.signIn === signIn) return known.profile;
  const who = await askWho(context, { cycle, side });
  sameAccount(side, cycle.sync, kept.account, who.account);
  return who.userId === undefined || who.userId === known.profile.userId ? known.profile : null;
}

/** The account's profile: out of the archive while it is fresh and of this sign-in's account, else read anew. */
export async function learn<P extends Who, S>(
  context: IExecuteFunctions,
  at: Place,
  settings: S,
  read: () => Promise<P>,
): Promise<P> {
  const { archive, cycle, side } = at;
  const kept = await readProfile(archive, cycle.sync, side);
  const before = kept ? (kept.data as unknown as Learnt<P, S>) : null;
  const signIn = await signInOf(context, at);
  const known = await stillKnown<P, S>(context, at, kept, signIn);
  const profile = known ?? (await read());
  sameAccount(side, cycle.sync, kept?.account, profile.account);
  if (before) await tellOfAnotherUser(at, before.profile, profile);
  const data = { profile, settings, signIn };
  const readAt = known && kept ? kept.readAt : Date.now();
  if (!kept || readAt !== kept.readAt || !isEqual(kept.data, data))
    await writeProfile(archive, cycle, side, { account: profile.account, data: data as unknown as Value, readAt });
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
