import type { Field } from './kinds/kind';
import { isBlank } from './kinds/kind';
import { alike } from './likeness';
import type { MergeInput } from './merge';
import type { BySide, Value } from './model';
import { project, unsaid } from './project';

/** One field of a pair, with all that decides about it. */
export interface Cell {
  readonly field: Field;
  readonly outlook: Value;
  readonly zoho: Value;
  /** The Outlook value as Zoho would hold it. */
  readonly projected: Value;
  /** The Zoho value as Outlook would show it. */
  readonly shown: Value;
  /** Sides that have no way to say the other's value. */
  readonly mute: BySide<boolean>;
  readonly baseOutlook: Value;
  readonly baseZoho: Value;
  readonly baseProjected: Value;
  readonly known: boolean;
}

/** Equal as Zoho would hold it, or as Outlook would show it; a value that cannot be said is equal to nothing but itself. */
export const same = ({ field, mute, outlook, zoho, projected, shown }: Cell): boolean =>
  (!mute.zoho && alike(field.like, projected, zoho)) ||
  (!mute.outlook && field.nearest !== undefined && alike(field.like, outlook, shown));
export const outlookEdited = (c: Cell): boolean => !c.known || !alike(c.field.like, c.outlook, c.baseOutlook);
/** What Zoho is told has changed, though the field has not: a contact's one name stands in for its last name, a cancelled meeting's title says so. */
export const standInEdited = ({
  field: { like, composed },
  outlook,
  projected,
  baseProjected,
  baseZoho,
}: Cell): boolean =>
  (composed || isBlank(outlook)) && alike(like, baseProjected, baseZoho) && !alike(like, projected, baseProjected);
export const zohoEdited = (c: Cell): boolean => !c.known || !alike(c.field.like, c.zoho, c.baseZoho);

export function cellsOf({ kind, base, outlook, zoho, limits }: MergeInput): readonly Cell[] {
  const projected = project(kind, 'zoho', outlook, limits);
  const baseProjected = base ? project(kind, 'zoho', base.outlook, limits) : {};
  const shown = project(kind, 'outlook', zoho, limits);
  const mute = { outlook: unsaid(kind, 'outlook', zoho, limits), zoho: unsaid(kind, 'zoho', outlook, limits) };
  return kind.fields.map((field) => ({
    field,
    outlook: outlook[field.name] ?? null,
    zoho: zoho[field.name] ?? null,
    projected: projected[field.name] ?? null,
    shown: shown[field.name] ?? null,
    mute: { outlook: mute.outlook.includes(field), zoho: mute.zoho.includes(field) },
    baseOutlook: base?.outlook[field.name] ?? null,
    baseZoho: base?.zoho[field.name] ?? null,
    baseProjected: baseProjected[field.name] ?? null,
    known: base !== null,
  }));
}
