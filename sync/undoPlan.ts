import type { Kind } from './kinds/kind';
import type { BySide, Decision, Fields, SideRecord } from './model';
import { other, sideName, sides } from './model';
import { endsOf, makeAgain, nameOf, restored, sameRecord, takeAway, touchedBy, undoing } from './undo';
import type { NotUndone, Present, Tie, Touched, Trace, UndoPlan } from './undo';
import { backAlone, backTogether, backsOf, parting, reunited, unpaired } from './undoPairs';
import type { Back, Backs, Ground } from './undoPairs';

type Fate =
  | { readonly is: 'left'; readonly why: NotUndone }
  | { readonly is: 'nothing' }
  | { readonly is: 'decided'; readonly decision: Decision }
  | { readonly is: 'back'; readonly back: Back; readonly why: NotUndone | null };

const left = ({ side, ref, label }: Touched, reason: string): NotUndone => ({ side, ref, label, reason });

/** Made by the cycle, so it goes: unless somebody has worked on it since. */
function unmake({ kind, cycle, present }: Ground, touched: Touched): Fate {
  const { side, ref, label, after } = touched;
  const record = present.record(side, ref);
  const where = sideName[side];
  if (!record || record.state === 'deleted')
    return { is: 'left', why: left(touched, `It is gone from ${where} already.`) };
  if (record.state !== 'live' || !sameRecord(kind, record.fields, after ?? {})) {
    const reason = `It was created in ${where} and has been changed since, so it stays there.`;
    return { is: 'left', why: left(touched, reason) };
  }
  const tie = present.tie(side, ref);
  const refs: BySide<string | null> = tie?.refs ?? { outlook: null, zoho: null, [side]: ref };
  const common = undoing(cycle, label, `its creation in ${where} was undone`);
  return { is: 'decided', decision: { ...common, link: tie?.id ?? null, refs, writes: [takeAway(record, side)] } };
}

/** Whoever is its former partner's partner now. */
function heirOf({ side, linkBefore }: Touched, present: Present): SideRecord | null {
  const tie = linkBefore && present.tie(other(side), linkBefore.refs[other(side)]);
  return tie ? present.record(side, tie.refs[side]) : null;
}

/** Deleted by the cycle, so it comes back, as far as that goes. */
function remake({ kind, cycle, present }: Ground, touched: Touched): Fate {
  const { side, before } = touched;
  const isSame = (fields: Fields | undefined): boolean => !!fields && sameRecord(kind, fields, before ?? {});
  const there = present.again[side].some(isSame) || isSame(heirOf(touched, present)?.fields);
  if (there) return { is: 'left', why: left(touched, `It was created in ${sideName[side]} again already.`) };
  return { is: 'decided', decision: makeAgain(cycle, touched, present) };
}

/** Changed by the cycle: what it said before comes back, field by field, where nothing newer is there. */
function unchange({ kind, present }: Ground, touched: Touched): Fate {
  const { side, ref } = touched;
  const record = present.record(side, ref);
  if (record?.state !== 'live') {
    const gone = record?.state === 'outside' ? 'is no longer in what is synced' : 'was deleted since';
    return { is: 'left', why: left(touched, `It ${gone} in ${sideName[side]}.`) };
  }
  const { patch, newer } = restored(kind, touched, record.fields);
  const why = newer.length > 0 ? left(touched, `Changed in ${sideName[side]} since: ${newer.join(', ')}.`) : null;
  if (Object.keys(patch).length > 0) return { is: 'back', back: { touched, record, patch }, why };
  return why ? { is: 'left', why } : { is: 'nothing' };
}

function fateOf(ground: Ground, touched: Touched): Fate {
  if (touched.made) return touched.gone ? { is: 'nothing' } : unmake(ground, touched);
  return touched.gone ? remake(ground, touched) : unchange(ground, touched);
}

interface Ties {
  /** Made by the cycle, and still there. */
  readonly made: readonly Tie[];
  /** Taken apart by the cycle, with both ends alive and free. */
  readonly parted: readonly { readonly tie: Tie; readonly label: string }[];
}

function tiesOf({ present }: Ground, traces: readonly Trace[]): Ties {
  const made = traces.flatMap(({ op, link, after }) => {
    const ref = op === 'link' ? (after as { outlook?: string } | null)?.outlook : undefined;
    const tie = ref === undefined ? null : present.tie('outlook', ref);
    return tie && tie.id === link ? [tie] : [];
  });
  const parted = traces.flatMap(({ op, linkBefore, label }) =>
    op === 'part' && linkBefore && endsOf(linkBefore, present) && isFree(linkBefore, present)
      ? [{ tie: linkBefore, label }]
      : [],
  );
  return { made, parted };
}

const isFree = ({ refs }: Tie, present: Present): boolean =>
  sides.every((side) => present.tie(side, refs[side]) === null);

/**
 * What takes back all that a cycle did on both sides, as decisions like any others, and what cannot be taken back: newer changes
 * stay, what is gone stays gone. `traces`: of the cycle, in the order in which it went.
 */
export function undoPlan(kind: Kind, cycle: string, traces: readonly Trace[], present: Present): UndoPlan {
  const ground: Ground = { kind, cycle, present };
  const fates = [...touchedBy(traces).values()].map((touched) => fateOf(ground, touched));
  const notes = fates.flatMap((fate) => ('why' in fate && fate.why ? [fate.why] : []));
  const backs: Backs = new Map(
    fates.flatMap((fate) =>
      fate.is === 'back' ? [[nameOf(fate.back.touched.side, fate.back.touched.ref), fate.back] as const] : [],
    ),
  );
  const ties = tiesOf(ground, traces);
  const isLeft = ({ refs }: Tie): boolean => notes.some(({ side, ref }) => refs[side] === ref);
  const apart = ties.made.filter((tie) => !isLeft(tie) && endsOf(tie, present));
  const done = new Set<string>();
  const decisions: Decision[] = fates.flatMap((fate) => (fate.is === 'decided' ? [fate.decision] : []));
  const use = (...some: readonly (Back | undefined)[]): void =>
    some.forEach((back) => back && done.add(nameOf(back.touched.side, back.touched.ref)));
  for (const { tie, label } of ties.parted) {
    const mine = backsOf(backs, tie);
    use(mine.outlook, mine.zoho);
    decisions.push(reunited(ground, tie, mine, label));
  }
  for (const tie of apart) decisions.push(parting(ground, tie));
  const partedIds = new Set(apart.map(({ id }) => id));
  for (const [name, back] of backs) {
    if (done.has(name)) continue;
    const tie = present.tie(back.touched.side, back.touched.ref);
    const mine = tie && !partedIds.has(tie.id) ? backsOf(backs, tie) : null;
    use(back, mine?.outlook, mine?.zoho);
    decisions.push(tie && mine ? backTogether(ground, tie, mine) : backAlone(ground, back, unpaired));
  }
  return { decisions, left: notes };
}
