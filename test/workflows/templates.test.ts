import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeType } from 'n8n-workflow';
import { loadedPackage, prefix } from '../support/n8nCore';

const folder = join(__dirname, '..', '..', 'workflows');

interface Template {
  readonly name: string;
  readonly versionId: string;
  readonly active: boolean;
  readonly nodes: readonly INode[];
  readonly connections: IConnections;
  readonly settings: Readonly<Record<string, unknown>>;
}

const templates = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template] as const);

/** The nodes of n8n itself that templates may use. */
const builtin = [
  'readWriteFile',
  'manualTrigger',
  'scheduleTrigger',
  'stickyNote',
  'microsoftOutlook',
  'filter',
  'if',
  'executeWorkflow',
  'executeWorkflowTrigger',
  'set',
  'splitOut',
  'switch',
  'n8nTrigger',
  'errorTrigger',
].map((name) => `n8n-nodes-base.${name}`);

const byHand = 'n8n-nodes-base.manualTrigger';
const bySchedule = 'n8n-nodes-base.scheduleTrigger';
/** How templates are started that are not both: undoing is nothing for a schedule, and the review page starts by itself. */
const special: Readonly<Record<string, readonly string[]>> = {
  'undo.json': [byHand],
  'sample.json': [byHand],
  'back-up.json': [byHand],
  'restore.json': [byHand],
  'leave.json': [byHand],
  'review.json': [`${prefix}conflictReview`],
};
const starts = (file: string): readonly string[] => special[file] ?? [byHand, bySchedule];

const typeOf = async ({ type }: INode): Promise<INodeType> =>
  (await loadedPackage()).getNode(type.slice(prefix.length)).type as INodeType;

const ours = ({ nodes }: Template) => nodes.filter(({ type }) => type.startsWith(prefix));

