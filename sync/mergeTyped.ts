import type { Kind } from './kinds/kind';
import { sameValue } from './compare';
import { other, sides, type Base, type BySide, type Fields, type Limits, type Side } from './model';
import { project } from './project';

interface TypedInput {
  readonly kind: Kind;
  readonly outlook: Fields;
  readonly zoho: Fields;
  readonly limits?: Limits;
}

interface TypedMerge {
  readonly patch: BySide<Fields>;
  readonly agreedBy: BySide<Base>;
  readonly agreed: Base;
}

/** The typed values as the side can hold them; what it has no word for is not there. */
function typedAsHeld(side: Side, { kind, limits, ...records }: TypedInput, typed: Fields): Fields {
  const held = project(kind, side, { ...records[other(side)], ...typed }, limits);
  return Object.fromEntries(Object.keys(typed).flatMap((name) => (name in held ? [[name, held[name] ?? null]] : [])));
}

/**
 * Values that a person typed go to both sides. Each side agrees to its own only when it is written: were one of two writes to
 * fail, the other side would still count as edited, and the answer is carried out on it by the next cycle.
 */
export function mergeTyped(input: TypedInput, typed: Fields, writable: readonly Side[]): TypedMerge {
  const none: Base = { outlook: {}, zoho: {} };
  const likeOf = (name: string) => input.kind.fields.find((field) => field.name === name)?.type ?? 'text';
  const on = (side: Side) => {
    const held = writable.includes(side) ? typedAsHeld(side, input, typed) : {};
    const now = input[side];
    const isNew = (name: string): boolean => name in held && !sameValue(likeOf(name), now[name], held[name]);
    const names = Object.keys(typed);
    return {
      patch: Object.fromEntries(names.filter(isNew).map((name) => [name, held[name] ?? null])),
      agreed: Object.fromEntries(names.filter((name) => !isNew(name)).map((name) => [name, now[name] ?? null])),
    };
  };
  const by = { outlook: on('outlook'), zoho: on('zoho') };
  const agreedBy = (side: Side): Base => ({ ...none, [side]: by[side].patch });
  return {
    patch: { outlook: by.outlook.patch, zoho: by.zoho.patch },
    agreedBy: { outlook: agreedBy('outlook'), zoho: agreedBy('zoho') },
    agreed: Object.fromEntries(sides.map((side) => [side, by[side].agreed])) as unknown as Base,
  };
}

const overlayBase = (a: Base, b: Base): Base => ({
  outlook: { ...a.outlook, ...b.outlook },
  zoho: { ...a.zoho, ...b.zoho },
});

/** A merge together with what was typed. */
export const overlayTyped = <M extends TypedMerge>(merged: M, typed: TypedMerge): M => ({
  ...merged,
  patch: overlayBase(merged.patch as Base, typed.patch as Base),
  agreedBy: {
    outlook: overlayBase(merged.agreedBy.outlook, typed.agreedBy.outlook),
    zoho: overlayBase(merged.agreedBy.zoho, typed.agreedBy.zoho),
  },
  agreed: overlayBase(merged.agreed, typed.agreed),
});
