import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Lineage, Source, Sourced } from '../../engine/items';

/** The items of one input that are of one sort, each with its lineage. */
export const pick = <T>(
  items: readonly INodeExecutionData[],
  is: (json: unknown) => json is T,
  input = 0,
): readonly Sourced<T, Source>[] =>
  items.flatMap((item, index) => {
    const json: unknown = item.json;
    return is(json) ? [{ json, from: { item: index, input } }] : [];
  });

/** One of our items as n8n carries it. `from` leads people (and `$('Node').item`) back to what it was made of. */
export const toItem = (json: object, from: Lineage): INodeExecutionData => ({
  json: json as IDataObject,
  pairedItem: from,
});

export const toItems = (all: readonly Sourced<object>[]): INodeExecutionData[] =>
  all.map(({ json, from }) => toItem(json, from));
