import { readProfile, writeProfile } from '../../archive';
import type { Value } from '../../sync/model';
import {
  closePlaceQuestion,
  dataOf,
  hasRun,
  moveOf,
  nameOf,
  requireSameAccount,
  requireSamePlace,
  type Identity,
  type SignIn,
} from '../account';
import type { SideRun } from '../cycle';

/** Sent mail has one place in a CRM. */
const place = '';

/** Throws where mails would go to another account than before, or in another's name than was agreed to. */
async function requireSame(run: SideRun, now: Identity): Promise<void> {
  const kept = await readProfile(run.archive, run.cycle.sync, run.side);
  requireSameAccount(run, kept?.account, now.account);
  const was = kept && { place, data: dataOf<Identity, unknown>(kept) };
  const move = was && moveOf(run.side, was, { profile: now, place, placeName: '' });
  if (move && (await hasRun(run))) await requireSamePlace(run, move);
  await closePlaceQuestion(run);
}

/**
 * Of a side that is only written to, as the CRM by sent mail: its account is the one first written to. Answers in whose name it is
 * written, where that is not who signed in.
 */
export async function requireFirstAccount(run: SideRun, signIn: SignIn) {
  const { archive, cycle, side } = run;
  const known = dataOf<Identity, unknown>(await readProfile(archive, cycle.sync, side));
  const fingerprint = await signIn.fingerprint();
  const isKnown = known?.signIn === fingerprint;
  const profile: Identity | undefined = isKnown ? known.profile : await signIn.identify(run);
  if (!isKnown && profile) {
    await requireSame(run, profile);
    const readAt = Date.now();
    const data = { signIn: fingerprint, profile } as unknown as Value;
    await writeProfile(archive, cycle, side, { account: profile.account, place, data, readAt }, readAt);
  }
  return profile?.owned ? { id: profile.userId ?? '', name: nameOf(profile) } : null;
}
