import type { IExecuteFunctions } from 'n8n-workflow';
import { usesAppPassword } from '../../shared/clients';
import type { ZohoKind } from '../kinds';
import { calDavEvent } from './calDavEvent';
import { restEvent } from './restEvent';

/** Zoho gives app-specific passwords for CalDAV; its REST API is for OAuth2. */
const wayOf = (context: IExecuteFunctions): ZohoKind => (usesAppPassword(context) ? calDavEvent : restEvent);

export const event: ZohoKind = {
  openFeed: (context, ...more) => wayOf(context).openFeed(context, ...more),
  openWriter: (context, ...more) => wayOf(context).openWriter(context, ...more),
};
