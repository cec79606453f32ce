import type { IExecuteFunctions } from 'n8n-workflow';
import type { GraphClient } from '../../../clients/graph';
import { requireCycle, requireKind, type SideRun } from '../../../engine/cycle';
import { attachMails } from '../../../engine/mail/attach';
import { isMailItem } from '../../../engine/mail/items';
import type { Attaching } from '../../../engine/mail/attachOne';
import { listAttachments, readAttachment } from '../../../sides/outlook';
import type { AttachmentSource } from '../../../sides/mail';
import { openCycleArchive } from '../../shared/archive';
import type { Operation } from '../../shared/run';
import { graphClient, zohoClient, signInOf } from '../../shared/clients';
import { pick, toItem } from '../../shared/items';
import { allItems, count, workflowTriggers } from '../../shared/parameters';

const sourceOf =
  (graph: GraphClient) =>
  (mail: string): AttachmentSource => ({
    list: () => listAttachments(graph, mail),
    read: (file) => readAttachment(graph, mail, file),
  });

const MEGABYTE = 1024 * 1024;

async function optionsOf(context: IExecuteFunctions, run: SideRun): Promise<Attaching> {
  const isOn = (name: string): boolean => context.getNodeParameter(name, 0, false) === true;
  const most = Number(context.getNodeParameter('mostMegabytes', 0, 10)) * MEGABYTE;
  return {
    zoho: await zohoClient(context, run),
    asText: context.getNodeParameter('bodyAs', 0, 'asItIs') === 'text',
    asCase: isOn('asCase'),
    trigger: workflowTriggers(context),
    creditsKept: count(context, 'creditsKept', 0),
    files: isOn('attachments') ? { of: sourceOf(await graphClient(context)), most } : null,
  };
}

/** Mail, Attach to Record: every mail goes on with what became of it; the cycle item comes last. */
export const attachMatched: Operation = async (context) => {
  const input = context.getInputData();
  const cycle = requireCycle(input);
  requireKind(cycle, 'mail');
  const run: SideRun = { archive: await openCycleArchive(context, cycle), cycle, side: 'zoho' };
  const items = pick(input, isMailItem);
  const mails = items.map(({ json }) => json);
  const signIn = signInOf(context, 'zoho', cycle.kind);
  const { attached, summary } = await attachMails(run, signIn, mails, () => optionsOf(context, run));
  const passedOn = items.map(({ json, from }) => toItem({ ...json, attached: attached(json) }, from));
  return [[...passedOn, toItem(summary, allItems(context))]];
};
