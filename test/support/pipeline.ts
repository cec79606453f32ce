import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { Finished, Report } from '../../archive';
import contacts from '../../workflows/contacts.json';
import type { House } from './fakeN8n';
import { runNode } from './fakeN8n';

/** Parameters to set on the template's nodes, by node name. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As much of a template as a run needs. */
interface Template {
  readonly nodes: unknown;
}

const node = (template: Template, name: string, settings: Settings): INode => {
  const found = (template.nodes as unknown as readonly INode[]).find((one) => one.name === name);
  if (!found) throw new Error(`the template has no node "${name}"`);
  return { ...found, parameters: { ...found.parameters, ...(settings[name] as INode['parameters']) } };
};

/** What the node Finish says. */
type Finish = Pick<Finished, 'reviews' | 'parkedRecords' | 'left'> & { readonly report: Report };

/**
 * One run of a template, that of contacts unless told: its own nodes and parameters, wired as it wires them, without n8n around.
 * Answers the report, or null when another cycle held the lease. `see` is shown what each node passed on.
 */
export async function runCycle(
  house: House,
  settings: Settings = {},
  template: Template = contacts,
  see: (node: string, items: readonly INodeExecutionData[]) => void = () => undefined,
): Promise<Finished | null> {
  const run = async (name: string, ...inputs: INodeExecutionData[][]) => {
    const outputs = await runNode(house, node(template, name, settings), inputs);
    see(name, outputs.flat());
    return outputs;
  };
  const [started = []] = await run('Start Cycle', [{ json: {} }]);
  if (started.length === 0) return null;
  const [outlook = []] = await run('Outlook Changes', started);
  const [zoho = []] = await run('Zoho CRM Changes', started);
  const [pairs = [], onlyOutlook = [], onlyZoho = []] = await run('CRM Matcher', outlook, zoho);
  const [decisions = []] = await run('Conflict Resolver', pairs, onlyOutlook, onlyZoho);
  const [toZoho = []] = await run('Write to Zoho CRM', decisions);
  const [toOutlook = []] = await run('Write to Outlook', toZoho);
  const [finished = []] = await run('Finish', toOutlook);
  const { report, ...waiting } = finished[0]?.json as unknown as Finish;
  return { ...report, ...waiting };
}
