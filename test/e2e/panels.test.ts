/** Every node, resource and operation in n8n's editor: what is meant to be seen is seen. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { NodeHelpers, type INode, type INodeProperties, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { type OpenBrowser, openBrowser } from './harness/browser';
import { inPanel, labelsIn, nodeOnCanvas, signIn } from './harness/editor';
import { type Lab, startLab } from './harness/lab';
import { importWorkflow, type Json } from './harness/rest';

const names = [
  ...['SyncControl', 'OutlookSync', 'ZohoCrmSync', 'CrmMatcher', 'ConflictResolver'],
  ...['ConflictReview', 'OutlookSyncTrigger', 'ZohoCrmSyncTrigger'],
];
const dist = join(__dirname, '..', '..', 'dist', 'nodes');
type Loaded = Readonly<Record<string, new () => INodeType>>;
const types = names.map((name): INodeType => {
  const Type = (createRequire(__filename)(join(dist, name, `${name}.node.js`)) as Loaded)[name];
  assert.ok(Type, name);
  return new Type();
});

type Parameters = Readonly<Record<string, string>>;

/** Choices by which a node shows other parameters, one after the other: a resource, its operations, kinds, ways to sign in. */
const switches = ['resource', 'operation', 'kind', 'authentication'];

const shows = (description: INodeTypeDescription, parameters: Parameters, one: INodeProperties): boolean => {
  const node = { parameters, typeVersion: 1 } as unknown as INode;
  const all = NodeHelpers.getNodeParameters(
    description.properties,
    parameters as never,
    true,
    false,
    node,
    description,
  );
  return NodeHelpers.displayParameter(all ?? {}, one, node, description);
};

/** Every setting of the switches that a person can come to. */
function settingsOf(
  description: INodeTypeDescription,
  chosen: Parameters = {},
  left = switches,
): readonly Parameters[] {
  const [name, ...more] = left;
  if (name === undefined) return [chosen];
  const shown = description.properties.find((one) => one.name === name && shows(description, chosen, one));
  if (!shown) return settingsOf(description, chosen, more);
  const values = (shown.options ?? []).flatMap((option) => ('value' in option ? [String(option.value)] : []));
  return values.flatMap((value) => settingsOf(description, { ...chosen, [name]: value }, more));
}

interface Panel {
  readonly name: string;
  readonly description: INodeTypeDescription;
  readonly parameters: Parameters;
}
const panels: readonly Panel[] = types.flatMap(({ description }) =>
  settingsOf(description).map((parameters) => ({
    ...{ description, parameters },
    name: [description.displayName, ...Object.values(parameters)].join(' '),
  })),
);

/** n8n shows the way to sign in beside the credentials, as it does for nodes of its own. */
const besideCredentials = 'authentication';

/** What a person is to find in the panel, top to bottom; notices have no label, a mapper has those of its fields. */
const expected = ({ description, parameters }: Panel): readonly string[] =>
  description.properties
    .filter(
      (one) =>
        !['notice', 'hidden', 'resourceMapper'].includes(one.type) &&
        one.name !== besideCredentials &&
        shows(description, parameters, one),
    )
    .map(({ displayName }) => displayName);

let lab: Lab;
let browser: OpenBrowser;
let shownType = '';
/** n8n's ids have sixteen signs. */
const idOf = (type: string): string => type.slice(-16).padStart(16, '0');

before(async () => {
  lab = await startLab({ seed: 'small', ui: true });
  // without one the editor takes the credential there is, which is of the other way to sign in
  const password = { email: 'a@example.com', appPassword: 'x', dataCenter: 'com' };
  const type = 'zohoCrmSyncAppPasswordApi';
  const stored = { name: 'By password', type, data: password };
  const byPassword = await lab.client.rest<{ id: string; name: string }>('POST', '/credentials', stored);
  const nodeOf = ({ name, description, parameters }: Panel, index: number): Json => ({
    ...{ id: `panel-${index}`, name, type: `n8n-nodes-zoho-outlook.${description.name}`, typeVersion: 1, parameters },
    position: [(index % 10) * 220, Math.floor(index / 10) * 200],
    ...(parameters.authentication === 'appPassword' && {
      credentials: { [type]: { id: byPassword.id, name: byPassword.name } },
    }),
  });
  // A canvas with a hundred nodes opens slowly.
  for (const { description } of types) {
    const nodes = panels.filter((panel) => panel.description === description).map(nodeOf);
    await importWorkflow(lab.client, { id: idOf(description.name), name: description.name, nodes, connections: {} });
  }
  browser = await openBrowser();
  await signIn(browser.page, lab.n8n.baseUrl);
});

/** The workflow with the panels of a node. */
async function openCanvas({ description, name }: Panel): Promise<void> {
  if (shownType === description.name) return;
  await browser.page.goto(`${lab.n8n.baseUrl}/workflow/${idOf(description.name)}`, { waitUntil: 'commit' });
  await nodeOnCanvas(browser.page, name).waitFor();
  shownType = description.name;
}

after(async () => {
  await browser?.close();
  await lab?.stop();
});

for (const panel of panels)
  test(`${panel.name}: every parameter is there`, async () => {
    await openCanvas(panel);
    const seen = await inPanel(browser.page, panel.name, labelsIn);
    const missing = expected(panel).filter((label) => !seen.includes(label));
    assert.deepEqual(missing, []);
  });

test('the console stays quiet', () => {
  assert.deepEqual(browser.errors, []);
});
