import type { Kind } from '../kinds/kind';
import type { Base, BySide, Decision, Fields, Side, SideRecord, Write } from '../model';
import { other, sides, sideName } from '../model';
import {
  recordKey,
  restoreWrite,
  undoDecision,
  omitFields,
  type CurrentState,
  type LinkSnapshot,
  type TouchedRecord,
  liveEnds,
  recreate,
  restoreFields,
  sameFields,
  deleteWrite,
  touchedRecords,
} from './undoRecord';
import type { NotUndone, JournalStep, UndoPlan } from './undoRecord';

export interface UndoContext {
  readonly kind: Kind;
  readonly cycle: string;
  readonly present: CurrentState;
}

/** A record that can be put back, in part or whole. */
export interface Restorable {
  readonly touched: TouchedRecord;
  readonly record: SideRecord;
  readonly patch: Fields;
}

export type Restorables = ReadonlyMap<string, Restorable>;
const restorablesOf = (backs: Restorables, { refs }: LinkSnapshot): Partial<BySide<Restorable>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const back = backs.get(recordKey(side, refs[side]));
      return back ? [[side, back]] : [];
    }),
  );

/** The other side's values of the same fields, as they are: those that go back there, too, are agreed on by their own write. */
function currentValues(patch: Fields, opposite: SideRecord | null, theirs: Restorable | undefined): Fields {
  const names = Object.keys(patch).filter((name) => !(name in (theirs?.patch ?? {})));
  return opposite ? Object.fromEntries(names.map((name) => [name, opposite.fields[name] ?? null])) : {};
}

const changesUndone = 'the changes of that cycle were undone';

/** Both records of a pair that stays one. */
function restorePair({ cycle, present }: UndoContext, tie: LinkSnapshot, backs: Partial<BySide<Restorable>>): Decision {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = backs[side];
    if (!mine) return [];
    const opposite = other(side);
    const theirs = currentValues(mine.patch, present.record(opposite, tie.refs[opposite]), backs[opposite]);
    const agreed = { [side]: mine.patch, [opposite]: theirs } as unknown as Base;
    return [restoreWrite(mine.record, side, mine.patch, agreed)];
  });
  const label = (backs.outlook ?? backs.zoho)?.touched.label ?? '';
  return { ...undoDecision(cycle, label, changesUndone), link: tie.id, matchedBy: 'link', refs: tie.refs, writes };
}

/** One record that has, or will have, no partner. */
function restoreSingle(
  { cycle }: UndoContext,
  { touched: { side, ref, label }, record, patch }: Restorable,
  reason: string,
): Decision {
  const refs = { outlook: null, zoho: null, [side]: ref };
  const agreed = { outlook: {}, zoho: {}, [side]: patch };
  return { ...undoDecision(cycle, label, reason), refs, writes: [restoreWrite(record, side, patch, agreed)] };
}

/** A pair that the cycle took apart becomes one again, as it was. */
function relinkPair(
  { cycle }: UndoContext,
  tie: LinkSnapshot,
  backs: Partial<BySide<Restorable>>,
  label: string,
): Decision {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = backs[side];
    return mine
      ? [restoreWrite(mine.record, side, mine.patch, { outlook: {}, zoho: {}, [side]: mine.patch } as Base)]
      : [];
  });
  const agreed: Base = {
    outlook: omitFields(tie.base.outlook, backs.outlook?.patch),
    zoho: omitFields(tie.base.zoho, backs.zoho?.patch),
  };
  const common = undoDecision(cycle, label, 'their pairing was restored');
  return {
    ...common,
    verdict: writes.length > 0 ? 'write' : 'agree',
    matchedBy: 'undo',
    refs: tie.refs,
    writes,
    agreed,
  };
}

const linkUndone = 'their pairing was undone';

/** A pair that the cycle made is two records again. */
function unlinkPair({ kind, cycle, present }: UndoContext, tie: LinkSnapshot): Decision {
  const record: SideRecord | null = present.record('outlook' satisfies Side, tie.refs.outlook);
  const common = undoDecision(cycle, kind.label(record?.fields ?? {}), linkUndone);
  return { ...common, verdict: 'unlink', link: tie.id, matchedBy: 'link', refs: tie.refs };
}

type UndoOutcome =
  | { readonly is: 'left'; readonly why: NotUndone }
  | { readonly is: 'nothing' }
  | { readonly is: 'decided'; readonly decision: Decision }
  | { readonly is: 'back'; readonly back: Restorable; readonly why: NotUndone | null };

const notUndone = ({ side, ref, label }: TouchedRecord, reason: string): NotUndone => ({ side, ref, label, reason });

/** Made by the cycle, so it goes: unless somebody has worked on it since. */
function undoCreate({ kind, cycle, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, ref, label, after } = touched;
  const record = present.record(side, ref);
  const where = sideName[side];
  if (!record || record.state === 'deleted')
    return { is: 'left', why: notUndone(touched, `It is gone from ${where} already.`) };
  if (record.state !== 'live' || !sameFields(kind, record.fields, after ?? {})) {
    const reason = `It was created in ${where} and has been changed since, so it stays there.`;
    return { is: 'left', why: notUndone(touched, reason) };
  }
  const tie = present.link(side, ref);
  const refs: BySide<string | null> = tie?.refs ?? { outlook: null, zoho: null, [side]: ref };
  const common = undoDecision(cycle, label, `its creation in ${where} was undone`);
  return { is: 'decided', decision: { ...common, link: tie?.id ?? null, refs, writes: [deleteWrite(record, side)] } };
}

