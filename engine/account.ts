import { isEqual } from 'lodash';
import { writeNotices, readProfile, writeProfile, type Archive, type Profile } from '../archive';
import type { Side, Value } from '../sync/model';
import { sideName } from '../sync/model';
import type { SideRun } from './cycle';
import { UsageError } from './errors';

/** Who a credential signs in as. `userId`: the person, where several share an account. */
export interface Identity {
  readonly account: string;
  readonly userId?: string;
}

/** How one side is signed in to in this run. */
export interface SignIn {
  /**
   * Way and digest of the credential, such as `zoho:…`. A credential keeps its name when somebody else signs in with it, but never
   * its token; so where this is another, the account has to be asked for again: about once an hour.
   */
  readonly fingerprint: () => Promise<string>;
  /** Asks the service, in one or two short requests. */
  readonly identify: () => Promise<Identity>;
}

/** What is kept of an account: what it is like, what of it is synced, and by which sign-in that was read. */
export interface CachedProfile<P, S> {
  readonly profile: P;
  readonly settings: S;
  readonly signIn: string;
}

/** Field lengths and time zones change rarely; a day late is early enough, and a run without changes stays at three requests. */
const freshMs = 24 * 3_600_000;

const dataOf = <P, S>(kept: Profile | null): CachedProfile<P, S> | null =>
  kept ? (kept.data as unknown as CachedProfile<P, S>) : null;

/** What the archive holds of a side's account, or null before the first Get Changes. */
export const cachedProfile = async <P, S>(archive: Archive, sync: string, side: Side) =>
  dataOf<P, S>(await readProfile(archive, sync, side));

/** The same, where Get Changes must have run. Throws UsageError where it never did. */
export async function requireProfile<P, S>({ archive, cycle, side }: SideRun): Promise<CachedProfile<P, S>> {
  const known = await cachedProfile<P, S>(archive, cycle.sync, side);
  if (known) return known;
  throw new UsageError(
    `${sideName[side]} was never read in this sync.`,
    'Run Sync, Get Changes first, as the template does.',
  );
}

/** Throws where the account is not the one the sync has always had: the ids of one mean somebody else in another. */
function requireSameAccount({ side, cycle: { sync } }: SideRun, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new UsageError(
    `The sync "${sync}" belongs to another ${sideName[side]} account than the one of this credential. Nothing was read or written.`,
    'Connect the credential with the former account again, or choose its credential in this node; for a new account, give a sync another Sync Name in Start Cycle.',
  );
}

/** Another person of the same account may see less, or own less: what is not shown to them is left alone, and that is told. */
async function reportAnotherUser({ archive, cycle, side }: SideRun, before: Identity, now: Identity): Promise<void> {
  if (!before.userId || !now.userId || before.userId === now.userId) return;
  const reason =
    `The credential is of another ${sideName[side]} user than before. Records this user may not see or does not own are left ` +
    'as they are; if that was not meant, connect the credential with the former user again.';
  await writeNotices(archive, cycle, [{ side, ref: null, label: sideName[side], reason }], Date.now());
}

/** What is known, if it is this account's and not too old; asks who signed in where the sign-in is another. */
async function stillValid<P extends Identity, S>(
  run: SideRun,
  kept: Profile | null,
  signIn: SignIn,
  fingerprint: string,
): Promise<P | null> {
  const known = dataOf<P, S>(kept);
  if (!kept || !known || Date.now() - kept.readAt >= freshMs) return null;
  if (known.signIn === fingerprint) return known.profile;
  const { account, userId } = await signIn.identify();
  requireSameAccount(run, kept.account, account);
  return userId === undefined || userId === known.profile.userId ? known.profile : null;
}

/** What of the account this sync is for. `place` names what of it is read and written: other syncs of the same place get in its way. */
export interface Scope<P, S> {
  readonly settings: S;
  readonly place: (profile: P) => string;
}

/** The account's profile: out of the archive while it is fresh and of this sign-in's account, else read anew. */
export async function loadProfile<P extends Identity, S>(
  run: SideRun,
  signIn: SignIn,
  { settings, place: placeIn }: Scope<P, S>,
  read: () => Promise<P>,
): Promise<P> {
  const { archive, cycle, side } = run;
  const kept = await readProfile(archive, cycle.sync, side);
  const before = dataOf<P, S>(kept);
  const fingerprint = await signIn.fingerprint();
  const known = await stillValid<P, S>(run, kept, signIn, fingerprint);
  const profile = known ?? (await read());
  requireSameAccount(run, kept?.account, profile.account);
  if (before) await reportAnotherUser(run, before.profile, profile);
  const data = { profile, settings, signIn: fingerprint };
  const readAt = known && kept ? kept.readAt : Date.now();
  const news = { account: profile.account, place: placeIn(profile), data: data as unknown as Value, readAt };
  if (!isEqual(kept, news)) await writeProfile(archive, cycle, side, news);
  return profile;
}

/** What was read one way (CalDAV, REST) has names that the other way does not know. */
function requireSameWay(known: string, now: string): void {
  if (known.split(':')[0] === now.split(':')[0]) return;
  throw new UsageError(
    'The two Zoho CRM Sync nodes of this workflow sign in differently, so nothing was written.',
    'Choose the same Authentication and credential in Get Changes and in Apply Decisions.',
  );
}

/** A node that writes may have another credential than the one that read: asks before anything is sent. */
export async function requireReadAccount(run: SideRun, signIn: SignIn): Promise<void> {
  const kept = await readProfile(run.archive, run.cycle.sync, run.side);
  if (!kept) return;
  const known = dataOf(kept)?.signIn;
  const now = await signIn.fingerprint();
  if (known === now) return;
  if (known) requireSameWay(known, now);
  requireSameAccount(run, kept.account, (await signIn.identify()).account);
}

/** The same for a side that is only written to, as the CRM by sent mail: its account is the one first written to. */
export async function requireFirstAccount(run: SideRun, signIn: SignIn): Promise<void> {
  const { archive, cycle, side } = run;
  const kept = await readProfile(archive, cycle.sync, side);
  const now = await signIn.fingerprint();
  if (dataOf(kept)?.signIn === now) return;
  const { account } = await signIn.identify();
  requireSameAccount(run, kept?.account, account);
  await writeProfile(archive, cycle, side, { account, place: '', data: { signIn: now }, readAt: Date.now() });
}
