import { isEqual, isMatch } from 'lodash';
import * as archives from '../archive';
import { writeNotices, readProfile, writeProfile, type Profile } from '../archive';
import { messageAndStep, reason, type Reason } from '../reasons';
import type { CalDavProfile } from '../sides/caldav';
import type {
  CalendarProfile,
  CalendarSettings,
  MailProfile,
  MailSettings,
  OutlookProfile,
  OutlookSettings,
  TodoProfile,
  TodoSettings,
} from '../sides/outlook';
import type { EventProfile, Owned, ZohoProfile, ZohoSettings } from '../sides/zoho';
import { type Side, type Value, sideName } from '../sync/model';
import type { Run, SideRun } from './cycle';
import { UsageError } from './errors';
import { refusalReview, passedBy } from './reviews';

/** Whom a node is for. `userId`: the person, where several share an account. */
export interface Identity {
  readonly account: string;
  readonly userId?: string;
  readonly userName?: string;
  /** There where this person was chosen, as one sign-in serves several: what is made for them is made theirs. */
  readonly owned?: Owned;
}

/** How one side is signed in to in this run. */
export interface SignIn {
  /**
   * Way and digest of the credential and of whom it is used for, such as `zoho:…`. A credential keeps its name when somebody else
   * signs in with it, but never its token; so where this is another, the account has to be asked for again: about once an hour.
   */
  readonly fingerprint: () => Promise<string>;
  /** Asks the service, in one or two short requests. */
  readonly identify: (run?: SideRun) => Promise<Identity>;
}

/** What is kept of an account: what it is like, what of it is synced, and by which sign-in that was read. */
export interface CachedProfile<P, S> {
  readonly profile: P;
  readonly settings: S;
  readonly signIn: string;
  /** What the user calls the place; '' where that is not known, or the usual one is meant. */
  readonly placeName?: string;
}

/** Field lengths and time zones change rarely; a day late is early enough, and a run without changes stays at three requests. */
const freshMs = 24 * 3_600_000;

/** Of which side's account something is kept, and of which type; `type` is there for the compiler only. */
export interface AccountOf<P, S> {
  readonly side: Side;
  readonly type?: CachedProfile<P, S>;
}

const accountOf = <P, S>(side: Side): AccountOf<P, S> => ({ side });

/** What is kept of each side's account, by what is synced of it. */
export const accounts = {
  outlook: {
    contact: accountOf<OutlookProfile, OutlookSettings>('outlook'),
    task: accountOf<TodoProfile, TodoSettings>('outlook'),
    event: accountOf<CalendarProfile, CalendarSettings>('outlook'),
    mail: accountOf<MailProfile, MailSettings>('outlook'),
  },
  zoho: {
    contact: accountOf<ZohoProfile, ZohoSettings>('zoho'),
    /** `web`: where people open records of this org. To Do's tasks carry a link there. */
    task: accountOf<ZohoProfile, ZohoSettings & { readonly web: string; readonly recurring: string }>('zoho'),
    event: accountOf<EventProfile, ZohoSettings>('zoho'),
    /** Meetings by CalDAV. `calendar`: the one chosen in the node; '' for the account's usual one. */
    calDav: accountOf<CalDavProfile, { readonly calendar: string }>('zoho'),
    /** What is known of it whatever is synced. */
    any: accountOf<Pick<ZohoProfile, 'limits'>, unknown>('zoho'),
  },
};

/** The archive keeps it as JSON; the same `AccountOf` is written and read. */
export const dataOf = <P, S>(kept: Profile | null): CachedProfile<P, S> | null =>
  kept ? (kept.data as unknown as CachedProfile<P, S>) : null;

/** What the archive holds of a side's account, or null before the first Get Changes. */
export const cachedProfile = async <P, S>({ archive, cycle }: Run, { side }: AccountOf<P, S>) =>
  dataOf<P, S>(await readProfile(archive, cycle.sync, side));

