import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { openArchive, type Archive } from '../../archive';

type Context = IExecuteFunctions | IWebhookFunctions;

/** n8n tells its folder to running nodes only; a webhook finds it as n8n itself does [@n8n/config, getN8nFolder]. */
const n8nFolder = (): string =>
  join(process.env.N8N_USER_FOLDER ?? process.env.HOME ?? process.env.USERPROFILE ?? homedir(), '.n8n');

const storageFolder = ({ helpers }: Context): string =>
  'getStoragePath' in helpers ? dirname(helpers.getStoragePath()) : join(n8nFolder(), 'storage');

/** One file for all our nodes, in the folder n8n keeps for what nodes store (each node type has its own below it). */
const archiveFile = (context: Context): string => join(storageFolder(context), 'zoho-outlook-sync', 'archive.sqlite');

/** The archive stays open for the life of the process: n8n runs our nodes one after another, all on the same file. */
export const openSyncArchive = (context: Context): Promise<Archive> => openArchive(archiveFile(context));
