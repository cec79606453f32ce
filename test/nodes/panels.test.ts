import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  INode,
  INodeProperties,
  INodePropertyCollection,
  INodePropertyModeTypeOptions,
  INodePropertyOptions,
  INodeTypeDescription,
} from 'n8n-workflow';
import { kinds } from '../../sync/kinds';
import { editorContext, loadedPackage, node, prefix } from '../support/n8nCore';

const nodesFolder = join(__dirname, '..', '..', 'nodes');
const names = [
  ...['syncControl', 'outlookSync', 'zohoCrmSync', 'crmMatcher', 'conflictResolver', 'conflictReview'],
  ...['outlookSyncTrigger', 'zohoCrmSyncTrigger'],
];

type Listed = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** A parameter, those within it, and the ways to give it. */
const within = (one: INodeProperties): readonly INodeProperties[] => [
  one,
  ...((one.modes ?? []) as unknown as INodeProperties[]),
  ...((one.options ?? []) as readonly Listed[]).flatMap((option) => {
    if ('values' in option) return option.values.flatMap(within);
    return 'type' in option ? within(option) : [];
  }),
];

const typeOf = async (name: string) => (await loadedPackage()).getNode(name).type.description as INodeTypeDescription;

async function allParameters(): Promise<readonly INodeProperties[]> {
  const types = await Promise.all(names.map(typeOf));
  return types.flatMap(({ properties }) => properties.flatMap(within));
}

test('every text says by an example what is meant, and how', async () => {
  const texts = (await allParameters()).filter(({ type, typeOptions }) => type === 'string' && !typeOptions?.password);
  expect(texts.length).toBeGreaterThan(25);
  // n8n's own rule for an address; the schedule of polling is n8n's own; who signed in is not typed
  const odd = texts.filter(
    ({ placeholder = '', name }) =>
      !/^e\.g\. \S/.test(placeholder) && placeholder !== 'name@email.com' && !['cronExpression', 'me'].includes(name),
  );
  expect(odd.map(({ displayName }) => displayName)).toEqual([]);
});

test('no word of ours stands where a person looks for what to set', async () => {
  const words = /fingerprint|this plan|megabytes|gather|ensure|leave out|lease|fence|radius|side only/i;
  const shown = (await allParameters()).flatMap(({ displayName, options = [] }) => [
    displayName,
    ...options.flatMap((option) => ('value' in option ? [String(option.name)] : [])),
  ]);
  expect(shown.filter((name) => words.test(name))).toEqual([]);
});

test.each([
  ['syncControl', { resource: 'cycle', operation: 'start' }, 'start: cycle'],
  ['syncControl', { resource: 'review', operation: 'listRules' }, 'list rules: review'],
  ['outlookSync', { resource: 'contact', operation: 'getChanges' }, 'get changes: contact'],
  ['zohoCrmSync', { resource: 'record', operation: 'findByEmail' }, 'find by email: record'],
  ['crmMatcher', {}, 'match: as in the sync'],
  ['crmMatcher', { kind: 'task' }, 'match: task'],
  ['conflictResolver', { direction: 'toZoho' }, 'resolve: to Zoho CRM only'],
  ['conflictReview', { path: 'conflict-review' }, 'page: /conflict-review'],
])('under %s stands what it does and with what: %j', async (name, parameters, words) => {
  const context = await editorContext(node('Node', name, parameters), []);
  const { workflow } = context as unknown as {
    workflow: {
      expression: { getSimpleParameterValue(...asked: readonly unknown[]): unknown };
      getNode(name: string): INode;
    };
  };
  const { subtitle } = await typeOf(name);
  expect(workflow.expression.getSimpleParameterValue(workflow.getNode('Node'), subtitle, 'internal', {})).toBe(words);
});

test.each(readdirSync(nodesFolder).filter((name) => name !== 'shared'))(
  '%s is found by what people type into the search for nodes',
  (name) => {
    const { node: type, alias } = JSON.parse(readFileSync(join(nodesFolder, name, `${name}.node.json`), 'utf8')) as {
      node: string;
      alias: readonly string[];
    };
    expect(type.startsWith(prefix)).toBe(true);
    expect(alias).toEqual(expect.arrayContaining(['zoho', 'outlook', 'sync']));
    if (!name.endsWith('Trigger')) expect(alias).toContain('duplicate');
    else expect(alias.filter((word) => word.startsWith('when '))).not.toEqual([]);
  },
);

test('no two actions in the list of what can be done are called the same', async () => {
  const actions = (await allParameters()).flatMap(({ options = [] }) =>
    options.flatMap((option) => ('action' in option && option.action ? [option.action] : [])),
  );
  expect(actions.length).toBeGreaterThan(25);
  expect(new Set(actions).size).toBe(actions.length);
});

test('an override offers the fields of its kind, all of them and no others', async () => {
  const { properties } = await typeOf('conflictResolver');
  const overrides = properties.find(({ name }) => name === 'overrides');
  for (const kind of ['contact', 'event', 'task'] as const) {
    const group = (overrides?.options as INodePropertyCollection[]).find(({ name }) => name === kind);
    const offered = (group?.values[0]?.options as INodePropertyOptions[]).map(({ value }) => value);
    expect([...offered].sort()).toEqual(kinds[kind].fields.map(({ name }) => name).sort());
  }
});

test('what the archive knows can be chosen without a credential, for the common archive needs none', async () => {
  const listed = (await typeOf('syncControl')).properties
    .flatMap(within)
    .filter(({ typeOptions }) => typeOptions && 'searchListMethod' in typeOptions)
    // groups are the directory's
    .filter(({ typeOptions }) => (typeOptions as INodePropertyModeTypeOptions).searchListMethod !== 'searchGroups');
  expect(listed.length).toBeGreaterThan(3);
  expect(
    listed.filter(({ typeOptions }) => !(typeOptions as INodePropertyModeTypeOptions).skipCredentialsCheckInRLC),
  ).toEqual([]);
});

test('the words at the outputs are short enough for the canvas', async () => {
  for (const name of names) {
    const { outputNames = [] } = await typeOf(name);
    // n8n 2.40 cuts "Needs Review" where nothing is connected
    expect(outputNames.filter((word) => word.length > 12 || /^Needs Review$/.test(word))).toEqual([]);
  }
});
