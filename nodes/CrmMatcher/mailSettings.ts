import type { IExecuteFunctions } from 'n8n-workflow';
import { UsageError } from '../../engine/errors';
import type { MailSettings } from '../../engine/mail/match';
import type { RecipientLine } from '../../sync/mail/recipients';
import type { PeopleModule, TargetRules } from '../../sync/mail/targets';
import { chosenNames } from '../shared/parameters';

/** Entries of a text field, however people separate them. */
const entries = (context: IExecuteFunctions, name: string): readonly string[] =>
  String(context.getNodeParameter(name, 0, ''))
    .split(/[\s,;]+/)
    .filter(Boolean);

const isOn = (context: IExecuteFunctions, name: string): boolean => context.getNodeParameter(name, 0, false) === true;

const creates: Readonly<Record<string, PeopleModule | null>> = { lead: 'Leads', contact: 'Contacts', skip: null };

function targetRules(context: IExecuteFunctions): TargetRules {
  const match: PeopleModule[] = [];
  if (isOn(context, 'matchContacts')) match.push('Contacts');
  if (isOn(context, 'matchLeads')) match.push('Leads');
  const create = creates[String(context.getNodeParameter('nobodyMatches', 0, 'skip'))] ?? null;
  if (match.length === 0 && create === null)
    throw new UsageError(
      'Recipients are matched neither to contacts nor to leads, and nobody is created, so no mail could go anywhere.',
      'Switch on Match Contacts or Match Leads, or choose what is created when nobody matches.',
    );
  const bothHit = context.getNodeParameter('bothMatch', 0, 'contact') === 'both' ? 'both' : 'contact';
  return { match, bothHit, create };
}

/** What the user chose on the matcher for mails. */
export function mailSettings(context: IExecuteFunctions): MailSettings {
  const internal = entries(context, 'internalDomains');
  return {
    recipients: {
      lines: chosenNames(context, 'recipients').filter((one): one is RecipientLine =>
        ['to', 'cc', 'bcc'].includes(one),
      ),
      internalDomains: internal.length > 0 ? internal : null,
      ignored: entries(context, 'ignore'),
    },
    targets: targetRules(context),
    deals: isOn(context, 'alsoDeals'),
  };
}
