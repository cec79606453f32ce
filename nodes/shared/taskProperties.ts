import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Recurring } from '../../sync/kinds';
import { shownForKind } from './kindOptions';

/** What becomes of one side's recurring tasks. */
export const recurringProperty = (where: string, other: string, how: string): INodeProperties => ({
  displayName: 'Recurring Tasks',
  name: 'recurringTasks',
  type: 'options',
  options: [
    {
      name: 'Each Occurrence as a Task of Its Own',
      value: 'each',
      description: `${how}; the rule stays in ${where} and is listed by Finish`,
    },
    { name: 'Leave', value: 'leave', description: `They stay in ${where} and are listed by Finish` },
  ],
  default: 'each',
  description: `What becomes of tasks that recur in ${where}. A task never recurs in ${other} because of the sync.`,
  displayOptions: shownForKind('task'),
});

export const recurringTasks = (context: IExecuteFunctions): Recurring =>
  context.getNodeParameter('recurringTasks', 0, 'each') as Recurring;
