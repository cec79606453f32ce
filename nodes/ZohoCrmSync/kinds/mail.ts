import { UsageError } from '../../shared/errors';
import type { ZohoKind } from '../kinds';

const notHere = async (): Promise<never> => {
  throw new UsageError(
    'Sent mail has no changes and no decisions on the side of Zoho CRM.',
    'Use Email: Attach to Record behind the CRM Matcher, as the template for sent mail does.',
  );
};

export const mail: ZohoKind = { openFeed: notHere, openWriter: notHere };
