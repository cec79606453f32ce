import type { Language } from './label';
import type { SideName } from './wording';

/** Where a person finds the credentials in n8n, whose editor is in English. */
export const credentialPath: Readonly<Record<SideName, string>> = {
  outlook: 'Credentials › Outlook Sync OAuth2 API',
  zoho: 'Credentials › Zoho CRM Sync OAuth2 API',
};
export const appPasswordPath = 'Credentials › Zoho CRM Sync App-Specific Password API';

export const reconnect: Readonly<Record<Language, (side: SideName) => string>> = {
  en: (side) => `In n8n open ${credentialPath[side]} and press Connect again.`,
  ja: (side) => `n8n で ${credentialPath[side]} を開き、もう一度 Connect を押してください。`,
};
