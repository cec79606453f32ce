import type { Kind } from './kinds/kind';
import type { Base, BySide, Decision, Fields, Side, SideRecord, Write } from './model';
import { other, sides } from './model';
import { nameOf, putBack, undoing, without, type Present, type Tie, type Touched } from './undo';

export interface Ground {
  readonly kind: Kind;
  readonly cycle: string;
  readonly present: Present;
}

/** A record that can be put back, in part or whole. */
export interface Back {
  readonly touched: Touched;
  readonly record: SideRecord;
  readonly patch: Fields;
}

export type Backs = ReadonlyMap<string, Back>;
export const backsOf = (backs: Backs, { refs }: Tie): Partial<BySide<Back>> =>
  Object.fromEntries(
    sides.flatMap((side) => {
      const back = backs.get(nameOf(side, refs[side]));
      return back ? [[side, back]] : [];
    }),
  );

/** The other side's values of the same fields, as they are: those that go back there, too, are agreed on by their own write. */
function asTheyAre(patch: Fields, opposite: SideRecord | null, theirs: Back | undefined): Fields {
  const names = Object.keys(patch).filter((name) => !(name in (theirs?.patch ?? {})));
  return opposite ? Object.fromEntries(names.map((name) => [name, opposite.fields[name] ?? null])) : {};
}

const changed = 'the changes of that cycle were undone';

/** Both records of a pair that stays one. */
export function backTogether({ cycle, present }: Ground, tie: Tie, backs: Partial<BySide<Back>>): Decision {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = backs[side];
    if (!mine) return [];
    const opposite = other(side);
    const theirs = asTheyAre(mine.patch, present.record(opposite, tie.refs[opposite]), backs[opposite]);
    const agreed = { [side]: mine.patch, [opposite]: theirs } as unknown as Base;
    return [putBack(mine.record, side, mine.patch, agreed)];
  });
  const label = (backs.outlook ?? backs.zoho)?.touched.label ?? '';
  return { ...undoing(cycle, label, changed), link: tie.id, matchedBy: 'link', refs: tie.refs, writes };
}

/** One record that has, or will have, no partner. */
export function backAlone(
  { cycle }: Ground,
  { touched: { side, ref, label }, record, patch }: Back,
  reason: string,
): Decision {
  const refs = { outlook: null, zoho: null, [side]: ref };
  const agreed = { outlook: {}, zoho: {}, [side]: patch };
  return { ...undoing(cycle, label, reason), refs, writes: [putBack(record, side, patch, agreed)] };
}

/** A pair that the cycle took apart becomes one again, as it was. */
export function reunited({ cycle }: Ground, tie: Tie, backs: Partial<BySide<Back>>, label: string): Decision {
  const writes = sides.flatMap((side): readonly Write[] => {
    const mine = backs[side];
    return mine ? [putBack(mine.record, side, mine.patch, { outlook: {}, zoho: {}, [side]: mine.patch } as Base)] : [];
  });
  const agreed: Base = {
    outlook: without(tie.base.outlook, backs.outlook?.patch),
    zoho: without(tie.base.zoho, backs.zoho?.patch),
  };
  const common = undoing(cycle, label, 'their pairing was restored');
  return {
    ...common,
    verdict: writes.length > 0 ? 'write' : 'agree',
    matchedBy: 'undo',
    refs: tie.refs,
    writes,
    agreed,
  };
}

export const unpaired = 'their pairing was undone';

/** A pair that the cycle made is two records again. */
export function parting({ kind, cycle, present }: Ground, tie: Tie): Decision {
  const record: SideRecord | null = present.record('outlook' satisfies Side, tie.refs.outlook);
  const common = undoing(cycle, kind.label(record?.fields ?? {}), unpaired);
  return { ...common, verdict: 'part', link: tie.id, matchedBy: 'link', refs: tie.refs };
}
