import type { INodeExecutionData } from 'n8n-workflow';
import {
  toItem,
  type AmbiguousItem,
  type CycleItem,
  type Lineage,
  type OnlyItem,
  type PairItem,
} from '../shared/items';

export interface Sourced<T> {
  readonly json: T;
  readonly from: Lineage;
}

/** What the matcher found, in the order of its outputs. */
export interface Sorted {
  readonly pairs: readonly Sourced<PairItem>[];
  readonly outlook: readonly Sourced<OnlyItem>[];
  readonly zoho: readonly Sourced<OnlyItem>[];
  readonly ambiguous: readonly Sourced<AmbiguousItem>[];
  readonly cycle?: Sourced<CycleItem>;
}

const toItems = (all: readonly Sourced<object>[]): INodeExecutionData[] =>
  all.map(({ json, from }) => toItem(json, from));

/** The cycle item goes on with the pairs, so that what comes behind runs also where nothing changed. */
export const toOutputs = ({ pairs, outlook, zoho, ambiguous, cycle }: Sorted): INodeExecutionData[][] => [
  toItems(cycle ? [...pairs, cycle] : pairs),
  toItems(outlook),
  toItems(zoho),
  toItems(ambiguous),
];
