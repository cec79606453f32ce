import type { IExecuteFunctions } from 'n8n-workflow';
import { contactFeed, readProfile, type OutlookSettings } from '../../../sides/outlook';
import { graphClient } from '../../shared/clients';
import { getChanges } from '../../shared/getChanges';
import { learn } from '../../shared/learn';
import { located } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

function settingsOf(context: IExecuteFunctions): OutlookSettings {
  const chosen = context.getNodeParameter('categories', 0, []) as string[] | string;
  const categories = typeof chosen === 'string' ? chosen.split(',').map((name) => name.trim()) : chosen;
  return { folderId: located(context, 'folder') || null, categories };
}

export const outlookChanges: Operation = (context) =>
  getChanges(context, 'outlook', async (at, cursor, known) => {
    const graph = await graphClient(context);
    const settings = settingsOf(context);
    await learn(context, at, settings, () => readProfile(graph));
    return contactFeed(graph, { settings, cursor, known });
  });
