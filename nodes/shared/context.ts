import type {
  IExecuteFunctions,
  IHookFunctions,
  ILoadOptionsFunctions,
  IPollFunctions,
  IWebhookFunctions,
} from 'n8n-workflow';

/** Wherever a trigger's code runs: when it is switched on and off, at its polls, and when a notification comes. */
export type TriggerContext = IHookFunctions | IPollFunctions | IWebhookFunctions;

/** Wherever n8n runs our code with a credential at hand: a node at work, a trigger, or the editor filling a list. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | TriggerContext;
