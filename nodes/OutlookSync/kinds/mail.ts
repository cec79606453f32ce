import type { IExecuteFunctions } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { mailFeed, readMailProfile, type MailSettings } from '../../../sides/outlook/mail';
import { graphClient } from '../../shared/clients';
import { UsageError } from '../../shared/errors';
import { learn } from '../../shared/learn';
import { located } from '../../shared/parameters';
import type { OutlookKind } from '../kinds';

/** A date without a zone is one of the workflow's. */
function startOf(context: IExecuteFunctions): string | null {
  const text = String(context.getNodeParameter('startDate', 0, '') ?? '').trim();
  if (!text) return null;
  const start = DateTime.fromISO(text, { zone: context.getTimezone() });
  if (start.isValid) return start.toUTC().toISO();
  throw new UsageError(
    `The Start Date "${text}" is no date.`,
    'Choose it from the calendar, or write it like 2026-01-31.',
  );
}

export const mail: OutlookKind = {
  openFeed: async (context, at, cursor, known) => {
    const graph = await graphClient(context);
    const settings: MailSettings = { folderId: located(context, 'mailFolder') || null, since: startOf(context) };
    await learn(context, at, settings, () => readMailProfile(graph));
    return mailFeed(graph, { settings, cursor, known });
  },
  openWriter: async () => {
    throw new UsageError(
      'Mail that was sent is only read from Outlook; nothing is ever written to it.',
      'Take this node out: for mail, Zoho CRM Sync, Email: Attach to Record is followed by Finish.',
    );
  },
};