/** The same, where Get Changes must have run. Throws UsageError where it never did. */
export async function requireProfile<P, S>(run: Run, account: AccountOf<P, S>): Promise<CachedProfile<P, S>> {
  const known = await cachedProfile(run, account);
  if (known) return known;
  throw new UsageError(
    `${sideName[account.side]} was never read in this sync.`,
    'Run Get Changes first, as the template does.',
  );
}

/** Throws where the account is not the one the sync has always had: the ids of one mean somebody else in another. */
export function requireSameAccount({ side, cycle: { sync } }: SideRun, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new UsageError(
    `The sync "${sync}" belongs to another ${sideName[side]} account than the one of this node's credential or mailbox. Nothing was read or written.`,
    'Connect the credential with the former account again, or choose its credential (or its mailbox) in this node; for a new account, give a sync another Sync Name in Start Cycle.',
  );
}

/** Another person of the same account may see less, or own less: what is not shown to them is left alone, and that is told. */
async function reportAnotherUser({ archive, cycle, side }: SideRun, before: Identity, now: Identity): Promise<void> {
  if (!before.userId || !now.userId || before.userId === now.userId) return;
  await writeNotices(
    archive,
    cycle,
    [{ side, ref: null, label: sideName[side], reason: reason('anotherUser', { side }) }],
    Date.now(),
  );
}

/** What is known, if it is not too old and of whom the sign-in is for now; null `now`: of whom it was for before. */
function stillValid<P extends Identity, S>(kept: Profile | null, now: Identity | null): P | null {
  const known = dataOf<P, S>(kept);
  if (!kept || !known || Date.now() - kept.readAt >= freshMs) return null;
  const isSame = now === null || (isMatch(known.profile, now) && isEqual(known.profile.owned, now.owned));
  return isSame ? known.profile : null;
}

/** What of which account this sync is for. `place` names what of it is read and written: other syncs of the same place get in its way. */
export interface Scope<P, S> {
  readonly account: AccountOf<P, S>;
  readonly settings: S;
  readonly place: (profile: P) => string;
  /** What the user calls it, where the node knows. */
  readonly placeName?: string;
  /** Throws where there is no such place; none for a place that every account has. */
  readonly look?: (profile: P) => Promise<unknown>;
}

/** A place, or a person, that this sync is to look after from now on, and the one before. */
interface Move {
  readonly id: string;
  readonly why: Reason;
}

/** Names the question whether a side's place may be another one. */
const placeId = (side: Side, place: string): string => `place:${side}:${place}`;

/** Another one was chosen; who signs in anew is told of only (`reportAnotherUser`). */
const isOtherOwner = (was: Identity | undefined, now: Identity): boolean =>
  Boolean(was?.userId && now.userId && was.userId !== now.userId && (was.owned ?? now.owned));

export const nameOf = ({ userName, userId = '' }: Identity): string => userName || userId;

/** What was kept of a side, and what a node is set to now. */
export function moveOf(
  side: Side,
  {
    place: before,
    data,
  }: { readonly place: string; readonly data: Pick<CachedProfile<Identity, unknown>, 'profile' | 'placeName'> | null },
  { profile, place, placeName }: { readonly profile: Identity; readonly place: string; readonly placeName: string },
): Move | null {
  const names = { side, was: data?.placeName || before, now: placeName || place };
  if (before !== place) return { id: placeId(side, place), why: reason('placeChanged', names) };
  if (!data || !isOtherOwner(data.profile, profile)) return null;
  const why = reason('ownerChanged', { was: nameOf(data.profile), now: nameOf(profile) });
  return { id: placeId(side, `owner:${profile.userId ?? ''}`), why };
}

/**
 * Another folder, list, calendar or owner means other records: what is linked is left alone, what waits for a person would be
 * replaced. So a person is asked once, before anything is read. Throws UsageError until then.
 */
