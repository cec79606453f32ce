import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './properties';
import type { CycleRef } from '../../archive';
import { cycleAmong, requireMatcherKind } from '../../engine/cycle';
import { isChangeItem, type ChangeItem, type Evidence, type Source, type Sourced } from '../../engine/items';
import { matchMails } from '../../engine/mail/match';
import { matchChanges } from '../../engine/match';
import { matchPlain, type KeyField } from '../../engine/matchPlain';
import { sides, type BySide, type Side, type SideRecord } from '../../sync/model';
import { zohoClient } from '../shared/clients';
import { pick, toItem, toItems } from '../shared/items';
import { allItems } from '../shared/parameters';
import { mailSettings } from './mailSettings';
import { looksOn } from '../shared/check';
import { orCheck, run, type Operation } from '../shared/run';
import { openCycleArchive } from '../shared/archive';
import { testSyncArchive } from '../shared/archiveCredential';

type Inputs = BySide<INodeExecutionData[]>;
type Changes = BySide<readonly Sourced<ChangeItem, Source>[]>;

/** The items that records came in with, as n8n's lineage. */
function lineage(changes: Changes) {
  const on = (side: Side) => new Map(changes[side].map(({ json, from }) => [json.ref, from]));
  const from = { outlook: on('outlook'), zoho: on('zoho') };
  return (records: BySide<readonly SideRecord[]>): Source[] =>
    sides.flatMap((side) => records[side].flatMap(({ ref }) => from[side].get(ref) ?? []));
}

/** Every item had a part in the summary. */
const everybody = (inputs: Inputs): Source[] => [
  ...[...inputs.outlook.keys()].map((item) => ({ item, input: 0 })),
  ...[...inputs.zoho.keys()].map((item) => ({ item, input: 1 })),
];

const kindOf = (context: IExecuteFunctions): string => context.getNodeParameter('kind', 0) as string;

const isOn = (context: IExecuteFunctions, name: string): boolean => context.getNodeParameter(name, 0, false) === true;

const evidenceOf = (context: IExecuteFunctions): Evidence => ({
  samePeople: isOn(context, 'samePeople'),
  addressDecides: isOn(context, 'addressDecides'),
});

/** The cycle item goes on with the pairs, so that what comes behind runs also where nothing changed. */
async function matchSync(context: IExecuteFunctions, cycle: CycleRef, inputs: Inputs): Promise<INodeExecutionData[][]> {
  const changes = { outlook: pick(inputs.outlook, isChangeItem, 0), zoho: pick(inputs.zoho, isChangeItem, 1) };
  const jsons = (side: Side) => changes[side].map(({ json }) => json);
  const run = { archive: await openCycleArchive(context, cycle), cycle };
  const found = await matchChanges(run, { outlook: jsons('outlook'), zoho: jsons('zoho') }, evidenceOf(context));
  const from = lineage(changes);
  const none = { outlook: [], zoho: [] };
  const only = (side: Side) => found[side].map((json) => toItem(json, from({ ...none, [side]: [json.record] })));
  const pairs = found.pairs.map((json) => toItem(json, from({ outlook: [json.pair.outlook], zoho: [json.pair.zoho] })));
  const ambiguous = found.ambiguous.map((json) => toItem(json, from(json)));
  return [[...pairs, toItem(found.summary, everybody(inputs))], only('outlook'), only('zoho'), ambiguous];
}

async function matchSent(context: IExecuteFunctions, cycle: CycleRef): Promise<INodeExecutionData[][]> {
  const run = { archive: await openCycleArchive(context, cycle), cycle };
  const changes = pick(context.getInputData(0), isChangeItem);
  const jsons = changes.map(({ json }) => json);
  const found = await matchMails(run, jsons, mailSettings(context), () => zohoClient(context));
  const items = (all: typeof found.going) => all.map(({ json, at }) => toItem(json, changes[at]?.from ?? { item: at }));
  const summary = toItem(found.summary, allItems(context));
  return [[...items(found.going), summary], items(found.skipped), [], items(found.ambiguous)];
}

function matchItems(context: IExecuteFunctions, inputs: Inputs): INodeExecutionData[][] {
  const { pairs, outlook, zoho, ambiguous } = matchPlain(inputs, {
    kind: kindOf(context),
    keyFields: context.getNodeParameter('keyFields.fields', 0, []) as unknown as KeyField[],
    zone: context.getTimezone(),
    ...evidenceOf(context),
  });
  return [pairs, outlook, zoho, ambiguous].map(toItems);
}

/** Items of a sync carry their cycle and are matched by what the archive knows; any others by what they show. */
const matchInputs: Operation = async (context) => {
  const inputs = { outlook: context.getInputData(0), zoho: context.getInputData(1) };
  const cycle = cycleAmong([...inputs.outlook, ...inputs.zoho]);
  if (cycle) requireMatcherKind(cycle, kindOf(context));
  if (cycle?.kind === 'mail') return await matchSent(context, cycle);
  return cycle ? await matchSync(context, cycle, inputs) : matchItems(context, inputs);
};

const settingsCheck = looksOn(null, (context, check) => [
  { thing: 'settings', look: async () => (requireMatcherKind(check, kindOf(context)), []) },
]);
const matchOrCheck = orCheck(matchInputs, settingsCheck, 4);

export class CrmMatcher implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'CRM Matcher',
    name: 'crmMatcher',
    icon: { light: 'file:crmMatcher.svg', dark: 'file:crmMatcher.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle:
      '={{ "match: " + ({ any: "any items", sync: "as in the sync" }[$parameter["kind"]] || $parameter["kind"]) }}',
    description: 'Pair Outlook items with CRM records: by what is linked already, then by keys; each at most once',
    defaults: { name: 'CRM Matcher' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    inputNames: ['Outlook', 'CRM'],
    requiredInputs: 1,
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: ['Pairs', 'Outlook Only', 'CRM Only', 'Ambiguous'],
    credentials: [
      // by `hide`: what a credential's `show` names, the editor takes for fields of the sign-in, and shows it no more
      {
        name: 'zohoCrmSyncOAuth2Api',
        required: true,
        displayOptions: { hide: { kind: ['any', 'contact', 'sync', 'task'] } },
      },
      { name: 'syncArchiveApi', required: false, testedBy: 'testSyncArchive' },
    ],
    properties,
  };

  methods = { credentialTest: { testSyncArchive } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await run(this, matchOrCheck, 4);
  }
}
