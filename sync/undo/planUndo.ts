import { reason, type Reason } from '../../reasons';
import { deleteWrite } from '../decide';
import type { Kind } from '../kinds/kind';
import type { Base, BySide, Decision, Fields, Side, SideRecord, Write } from '../model';
import { other, sides } from '../model';
import {
  recordKey,
  restoreWrite,
  undoDecision,
  omitFields,
  type Restorable,
  type CurrentState,
  type LinkSnapshot,
  type TouchedRecord,
  liveEnds,
  recreate,
  restoreFields,
  sameFields,
  touchedRecords,
} from './undoRecord';
import type { NotUndone, JournalStep, UndoPlan } from './undoRecord';

export interface UndoContext {
  readonly kind: Kind;
  readonly cycle: string;
  readonly present: CurrentState;
}

export type Restorables = ReadonlyMap<string, Restorable>;

/** What becomes of one record. notUndone: it stays as it is. restorable: it is written with what its pair needs. */
type UndoOutcome =
  | { readonly is: 'notUndone'; readonly why: NotUndone }
  | { readonly is: 'nothing' }
  | { readonly is: 'decided'; readonly decision: Decision }
  | { readonly is: 'restorable'; readonly restorable: Restorable; readonly why: NotUndone | null };

/** What the cycle did to links. */
interface TouchedLinks {
  /** Made by the cycle, and still there. */
  readonly created: readonly LinkSnapshot[];
  /** Taken apart by the cycle, with both ends alive and free. */
  readonly unlinked: readonly { readonly link: LinkSnapshot; readonly label: string }[];
}

const keyOf = ({ touched }: Restorable): string => recordKey(touched.side, touched.ref);

const restorablesOf = (restorables: Restorables, { refs }: LinkSnapshot): Partial<BySide<Restorable>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const restorable = restorables.get(recordKey(side, refs[side]));
      return restorable ? [[side, restorable]] : [];
    }),
  );

/** The other side's values of the same fields, as they are: those that go back there, too, are agreed on by their own write. */
function currentValues(patch: Fields, opposite: SideRecord | null, theirs: Restorable | undefined): Fields {
  const names = Object.keys(patch).filter((name) => !(name in (theirs?.patch ?? {})));
  return opposite ? Object.fromEntries(names.map((name) => [name, opposite.fields[name] ?? null])) : {};
}

/** Both records of a pair that stays one. */
function restorePair({ cycle, present }: UndoContext, link: LinkSnapshot, restorables: Partial<BySide<Restorable>>) {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = restorables[side];
    if (!mine) return [];
    const opposite = other(side);
    const theirs = currentValues(mine.patch, present.record(opposite, link.refs[opposite]), restorables[opposite]);
    const agreed = { [side]: mine.patch, [opposite]: theirs } as unknown as Base;
    return [restoreWrite(mine, agreed)];
  });
  const label = (restorables.outlook ?? restorables.zoho)?.touched.label ?? '';
  return {
    ...undoDecision(cycle, label, reason('changesUndone')),
    link: link.id,
    matchedBy: 'link',
    refs: link.refs,
    writes,
  };
}

/** One record that has, or will have, no partner. */
function restoreSingle({ cycle }: UndoContext, restorable: Restorable, why: Reason): Decision {
  const { touched, patch } = restorable;
  const { side, ref, label } = touched;
  const refs = { outlook: null, zoho: null, [side]: ref };
  const agreed = { outlook: {}, zoho: {}, [side]: patch };
  return { ...undoDecision(cycle, label, why), refs, writes: [restoreWrite(restorable, agreed)] };
}

/** A pair that the cycle took apart becomes one again, as it was. */
function relinkPair(
  { cycle }: UndoContext,
  link: LinkSnapshot,
  restorables: Partial<BySide<Restorable>>,
  label: string,
): Decision {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = restorables[side];
    return mine ? [restoreWrite(mine, { outlook: {}, zoho: {}, [side]: mine.patch } as Base)] : [];
  });
  const agreed: Base = {
    outlook: omitFields(link.base.outlook, restorables.outlook?.patch),
    zoho: omitFields(link.base.zoho, restorables.zoho?.patch),
  };
  const common = undoDecision(cycle, label, reason('pairingRestored'));
  return {
    ...common,
    verdict: writes.length > 0 ? 'write' : 'agree',
    matchedBy: 'undo',
    refs: link.refs,
    writes,
    agreed,
  };
}

/** A pair that the cycle made is two records again. */
function unlinkPair({ kind, cycle, present }: UndoContext, link: LinkSnapshot): Decision {
  const record: SideRecord | null = present.record('outlook' satisfies Side, link.refs.outlook);
  const common = undoDecision(cycle, kind.label(record?.fields ?? {}), reason('pairingUndone'));
  return { ...common, verdict: 'unlink', link: link.id, matchedBy: 'link', refs: link.refs };
}

const notUndone = ({ side, ref, label }: TouchedRecord, why: Reason): NotUndone => ({ side, ref, label, reason: why });

/** Made by the cycle, so it goes: unless somebody has worked on it since. */
function undoCreate({ kind, cycle, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, ref, label, after } = touched;
  const record = present.record(side, ref);
  if (!record || record.state === 'deleted')
    return { is: 'notUndone', why: notUndone(touched, reason('goneAlready', { side })) };
  if (record.state !== 'live' || !sameFields(kind, record.fields, after ?? {})) {
    return { is: 'notUndone', why: notUndone(touched, reason('changedSinceCreated', { side })) };
  }
  const link = present.link(side, ref);
  const refs: BySide<string | null> = link?.refs ?? { outlook: null, zoho: null, [side]: ref };
  const common = undoDecision(cycle, label, reason('creationUndone', { side }));
  return { is: 'decided', decision: { ...common, link: link?.id ?? null, refs, writes: [deleteWrite(record, side)] } };
}

