import type { IHookFunctions } from 'n8n-workflow';
import { asNodeError } from '../errors';
import { isPolling, type Bell } from './bell';
import { forget } from './memory';
import { tend, untend } from './tend';

/** What n8n does when the workflow is published and unpublished, and when the node listens for a test. */
export const hooks = (bell: Bell) => ({
  /** `create` looks at what stands by itself. */
  async checkExists(this: IHookFunctions): Promise<boolean> {
    return isPolling(this);
  },
  async create(this: IHookFunctions): Promise<boolean> {
    await asNodeError(this, () => tend(this, bell));
    return true;
  },
  async delete(this: IHookFunctions): Promise<boolean> {
    if (!isPolling(this)) await untend(this, bell);
    forget(this);
    return true;
  },
});