describe.each(templates)('workflows/%s', (file, template) => {
  test('uses nodes that exist, with parameters and choices that they have', async () => {
    for (const node of ours(template)) {
      const { properties } = (await typeOf(node)).description;
      for (const [name, value] of Object.entries(node.parameters)) {
        const declared = properties.filter((property) => property.name === name);
        expect([node.name, name, declared.length > 0]).toEqual([node.name, name, true]);
        const choices = declared.filter(({ type }) => type === 'options').flatMap(({ options }) => options ?? []);
        if (choices.length > 0) expect(choices.map((choice) => 'value' in choice && choice.value)).toContain(value);
      }
    }
    const others = template.nodes.filter((node) => !ours(template).includes(node)).map(({ type }) => type);
    expect(builtin).toEqual(expect.arrayContaining([...new Set(others)]));
  });

  test('connects nodes that are there, to inputs and outputs that they have', async () => {
    const byName = new Map(template.nodes.map((node) => [node.name, node]));
    for (const [from, { main = [] }] of Object.entries(template.connections)) {
      const source = byName.get(from)!;
      const outputs = ours(template).includes(source) ? (await typeOf(source)).description.outputs.length : Infinity;
      expect(main.length).toBeLessThanOrEqual(outputs);
      for (const { node, index } of main.flatMap((targets) => targets ?? [])) {
        const target = byName.get(node);
        expect([node, target !== undefined]).toEqual([node, true]);
        const inputs = ours(template).includes(target!) ? (await typeOf(target!)).description.inputs.length : 1;
        expect(index).toBeLessThan(inputs);
      }
    }
  });

  test('carries no id, no credential and no data of successful runs', () => {
    // n8n's command line replaces whatever workflow has the id of an imported one, with all that was set in it
    expect(Object.keys(template)).not.toContain('id');
    // the command line of n8n 2.0 makes none, and imports nothing without; later ones make their own
    expect(template.versionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(template.active).toBe(false);
    expect(template.settings).toMatchObject({
      executionOrder: 'v1',
      saveDataSuccessExecution: 'none',
      saveDataErrorExecution: 'all',
    });
    // not even a placeholder: where one stands, n8n 2.40 runs without the credential that the user then chooses
    expect(template.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
    const ids = template.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has its triggers switched off, leading to its start, with a note that says how to switch them on', () => {
    const isPipeline = special[file] === undefined && !template.nodes.every(({ name }) => name !== 'Start Cycle');
    const triggers = ours(template).filter(({ type }) => type.endsWith('Trigger'));
    expect(triggers.length > 0).toBe(isPipeline);
    if (!isPipeline) return;
    for (const { name, disabled, webhookId } of triggers) {
      expect([name, disabled, webhookId]).toEqual([name, true, undefined]);
      expect(template.connections[name]?.main?.[0]).toEqual([{ node: 'Start Cycle', type: 'main', index: 0 }]);
    }
    const start = template.nodes.find(({ name }) => name === 'Start Cycle');
    expect(start?.parameters.whenBusy).toBe('wait');
    const note = template.nodes.find(({ name }) => name === 'At Once');
    for (const word of ['https', 'WEBHOOK_URL', 'enable', 'publish', 'Polling', 'schedule'])
      expect(String(note?.parameters.content)).toContain(word);
  });

  test('of a sync has a branch that checks it first: by hand, and as it is published, through the very nodes of a run', () => {
    const start = template.nodes.find(({ name }) => name === 'Start Cycle');
    if (!start) return;
    const begins = template.nodes.find(({ name }) => name === 'Check First');
    expect(begins).toMatchObject({ type: 'n8n-nodes-base.n8nTrigger', parameters: { events: ['activate'] } });
    expect(template.connections['Check First']?.main).toEqual([[{ node: 'Check', type: 'main', index: 0 }]]);
    expect(template.connections.Check).toEqual(template.connections['Start Cycle']);
    const check = template.nodes.find(({ name }) => name === 'Check');
    expect(check?.parameters).toMatchObject({ resource: 'sync', operation: 'check' });
  });

  test('says what is synced once more only where n8n has it: as the resource of the nodes of both sides', () => {
    const start = template.nodes.find(({ name }) => name === 'Start Cycle');
    if (!start) return;
    const { kind } = start.parameters;
    const sidesNodes = ours(template).filter(({ type }) => /(outlook|zohoCrm)Sync$/.test(type));
    expect(sidesNodes.map(({ parameters }) => parameters.resource)).toEqual(sidesNodes.map(() => kind));
    const matcher = template.nodes.find(({ name }) => name === 'CRM Matcher');
    expect(matcher?.parameters.kind).toBe(kind === 'mail' ? 'mail' : 'sync');
    expect(ours(template).filter(({ parameters }) => 'kind' in parameters)).toHaveLength(2);
  });

  test('of a sync names where errors go: a mail that is switched on by one key, with a note that says how', () => {
    if (!template.nodes.some(({ name }) => name === 'Start Cycle')) return;
    const begins = template.nodes.find(({ type }) => type === 'n8n-nodes-base.errorTrigger');
    const [to] = template.connections[begins!.name]?.main?.[0] ?? [];
    const mail = template.nodes.find(({ name }) => name === to?.node);
    expect(mail).toMatchObject({ type: 'n8n-nodes-base.microsoftOutlook', disabled: true });
    expect(template.nodes.indexOf(begins!)).toBeGreaterThan(
      template.nodes.findIndex(({ name }) => name === 'Sync Now'),
    );
    const note = String(template.nodes.find(({ name }) => name === 'Errors')?.parameters.content);
    for (const word of [mail!.name, 'enable', 'To', 'Error Workflow', 'daily-report.json'])
      expect(note).toContain(word);
  });

  test('lays its nodes out side by side: none covers another, no note covers another note', () => {
    const box = ({ type, position: [x, y], parameters: { width, height } }: INode) => {
      const isNote = type.endsWith('stickyNote');
      return { isNote, x, y, right: x + Number(isNote ? width : 100), bottom: y + Number(isNote ? height : 100) };
    };
    const boxes = template.nodes.map((node) => ({ name: node.name, ...box(node) }));
    const covered = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter((b) => a.isNote === b.isNote && a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom)
        .map((b) => `${a.name} and ${b.name}`),
    );
    expect(covered).toEqual([]);
  });

  test('lets itself be started by hand, or by schedule where that makes sense, and explains the set-up', () => {
    const types = template.nodes.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining([...starts(file), 'n8n-nodes-base.stickyNote']));
    const notes = template.nodes
      .filter(({ type }) => type.endsWith('stickyNote'))
      .map(({ parameters }) => String(parameters.content));
    expect(notes.some((note) => note.includes('### Setup'))).toBe(true);
  });

  test('where there is a check as well, the note says from which trigger a run is started: n8n repeats the last one', () => {
    const notes = template.nodes
      .filter(({ type }) => type.endsWith('stickyNote'))
      .map((one) => String(one.parameters.content));
    const byWord = template.nodes.find(({ type }) => type === byHand)?.name;
    const checked = notes.filter((note) => note.includes('from *Check First*'));
    expect(checked.filter((note) => !note.includes(`from *${byWord}*`))).toEqual([]);
  });
});