/** Whoever is its former partner's partner now. */
function newPartnerOf({ side, linkBefore }: TouchedRecord, present: CurrentState): SideRecord | null {
  const link = linkBefore && present.link(other(side), linkBefore.refs[other(side)]);
  return link ? present.record(side, link.refs[side]) : null;
}

/** Deleted by the cycle, so it comes back, as far as that goes. */
function undoDelete({ kind, cycle, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, before } = touched;
  const isSame = (fields: Fields | undefined): boolean => !!fields && sameFields(kind, fields, before ?? {});
  const there = present.recreated[side].some(isSame) || isSame(newPartnerOf(touched, present)?.fields);
  if (there) return { is: 'notUndone', why: notUndone(touched, reason('recreatedAlready', { side })) };
  return { is: 'decided', decision: recreate(cycle, touched, present) };
}

/** Changed by the cycle: what it said before comes back, field by field, where nothing newer is there. */
function undoUpdate({ kind, present }: UndoContext, touched: TouchedRecord): UndoOutcome {
  const { side, ref } = touched;
  const record = present.record(side, ref);
  if (record?.state !== 'live') {
    const gone = record?.state === 'outside' ? 'outsideNow' : 'deletedSince';
    return { is: 'notUndone', why: notUndone(touched, reason(gone, { side })) };
  }
  const { patch, changedSince } = restoreFields(kind, touched, record.fields);
  const why =
    changedSince.length > 0 ? notUndone(touched, reason('changedSince', { side, fields: changedSince })) : null;
  if (Object.keys(patch).length > 0) return { is: 'restorable', restorable: { touched, record, patch }, why };
  return why ? { is: 'notUndone', why } : { is: 'nothing' };
}

function undoRecord(ground: UndoContext, touched: TouchedRecord): UndoOutcome {
  if (touched.created) return touched.deleted ? { is: 'nothing' } : undoCreate(ground, touched);
  return touched.deleted ? undoDelete(ground, touched) : undoUpdate(ground, touched);
}

function touchedLinks({ present }: UndoContext, traces: readonly JournalStep[]): TouchedLinks {
  const created = traces.flatMap(({ op, link: id, after }) => {
    const ref = op === 'link' ? (after as { outlook?: string } | null)?.outlook : undefined;
    const link = ref === undefined ? null : present.link('outlook', ref);
    return link && link.id === id ? [link] : [];
  });
  const unlinked = traces.flatMap(({ op, linkBefore, label }) =>
    op === 'unlink' && linkBefore && liveEnds(linkBefore, present) && areEndsFree(linkBefore, present)
      ? [{ link: linkBefore, label }]
      : [],
  );
  return { created, unlinked };
}

const areEndsFree = ({ refs }: LinkSnapshot, present: CurrentState): boolean =>
  sides.every((side) => present.link(side, refs[side]) === null);

/**
 * What takes back all that a cycle did on both sides, as decisions like any others, and what cannot be taken back: newer changes
 * stay, what is gone stays gone. `traces`: of the cycle, in the order in which it went.
 */
export function planUndo(kind: Kind, cycle: string, traces: readonly JournalStep[], present: CurrentState): UndoPlan {
  const ground: UndoContext = { kind, cycle, present };
  const outcomes = [...touchedRecords(traces).values()].map((touched) => undoRecord(ground, touched));
  const notes = outcomes.flatMap((outcome) => ('why' in outcome && outcome.why ? [outcome.why] : []));
  const restorables: Restorables = new Map(
    outcomes.flatMap((outcome) =>
      outcome.is === 'restorable' ? [[keyOf(outcome.restorable), outcome.restorable] as const] : [],
    ),
  );
  const links = touchedLinks(ground, traces);
  const isNotUndone = ({ refs }: LinkSnapshot): boolean => notes.some(({ side, ref }) => refs[side] === ref);
  const toUnlink = links.created.filter((link) => !isNotUndone(link) && liveEnds(link, present));
  const done = new Set<string>();
  const decisions: Decision[] = outcomes.flatMap((outcome) => (outcome.is === 'decided' ? [outcome.decision] : []));
  const use = (...some: readonly (Restorable | undefined)[]): void =>
    some.forEach((restorable) => restorable && done.add(keyOf(restorable)));
  for (const { link, label } of links.unlinked) {
    const mine = restorablesOf(restorables, link);
    use(mine.outlook, mine.zoho);
    decisions.push(relinkPair(ground, link, mine, label));
  }
  for (const link of toUnlink) decisions.push(unlinkPair(ground, link));
  const unlinkedIds = new Set(toUnlink.map(({ id }) => id));
  for (const [name, restorable] of restorables) {
    if (done.has(name)) continue;
    const link = present.link(restorable.touched.side, restorable.touched.ref);
    const mine = link && !unlinkedIds.has(link.id) ? restorablesOf(restorables, link) : null;
    use(restorable, mine?.outlook, mine?.zoho);
    decisions.push(
      link && mine ? restorePair(ground, link, mine) : restoreSingle(ground, restorable, reason('pairingUndone')),
    );
  }
  return { decisions, notUndone: notes };
}
