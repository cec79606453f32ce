import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/descriptions';

/** What Sync: Forget asks for. */
export const forgetProperties: INodeProperties[] = [
  {
    displayName: 'I Want to Forget This Sync',
    name: 'confirmForget',
    type: 'boolean',
    default: false,
    description:
      'Whether all that is kept of this sync may be removed for good: what was agreed, its history (nothing can be undone any more), questions, answers and rules. A later run begins anew.',
    displayOptions: shownFor('sync', 'forget'),
  },
];
