import { sortBy, uniqBy } from 'lodash';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SignIn } from '../../engine/account';
import { fails, linesOf, ok, things, type Check, type Line } from '../../engine/check/line';
import { requireKind } from '../../engine/cycle';
import { keepCheck } from '../../archive';
import { UsageError } from '../../engine/errors';
import type { CheckItem, CheckRef, Source, Sourced } from '../../engine/items';
import { messageAndStep, reason } from '../../reasons';
import type { Side } from '../../sync/model';
import { endHandle, openCycleArchive } from './archive';
import { toItem, toItems } from './items';
import { allItems, chosenKind } from './parameters';
import type { CheckStep } from './run';

type Lines = readonly Sourced<CheckItem, Source>[];

/** What a node looks at, of the check that comes by and the lines so far. */
type ChecksOf = (context: IExecuteFunctions, check: CheckRef, lines: Lines) => readonly Check[];

function checkItem(node: string, check: CheckRef, side: Side | null, { thing, verdict, reason: why, account }: Line) {
  const { message: says, nextStep } = messageAndStep(why);
  const checked = things[thing].en;
  const found = { thing, reason: why };
  return { checked, verdict, says, nextStep, side, node, ...(account !== undefined && { account }), found, check };
}

/** The lines of one node's checks, as items. */
export async function checkItems(
  context: IExecuteFunctions,
  check: CheckRef,
  side: Side | null,
  checks: readonly Check[],
): Promise<readonly INodeExecutionData[]> {
  const { name } = context.getNode();
  const lines = await linesOf(checks);
  return lines
    .map((line): CheckItem => checkItem(name, check, side, line))
    .map((json) => toItem(json, allItems(context)));
}

/** Two ways may have brought the same line. */
const once = (lines: Lines): Lines =>
  uniqBy(lines, ({ json: { node, checked, says } }) => JSON.stringify([node, checked, says]));

/** Settings that cannot be read are a line, too. */
function checksAt(context: IExecuteFunctions, checksOf: ChecksOf, lines: Lines): readonly Check[] {
  try {
    return checksOf(context, lines[0]?.json.check as CheckRef, lines);
  } catch (thrown) {
    return [{ thing: 'settings', look: () => Promise.reject(thrown as Error) }];
  }
}

/** A node that is set to another kind than the sync. */
export const kindCheck = (context: IExecuteFunctions, check: CheckRef): readonly Check[] => [
  {
    thing: 'settings',
    look: async () => {
      requireKind(check, chosenKind(context));
      return [];
    },
  },
];

/** The lines so far, and then what this node finds. */
export const looksOn =
  (side: Side | null, checksOf: ChecksOf = () => []): CheckStep =>
  async (context, lines) => {
    const check = lines[0]?.json.check as CheckRef;
    const found = await checkItems(context, check, side, checksAt(context, checksOf, lines));
    return [...toItems(once(lines)), ...found];
  };

/** A node that writes has to sign in to the account that is read. */
export const writesWhereRead =
  (side: Side, signInOf: (context: IExecuteFunctions, check: CheckRef) => SignIn): ChecksOf =>
  (context, check, lines) => [
    ...kindCheck(context, check),
    {
      thing: 'signIn',
      look: async () => {
        const read = lines.find(({ json }) => json.side === side && json.account !== undefined)?.json.account;
        const { account } = await signInOf(context, check).identify();
        const same = read === undefined || read === account;
        return same ? ok(reason('sameAccountWrites', { side })) : fails(reason('otherAccountWrites', { side }));
      },
    },
  ];

const order: readonly CheckItem['verdict'][] = ['fails', 'attention', 'ok'];

/** Where nobody looks at the node, a check that fails is an error: the list of executions shows it, and the error workflow tells it. */
const throwTrouble = (message: string, trouble: readonly CheckItem[]): never => {
  const [first] = trouble;
  throw new UsageError(`${message} First: ${first?.says}`, first?.nextStep ?? '');
};

/** Keeps what was found for whoever looks at the page. What was found is told, whether or not it could be kept. */
async function keep(context: IExecuteFunctions, lines: readonly CheckItem[]): Promise<void> {
  const { sync, kind, into } = lines[0]?.check ?? {};
  if (sync === undefined || kind === undefined || into === undefined) return;
  const found = lines.map(({ verdict, side, node, found: what }) => ({ verdict, side, node, ...what }));
  const kept = async () =>
    keepCheck(await openCycleArchive(context, into), { sync, kind, at: Date.now(), lines: found });
  await kept().catch(() => undefined);
  endHandle(into);
}

/** The end of a check: trouble first, and a word for whoever looks at the node. */
export const endsCheck: CheckStep = async (context, lines) => {
  const all = sortBy(once(lines), ({ json }) => order.indexOf(json.verdict));
  await keep(
    context,
    all.map(({ json }) => json),
  );
  const [failed, odd, fine] = order.map((verdict) => all.filter(({ json }) => json.verdict === verdict).length);
  const message = `${all.length} things checked: ${failed} fail, ${odd} to look at, ${fine} are as they should be. Nothing was written.`;
  // who looks at it, or the workflow that called this one, gets the lines
  if (failed && !['manual', 'integrated'].includes(context.getMode()))
    throwTrouble(
      message,
      all.map(({ json }) => json),
    );
  context.addExecutionHints({ message, type: failed ? 'warning' : 'info', location: 'outputPane' });
  return toItems(all);
};
