import { html, type Html } from './html';

/** An address that may stand in a link: of the web, and nothing that runs. */
const isWebAddress = (address: string): boolean =>
  URL.canParse(address) && ['https:', 'http:'].includes(new URL(address).protocol);

/** Where a record is opened in its own service, in a tab of its own; nothing where that is not known. */
export const openLink = (text: string, address: string | null, label: string): Html | false =>
  address !== null &&
  isWebAddress(address) &&
  html`<a class="open" href="${address}" target="_blank" rel="noopener noreferrer" aria-label="${text}: ${label}"
    >${text}</a
  >`;
