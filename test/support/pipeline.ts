import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { Report } from '../../archive';
import type { Finished } from './finished';
import contacts from '../../workflows/contacts.json';
import undo from '../../workflows/undo.json';
import type { House } from './fakeN8n';
import { runNode } from './fakeN8n';

/** Parameters to set on the template's nodes, by node name. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As much of a template as a run needs. */
interface Template {
  readonly nodes: unknown;
}

/** A first run goes on, and with everybody, unless a test wants to be asked, or a pilot. */
export const unasked = ({ name, type }: Pick<INode, 'name' | 'type'>) => ({
  ...(type.endsWith('.conflictResolver') && { firstRun: 'go' }),
  ...(name === 'Start Cycle' && { pilot: 0 }),
});

const node = (template: Template, name: string, settings: Settings): INode => {
  const found = (template.nodes as unknown as readonly INode[]).find((one) => one.name === name);
  if (!found) throw new Error(`the template has no node "${name}"`);
  return {
    ...found,
    parameters: { ...found.parameters, ...unasked(found), ...(settings[name] as INode['parameters']) },
  };
};

/** What the node Finish says. */
type Finish = Pick<Finished, 'reviews' | 'parkedRecords' | 'left'> & { readonly report: Report };

/** What every node put out, by its name; of a run that came too late only the first. */
export type Steps = Readonly<Record<string, readonly (readonly INodeExecutionData[])[]>>;

/** Is shown what each node passed on. */
export type See = (node: string, items: readonly INodeExecutionData[]) => void;

/** One run of a template, as `runCycle` does it, with all that its nodes put out. */
export async function runSteps(
  house: House,
  settings: Settings = {},
  template: Template = contacts,
  see: See = () => undefined,
): Promise<{ readonly report: Finished | null; readonly steps: Steps }> {
  const steps: Record<string, INodeExecutionData[][]> = {};
  const run = async (name: string, ...inputs: INodeExecutionData[][]) => {
    const outputs = (steps[name] = await runNode(house, node(template, name, settings), inputs));
    see(name, outputs.flat());
    return outputs;
  };
  return { ...(await through(run, house)), steps };
}

type RunOne = (name: string, ...inputs: INodeExecutionData[][]) => Promise<INodeExecutionData[][]>;

/** The nodes as the templates wire them. */
async function through(run: RunOne, { begunWith = {} }: House): Promise<{ readonly report: Finished | null }> {
  const [started = []] = await run('Start Cycle', [{ json: begunWith }]);
  if (started.length === 0) return { report: null };
  const [outlook = []] = await run('Outlook Changes', started);
  const [zoho = []] = await run('Zoho CRM Changes', started);
  const [pairs = [], onlyOutlook = [], onlyZoho = []] = await run('CRM Matcher', outlook, zoho);
  const [decisions = []] = await run('Conflict Resolver', pairs, onlyOutlook, onlyZoho);
  const [toZoho = []] = await run('Write to Zoho CRM', decisions);
  const [toOutlook = []] = await run('Write to Outlook', toZoho);
  const [finished = []] = await run('Finish', toOutlook);
  const { report, ...waiting } = finished[0]?.json as unknown as Finish;
  return { report: { ...report, person: null, ...waiting } };
}

/**
 * One run of a template, that of contacts unless told: its own nodes and parameters, wired as it wires them, without n8n around.
 * Answers the report, or null when another cycle held the lease. `see` is shown what each node passed on.
 */
export const runCycle = async (
  house: House,
  settings: Settings = {},
  template: Template = contacts,
  see?: See,
): Promise<Finished | null> => (await runSteps(house, settings, template, see)).report;

/** Like `runCycle`, in a house that may change while it runs: `between` is told each node once it has run, and waited for. */
export async function runInSteps(
  house: () => House,
  settings: Settings,
  template: Template,
  between: (node: string) => unknown,
): Promise<Finished | null> {
  const run = async (name: string, ...inputs: INodeExecutionData[][]) => {
    const outputs = await runNode(house(), node(template, name, settings), inputs);
    await between(name);
    return outputs;
  };
  return (await through(run, house())).report;
}

/** What Finish passes on to the run that follows at once, if it said that one is to. */
export const goingOn = (finished: Finished | null): Pick<House, 'begunWith'> =>
  finished?.secondsLeft == null ? {} : { begunWith: { goesOn: true, report: { sync: finished.sync } } };

/** One run of workflows/undo.json: what Undo Cycle put out, and what Finish said. */
export async function runUndo(
  house: House,
  parameters: Readonly<Record<string, unknown>> = {},
  { 'Write to Zoho CRM': byZoho }: Settings = {},
) {
  const chosen: Settings = { 'Undo Cycle': { undoPreview: false, ...parameters } };
  const run = (name: string, settings: Settings, ...inputs: INodeExecutionData[][]) =>
    runNode(house, node(undo, name, settings), inputs);
  const [plan = []] = await run('Undo Cycle', chosen, [{ json: {} }]);
  // as its note tells people to
  const write = { resource: (plan.at(-1)?.json.cycle as { readonly kind: string } | undefined)?.kind };
  const [toZoho = []] = await run('Write to Zoho CRM', { 'Write to Zoho CRM': { ...byZoho, ...write } }, plan);
  const [toOutlook = []] = await run('Write to Outlook', { 'Write to Outlook': write }, toZoho);
  const [finished = []] = await run('Finish', {}, toOutlook);
  const { report, ...waiting } = finished[0]?.json as unknown as Finish;
  return { plan: plan.map(({ json }) => json), applied: toOutlook.map(({ json }) => json), ...report, ...waiting };
}