export async function requireSamePlace({ archive, cycle }: SideRun, { id, why }: Move): Promise<void> {
  if (passedBy(await archives.answersFor(archive, cycle.sync, [])).includes(id)) return;
  await archives.openReviews(archive, cycle, [refusalReview([{ id, reason: why }], [])], Date.now());
  const { message, nextStep } = messageAndStep(why);
  throw new UsageError(`${cycle.sync}: ${message}`, nextStep);
}

/** Another mailbox: none of its records is known, so a person is asked before all starts afresh there. Another org is a mistake. Throws UsageError. */
async function startElsewhere(run: SideRun, kept: Profile, now: Identity): Promise<void> {
  if (run.side === 'zoho') requireSameAccount(run, kept.account, now.account);
  const was = (kept.data as unknown as CachedProfile<{ readonly name?: string }, unknown>).profile.name ?? '';
  const move = { id: placeId(run.side, `account:${now.account}`), why: reason('mailboxChanged', { was }) };
  if (await hasRun(run)) await requireSamePlace(run, move);
  await archives.startAfresh(run.archive, run.cycle, Date.now());
}

/** It was answered, or the former place is chosen again. */
export async function closePlaceQuestion({ archive, cycle, side, standing }: SideRun): Promise<void> {
  if (standing?.questions === 0) return;
  const asked = await archives.syncQuestion(archive, cycle.sync);
  if (asked.some((id) => id.startsWith(placeId(side, ''))))
    await archives.closeSyncQuestion(archive, cycle, Date.now());
}

/** Has the sync come to the end of a cycle? Before that there is nothing to lose. */
export const hasRun = async ({ archive, cycle }: Run): Promise<boolean> =>
  (await archives.status(archive, cycle.sync)).finishedAt !== null;

/** The account's profile: out of the archive while it is fresh and of this sign-in's account, else read anew. */
export async function loadProfile<P extends Identity, S>(
  run: SideRun,
  signIn: SignIn,
  { settings, place: placeIn, placeName = '', look }: Scope<P, S>,
  read: () => Promise<P>,
): Promise<P> {
  const { archive, cycle, side } = run;
  const last = await readProfile(archive, cycle.sync, side);
  const fingerprint = await signIn.fingerprint();
  const now = last && dataOf(last)?.signIn !== fingerprint ? await signIn.identify(run) : null;
  const isElsewhere = last !== null && now !== null && now.account !== last.account;
  if (isElsewhere) await startElsewhere(run, last, now);
  const kept = isElsewhere ? null : last;
  const before = dataOf<P, S>(kept);
  const known = stillValid<P, S>(kept, now);
  const profile = known ?? (await read());
  requireSameAccount(run, kept?.account, profile.account);
  const place = placeIn(profile);
  const move = kept && moveOf(side, { ...kept, data: before }, { profile, place, placeName });
  if (before && !move) await reportAnotherUser(run, before.profile, profile);
  const isMoved = move !== null && (await hasRun(run));
  // one that is not there is nothing to be asked about
  if (isMoved && kept?.place !== place) await look?.(profile);
  if (isMoved) await requireSamePlace(run, move);
  const data = { profile, settings, signIn: fingerprint, placeName };
  const readAt = known && kept ? kept.readAt : Date.now();
  const news = { account: profile.account, place, data: data as unknown as Value, readAt };
  if (!isEqual(kept, news)) await writeProfile(archive, cycle, side, news, Date.now());
  if (isMoved) await archives.noteLetGo(archive, cycle, null, Date.now());
  await closePlaceQuestion(run);
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
  const known = dataOf<Identity, unknown>(kept);
  const now = await signIn.fingerprint();
  if (known?.signIn === now) return;
  if (known?.signIn) requireSameWay(known.signIn, now);
  const identity = await signIn.identify(run);
  requireSameAccount(run, kept.account, identity.account);
  if (isOtherOwner(known?.profile, identity))
    throw new UsageError(
      'The two Zoho CRM Sync nodes of this workflow have different owners, so nothing was written.',
      'Choose the same Owner in Get Changes and in Apply Decisions.',
    );
}
