import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type TestWorkflow } from '../support/n8nCore';

jest.setTimeout(60_000);

const template = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'workflows', 'sample.json'), 'utf8'),
) as TestWorkflow;

const withParameters = (parameters: INodeParameters): TestWorkflow => ({
  ...template,
  nodes: template.nodes.map((node): INode => ({ ...node, parameters: { ...node.parameters, ...parameters } })),
});

const labels = (items: readonly { readonly json: IDataObject }[]) => items.map(({ json }) => json.label);

describe('made-up records, before any account is connected', () => {
  test('contacts show each case once: the same man who differs, one on either side only, one who could be two', async () => {
    const ran = await runWorkflow(template, []);
    expect(ran.error).toBeNull();
    expect([0, 1, 2, 3].map((output) => labels(ran.items('CRM Matcher', output)))).toEqual([
      ['Taro Yamada'],
      ['Hanako Sato'],
      ['Ken Mori'],
      ['Anna Berg'],
    ]);
    const decisions = ran.items('Conflict Resolver');
    expect(labels(decisions)).toEqual(['Taro Yamada', 'Hanako Sato', 'Ken Mori']);
    const [merged] = decisions.map(({ json }) => JSON.stringify(json.decision));
    for (const value of ['Director', '03-1234-5678', '090-1234-5678']) expect(merged).toContain(value);
  });

  test('tasks do, too', async () => {
    const ran = await runWorkflow(withParameters({ resource: 'task', kind: 'task' }), []);
    expect(ran.error).toBeNull();
    expect([0, 1, 2].map((output) => labels(ran.items('CRM Matcher', output)))).toEqual([
      ['Send the offer'],
      ['Call Ms. Sato'],
      ['Renew the contract'],
    ]);
  });
});
