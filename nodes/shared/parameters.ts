import type { IExecuteFunctions, IPairedItemData } from 'n8n-workflow';
import { UsageError } from '../../engine/errors';
import { asString, type KindName } from '../../sync/model';
import type { Context } from './context';

/** A result that every input item had a part in. */
export const allItems = (context: IExecuteFunctions): IPairedItemData[] =>
  context.getInputData().map((_, item) => ({ item }));

export function syncName(context: IExecuteFunctions, item = 0): string {
  const name = located(context, 'sync', item);
  if (name) return name;
  throw new UsageError(
    'The Sync Name is empty.',
    'Fill in what the sync is called; the templates call theirs Contacts.',
    item,
  );
}

/** The resource of a side's node; one that is none of the kinds gets no further than its name. */
export const chosenKind = (context: IExecuteFunctions): KindName => context.getNodeParameter('resource', 0) as KindName;

/** A text, without the blanks around it; empty where nothing was given. */
export const textParameter = (context: IExecuteFunctions, name: string, item: number): string =>
  String(context.getNodeParameter(name, item, '') ?? '').trim();

/** A whole number from `least` to `most`, whatever was typed or an expression gave. */
export function count(context: IExecuteFunctions, name: string, least: number, most = Infinity): number {
  const value = Math.floor(Number(context.getNodeParameter(name, 0)));
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}

/** Whose records of the CRM; '' for whoever signs in. */
export const chosenOwner = (context: Pick<IExecuteFunctions, 'getNodeParameter'>): string =>
  chosenPerson(context.getNodeParameter('owner', 0, ''), 'Owner');

/** Wherever it is asked for: a node at work names the item, n8n's editor and a trigger have none. */
const parameterOf = (context: Context, name: string): unknown =>
  'getInputData' in context ? context.getNodeParameter(name, 0, '') : context.getNodeParameter(name, '');

/** The mailbox by id or sign-in name; null for that of whoever signed in. */
export function chosenMailbox(context: Context): string | null {
  const isAsked = context.getNode()?.parameters?.mailbox !== undefined;
  return (isAsked && chosenPerson(parameterOf(context, 'mailbox'), 'Mailbox')) || null;
}

/** The value of a resource locator, also where it was set by an expression. */
export const located = (context: IExecuteFunctions, name: string, item = 0): string =>
  String(context.getNodeParameter(name, item, '', { extractValue: true }) ?? '').trim();

/** Whom a parameter of the kind `personLocator` names; '' for whoever signed in. Throws UsageError for nobody. */
export function chosenPerson(given: unknown, called: string): string {
  if (typeof given !== 'object' || given === null) return asString(given).trim();
  const { mode, value } = given as { readonly mode?: unknown; readonly value?: unknown };
  const text = asString(value).trim();
  if (mode === 'me' || text !== '') return mode === 'me' ? '' : text;
  throw new UsageError(
    `Nobody is chosen as ${called}.`,
    'Choose somebody from the list, give an address, or choose the one who signed in. An expression must not come out empty.',
  );
}

/** What the entry chosen in a resource locator is called; '' where that is not known, as with an expression. */
export function locatedName(context: IExecuteFunctions, name: string): string {
  const chosen = context.getNodeParameter(name, 0, null) as { readonly cachedResultName?: unknown } | null;
  return asString(chosen?.cachedResultName ?? '').trim();
}

/** The names chosen in a list, also where an expression gave them as one text with commas. */
export const namesIn = (chosen: unknown): readonly string[] =>
  (Array.isArray(chosen) ? chosen.map(asString) : asString(chosen).split(',')).map((one) => one.trim()).filter(Boolean);

/** The same, of a parameter. */
export const chosenNames = (context: IExecuteFunctions, name: string): readonly string[] =>
  namesIn(context.getNodeParameter(name, 0, []));

/** What answers. A node is told no user, so a name that somebody types is a note and no more. */
export function deciderOf(context: IExecuteFunctions, item = 0): string {
  const { name, id } = context.getWorkflow();
  const note = textParameter(context, 'note', item);
  const decider = `workflow "${name ?? id}" (${id}), execution ${context.getExecutionId()}`;
  return note ? `${decider}, note: ${note}` : decider;
}

/** Zoho would start every workflow if nothing were said; nothing starts unless the user switched it on. */
export const workflowTriggers = (context: IExecuteFunctions): readonly string[] =>
  context.getNodeParameter('startWorkflows', 0, false) === true ? ['workflow'] : [];
