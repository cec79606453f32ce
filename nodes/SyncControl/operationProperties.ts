import type { INodeProperties } from 'n8n-workflow';
import { operations } from '../shared/descriptions';

/** What Sync Control can do, resource by resource. */
export const operationProperties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Archive', value: 'archive', description: 'Where all that is known of syncs is kept' },
      { name: 'Cycle', value: 'cycle', description: 'One run of a sync, from its first node to its last' },
      { name: 'Person', value: 'person', description: 'Whom one workflow syncs, and what all syncs keep of somebody' },
      { name: 'Review', value: 'review', description: 'What waits for a person' },
      { name: 'Sync', value: 'sync', description: 'All that is known of a sync' },
    ],
    default: 'cycle',
  },
  operations(
    'archive',
    [
      {
        name: 'Copy',
        value: 'copy',
        action: 'Copy an archive into another',
        description:
          'Between the common archive and that of the credential, such as one in PostgreSQL. The other one has to be empty; the syncs of the first are paused.',
      },
      {
        name: 'New Key',
        value: 'newKey',
        action: 'Make a key for an archive of your own',
        description: 'For a credential Sync Archive: whoever has it opens that archive, nobody else does',
      },
    ],
    'newKey',
  ),
  operations(
    'cycle',
    [
      {
        name: 'Finish',
        value: 'finish',
        action: 'Finish a cycle',
        description: 'Write the report, let the next cycle begin, and say what still waits. The last node of a sync.',
      },
      {
        name: 'List',
        value: 'list',
        action: 'List cycles',
        description: 'The newest cycles of a sync with what each did, one item each',
      },
      {
        name: 'Start',
        value: 'start',
        action: 'Start a cycle',
        description:
          'Make sure that only one run at a time works on this sync. The first node of a sync; where another run is at work, nothing comes out.',
      },
      {
        name: 'Undo',
        value: 'undo',
        action: 'Undo a cycle',
        description:
          'Take back what a cycle wrote on both sides, where nothing newer is there. A cycle of its own: connect both Apply Decisions nodes and Finish behind it.',
      },
    ],
    'start',
  ),
  operations(
    'person',
    [
      {
        name: 'Forget',
        value: 'forget',
        action: 'Forget a person',
        description:
          'Remove every trace of an e-mail address or a record from all syncs of this archive. Nothing is deleted on either side.',
      },
      {
        name: 'Get Many',
        value: 'getMany',
        action: 'Get many people',
        description:
          'Who is who in a company: each active CRM user with the mailbox that has their address, one item a person',
      },
    ],
    'forget',
  ),
  operations(
    'review',
    [
      {
        name: 'List',
        value: 'list',
        action: 'List reviews',
        description: 'Conflicts, ambiguities and stopped plans that wait for a person, one item each',
      },
      {
        name: 'List Rules',
        value: 'listRules',
        action: 'List rules',
        description: 'What you said shall be done from now on, and who is never to be paired, one item each',
      },
      {
        name: 'Revoke Rule',
        value: 'revokeRule',
        action: 'Revoke a rule',
        description: 'Take one of them back; what was decided by it stays as it is',
      },
      {
        name: 'Settle',
        value: 'settle',
        action: 'Settle a review',
        description: 'Answer one; the next cycle carries it out',
      },
    ],
    'list',
  ),
  operations(
    'sync',
    [
      {
        name: 'Check',
        value: 'check',
        action: 'Check a sync before it starts',
        description:
          'Whether all that a run needs is there, one line each with its cure. Connect the Get Changes nodes behind it: the check walks through the same nodes as a run, to Finish, and writes nothing.',
      },
      {
        name: 'Explain Record',
        value: 'explain',
        action: 'Explain a record',
        description: 'Why one record is as it is: scope, partner, decisions, writes, errors, next try',
      },
      {
        name: 'Forget',
        value: 'forget',
        action: 'Forget a sync',
        description:
          'Remove everything that is kept of a sync, its history and questions, too. Nothing is deleted on either side.',
      },
      {
        name: 'Leave',
        value: 'leave',
        action: 'Leave a sync',
        description:
          'Take off in Outlook what the sync put there besides content, then forget the sync. A cycle of its own: connect Outlook Sync, Apply Decisions, and Finish behind it.',
      },
      {
        name: 'Pause',
        value: 'pause',
        action: 'Pause a sync',
        description: 'No run of it starts until Resume; one that is at work ends as usual, and nothing is lost',
      },
      {
        name: 'Rebuild',
        value: 'rebuild',
        action: 'Rebuild a sync',
        description:
          'Forget what both sides agreed on and match everybody anew, as in a first run. Nothing is deleted on either side; fields that differ go by the conflict policy.',
      },
      {
        name: 'Report All',
        value: 'report',
        action: 'Report on all syncs',
        description:
          'One text for all syncs of the archive, ready to be mailed: first what is in trouble (no run, a run that failed, a stopped plan), then the figures',
      },
      {
        name: 'Resume',
        value: 'resume',
        action: 'Resume a sync',
        description: 'Let the runs of a paused sync start again; the next one catches up',
      },
      {
        name: 'Status',
        value: 'status',
        action: 'Show the status of a sync',
        description: 'What is known, in step, pending, parked and waiting',
      },
    ],
    'status',
  ),
];
