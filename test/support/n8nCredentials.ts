import type { PackageDirectoryLoader } from 'n8n-core';
import type {
  ICredentialDataDecryptedObject,
  ICredentials,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INode,
  INodeCredentialsDetails,
  INodeProperties,
  IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

export interface StoredCredential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Changes when a token is refreshed, as n8n's database does. */
  data: ICredentialDataDecryptedObject;
}

/** n8n's credentials without its database: tokens are kept in memory, the OAuth flow is n8n's own. */
export class TestCredentials extends ICredentialsHelper {
  constructor(
    private readonly stored: readonly StoredCredential[],
    private readonly loader: PackageDirectoryLoader,
  ) {
    super();
  }

  private of(name: string) {
    return this.loader.getCredential(name).type;
  }

  private find(details: INodeCredentialsDetails, type: string): StoredCredential {
    const found = this.stored.find((one) => one.id === details.id && one.type === type);
    if (!found) throw new Error(`The test has no credential "${details.name}" of type ${type}.`);
    return found;
  }

  /** Types that extend any reach oAuth2Api, ours for Microsoft by way of n8n's. */
  getParentTypes(type: string): string[] {
    return this.of(type).extends ? ['oAuth2Api'] : [];
  }

  isCredentialUsableByNode(): boolean {
    return true;
  }

  async getDecrypted(
    _data: IWorkflowExecuteAdditionalData,
    details: INodeCredentialsDetails,
    type: string,
  ): Promise<ICredentialDataDecryptedObject> {
    return structuredClone(this.find(details, type).data);
  }

  async authenticate(
    data: ICredentialDataDecryptedObject,
    type: string,
    options: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const { authenticate } = this.of(type);
    return typeof authenticate === 'function' ? await authenticate(data, options) : options;
  }

  /** As n8n does: asked when the expirable field is empty or was refused, and what comes back is stored. */
  async preAuthentication(
    helpers: IHttpRequestHelper,
    data: ICredentialDataDecryptedObject,
    type: string,
    node: INode,
    expired: boolean,
  ): Promise<ICredentialDataDecryptedObject | undefined> {
    const { properties, preAuthentication } = this.of(type);
    const field = properties.find((one) => one.type === 'hidden' && one.typeOptions?.expirable === true)?.name;
    if (!field || !preAuthentication || (data[field] !== '' && !expired)) return undefined;
    const output = (await preAuthentication.call(helpers, data)) as ICredentialDataDecryptedObject;
    if (output[field] === undefined) return undefined;
    const stored = this.find(node.credentials?.[type] ?? { id: null, name: '' }, type);
    stored.data = { ...stored.data, ...output };
    return Object.assign(data, output);
  }

  async runPreAuthentication(helpers: IHttpRequestHelper, data: ICredentialDataDecryptedObject, type: string) {
    return (await this.of(type).preAuthentication?.call(helpers, data)) as ICredentialDataDecryptedObject | undefined;
  }

  async updateCredentialsOauthTokenData(
    details: INodeCredentialsDetails,
    type: string,
    data: ICredentialDataDecryptedObject,
  ): Promise<void> {
    const found = this.find(details, type);
    found.data = { ...found.data, oauthTokenData: data.oauthTokenData } as ICredentialDataDecryptedObject;
  }

  async updateCredentials(): Promise<void> {}

  async getCredentials(): Promise<ICredentials> {
    throw new Error('Not needed by OAuth2 credentials.');
  }

  getCredentialsProperties(type: string): INodeProperties[] {
    return this.of(type).properties;
  }
}
