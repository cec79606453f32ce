export type { MailSort } from './calendar';
export { appPasswordPath } from './credentials';
export type { Label } from './label';
export {
  inWords,
  isReason,
  messageAndStep,
  reason,
  sentence,
  severalReasons,
  severalTroubles,
  type Reason,
  type ReasonCode,
} from './reason';
export { counted, sideName } from './wording';
