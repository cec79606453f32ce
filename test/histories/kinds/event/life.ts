import type { Side, SyncSettings } from '../../types';
import type { Both, Field, Shown } from './view';

type Presence = 'absent' | 'live' | 'outside';
export type BySide<T> = Readonly<Record<Side, T>>;
export const sides: readonly Side[] = ['outlook', 'zoho'];
export const other = (side: Side): Side => (side === 'outlook' ? 'zoho' : 'outlook');

/** What is known of one meeting between two cycles after which everything was agreed. */
export interface Life {
  readonly token: string;
  /** none: not paired yet. paused: left alone until somebody brings it back. unsure: a cycle was cut short, so several ends are right. */
  link: 'none' | 'live' | 'paused' | 'unsure';
  /** What both showed when they last agreed, field by field. */
  base: BySide<Shown> | null;
  /** What people last put on each side, of the fields they touched since. */
  readonly put: Record<Side, Map<Field, string>>;
  /** What is not synced, as a person last put it or as it was first seen. */
  readonly own: Record<Side, string | null>;
  /** Deleted by a person. */
  readonly gone: Record<Side, boolean>;
  /** How each side stood at the last cycle after which everything was agreed, and before every one since. */
  stood: BySide<Presence>;
  since: BySide<Presence>[];
  /** What both showed after each of those since, where both were there. */
  sights: BySide<Shown>[];
  /** In one of them the CRM's was a colleague's. */
  others: boolean;
  /** What else may count as agreed last: left alone before it was seen whether a cycle that was cut short had agreed it. */
  maybe: (BySide<Shown> | null)[];
  /** What the sync was set to in the cycles since. */
  settings: SyncSettings[];
  /** The direction of the last cycle: what another one left alone is looked at by the cycle after it was changed. */
  direction: unknown;
  survived: number;
  settled: number;
}

export const newLife = (token: string): Life => ({
  ...{ token, link: 'none', base: null, put: { outlook: new Map(), zoho: new Map() } },
  ...{ own: { outlook: null, zoho: null }, gone: { outlook: false, zoho: false } },
  ...{ stood: { outlook: 'absent', zoho: 'absent' }, since: [], sights: [], others: false, maybe: [], settings: [] },
  ...{ direction: null, survived: 0, settled: 0 },
});

export const presence = (both: Both): BySide<Presence> => ({
  outlook: both.outlook[0]?.state ?? 'absent',
  zoho: both.zoho[0]?.state ?? 'absent',
});
/** What both sides show, where both have it. */
export const sightsOf = ({ outlook: [mine], zoho: [theirs] }: Both): readonly BySide<Shown>[] =>
  mine && theirs ? [{ outlook: mine.shown, zoho: theirs.shown }] : [];
export const isAs = (one: BySide<Presence>, two: BySide<Presence>): boolean =>
  sides.every((side) => one[side] === two[side]);
export const allows = ({ direction }: SyncSettings, side: Side): boolean =>
  direction === 'both' || direction === (side === 'zoho' ? 'toZoho' : 'toOutlook');
