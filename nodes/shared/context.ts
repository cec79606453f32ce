import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** Wherever n8n runs our code with a credential at hand: a node at work, or the editor filling a list. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;
