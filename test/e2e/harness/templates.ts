import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from './credentialStore';
import type { Workflow } from './rest';

type Node = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

const folder = join(__dirname, '..', '..', '..', 'workflows');

/** Our nodes by the credential they ask for; a node of n8n's own in a template needs none. */
const credentialOf: Readonly<Record<string, readonly string[]>> = {
  'n8n-nodes-zoho-outlook.zohoCrmSync': ['zohoCrmSyncOAuth2Api'],
  'n8n-nodes-zoho-outlook.outlookSync': ['outlookSyncOAuth2Api'],
  'n8n-nodes-zoho-outlook.outlookSyncTrigger': ['outlookSyncOAuth2Api'],
  'n8n-nodes-zoho-outlook.zohoCrmSyncTrigger': ['zohoCrmSyncOAuth2Api'],
};

interface Chosen {
  readonly kind?: string;
  readonly operation?: string;
  readonly resource?: string;
  readonly attachments?: boolean;
  readonly authentication?: string;
  readonly outlookAuthentication?: string;
}

/** What a node asks for besides: the matcher of mails looks in the CRM, attachments are fetched from Outlook, people are found in both. */
function askedFor({ type, parameters }: Node): readonly string[] {
  const { kind, attachments, resource, operation, ...signIn } = (parameters ?? {}) as Chosen;
  const looksUp = type.endsWith('.crmMatcher') && kind === 'mail';
  const fetches = type.endsWith('.zohoCrmSync') && attachments === true;
  const finds = type.endsWith('.syncControl') && resource === 'person' && operation === 'getMany';
  const zoho = looksUp || finds ? ['zohoCrmSyncOAuth2Api'] : [];
  const outlook = fetches || finds ? ['outlookSyncOAuth2Api'] : [];
  const isApplication = [signIn.authentication, signIn.outlookAuthentication].includes('application');
  return [...(credentialOf[type] ?? []), ...zoho, ...outlook].map((one) =>
    isApplication && one === 'outlookSyncOAuth2Api' ? 'outlookSyncApplicationOAuth2Api' : one,
  );
}

function bound(node: Node, credentials: readonly Credential[]): Node {
  const wanted = credentials.filter(({ type }) => askedFor(node).includes(type));
  if (wanted.length === 0) return node;
  return { ...node, credentials: Object.fromEntries(wanted.map(({ id, name, type }) => [type, { id, name }])) };
}

/** By the end of a node's type: a first run goes on, and with everybody. */
const boldly: Readonly<Record<string, object>> = {
  conflictResolver: { firstRun: 'go' },
  syncControl: { pilot: 0 },
};

/** What a first run would ask is asked where the file itself is imported, and in `firstRun`. */
function unasked(node: Node): Node {
  const parameters = node.parameters as object;
  const bold = boldly[node.type.split('.').at(-1) ?? ''] ?? {};
  const changed = Object.fromEntries(Object.entries(bold).filter(([name]) => name in parameters));
  return { ...node, parameters: { ...parameters, ...changed } };
}

/** By what tests name a template, whose file carries no id: zohoOutlookSentMail for sent-mail.json. */
const idOf = (file: string): string =>
  `zohoOutlook${file
    .replace('.json', '')
    .split('-')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')}`;

/** A template as it is shipped: without an id, so that n8n never takes it for one imported before. */
export const shippedTemplate = (file: string): Omit<Workflow, 'id'> =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Workflow, 'id'>;

/** Every importable template of the package, under the ids that the tests know them by. */
export function readTemplates(): readonly Workflow[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => ({ ...shippedTemplate(file), id: idOf(file) }));
}

/** Connects a template to accounts, and keeps the data of manual runs, from which we read how a cycle went. */
export function bind(template: Workflow, credentials: readonly Credential[]): Workflow {
  const nodes = (template.nodes as readonly Node[]).map((node) => unasked(bound(node, credentials)));
  return { ...template, nodes, settings: { ...template.settings, saveManualExecutions: true } };
}

/** The name of the trigger that a person presses. */
export function manualTriggerOf({ nodes, name }: Workflow): string {
  const trigger = (nodes as readonly Node[]).find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
  if (!trigger) throw new Error(`Workflow ${name} has no manual trigger.`);
  return trigger.name;
}