/** Whoever is its former partner's partner now. */
function newPartnerOf({ side, linkBefore }: TouchedRecord, present: CurrentState): SideRecord | null {
  const tie = linkBefore && present.link(other(side), linkBefore.refs[other(side)]);
  return tie ? present.record(side, tie.refs[side]) : null;
}

/** Deleted by the cycle, so it comes back, as far as that goes. */
function undoDelete({ kind, cycle, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, before } = touched;
  const isSame = (fields: Fields | undefined): boolean => !!fields && sameFields(kind, fields, before ?? {});
  const there = present.recreated[side].some(isSame) || isSame(newPartnerOf(touched, present)?.fields);
  if (there) return { is: 'left', why: notUndone(touched, `It was created in ${sideName[side]} again already.`) };
  return { is: 'decided', decision: recreate(cycle, touched, present) };
}

/** Changed by the cycle: what it said before comes back, field by field, where nothing newer is there. */
function undoUpdate({ kind, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, ref } = touched;
  const record = present.record(side, ref);
  if (record?.state !== 'live') {
    const gone = record?.state === 'outside' ? 'is no longer in what is synced' : 'was deleted since';
    return { is: 'left', why: notUndone(touched, `It ${gone} in ${sideName[side]}.`) };
  }
  const { patch, changedSince } = restoreFields(kind, touched, record.fields);
  const why =
    changedSince.length > 0
      ? notUndone(touched, `Changed in ${sideName[side]} since: ${changedSince.join(', ')}.`)
      : null;
  if (Object.keys(patch).length > 0) return { is: 'back', back: { touched, record, patch }, why };
  return why ? { is: 'left', why } : { is: 'nothing' };
}

function undoRecord(ground: UndoContext, touched: TouchedRecord): UndoOutcome {
  if (touched.created) return touched.deleted ? { is: 'nothing' } : undoCreate(ground, touched);
  return touched.deleted ? undoDelete(ground, touched) : undoUpdate(ground, touched);
}

interface TouchedLinks {
  /** Made by the cycle, and still there. */
  readonly created: readonly LinkSnapshot[];
  /** Taken apart by the cycle, with both ends alive and free. */
  readonly unlinked: readonly { readonly tie: LinkSnapshot; readonly label: string }[];
}

function touchedLinks({ present }: UndoContext, traces: readonly JournalStep[]): TouchedLinks {
  const made = traces.flatMap(({ op, link, after }) => {
    const ref = op === 'link' ? (after as { outlook?: string } | null)?.outlook : undefined;
    const tie = ref === undefined ? null : present.link('outlook', ref);
    return tie && tie.id === link ? [tie] : [];
  });
  const parted = traces.flatMap(({ op, linkBefore, label }) =>
    op === 'unlink' && linkBefore && liveEnds(linkBefore, present) && areEndsFree(linkBefore, present)
      ? [{ tie: linkBefore, label }]
      : [],
  );
  return { created: made, unlinked: parted };
}

const areEndsFree = ({ refs }: LinkSnapshot, present: CurrentState): boolean =>
  sides.every((side) => present.link(side, refs[side]) === null);

/**
 * What takes back all that a cycle did on both sides, as decisions like any others, and what cannot be taken back: newer changes
 * stay, what is gone stays gone. `traces`: of the cycle, in the order in which it went.
 */
export function planUndo(kind: Kind, cycle: string, traces: readonly JournalStep[], present: CurrentState): UndoPlan {
  const ground: UndoContext = { kind, cycle, present };
  const fates = [...touchedRecords(traces).values()].map((touched) => undoRecord(ground, touched));
  const notes = fates.flatMap((fate) => ('why' in fate && fate.why ? [fate.why] : []));
  const backs: Restorables = new Map(
    fates.flatMap((fate) =>
      fate.is === 'back' ? [[recordKey(fate.back.touched.side, fate.back.touched.ref), fate.back] as const] : [],
    ),
  );
  const ties = touchedLinks(ground, traces);
  const isLeft = ({ refs }: LinkSnapshot): boolean => notes.some(({ side, ref }) => refs[side] === ref);
  const apart = ties.created.filter((tie) => !isLeft(tie) && liveEnds(tie, present));
  const done = new Set<string>();
  const decisions: Decision[] = fates.flatMap((fate) => (fate.is === 'decided' ? [fate.decision] : []));
  const use = (...some: readonly (Restorable | undefined)[]): void =>
    some.forEach((back) => back && done.add(recordKey(back.touched.side, back.touched.ref)));
  for (const { tie, label } of ties.unlinked) {
    const mine = restorablesOf(backs, tie);
    use(mine.outlook, mine.zoho);
    decisions.push(relinkPair(ground, tie, mine, label));
  }
  for (const tie of apart) decisions.push(unlinkPair(ground, tie));
  const partedIds = new Set(apart.map(({ id }) => id));
  for (const [name, back] of backs) {
    if (done.has(name)) continue;
    const tie = present.link(back.touched.side, back.touched.ref);
    const mine = tie && !partedIds.has(tie.id) ? restorablesOf(backs, tie) : null;
    use(back, mine?.outlook, mine?.zoho);
    decisions.push(tie && mine ? restorePair(ground, tie, mine) : restoreSingle(ground, back, linkUndone));
  }
  return { decisions, notUndone: notes };
}
