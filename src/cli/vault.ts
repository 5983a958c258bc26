// Opens the vaults of a run: passwords from flags and settings, files that decrypt themselves, what cannot be decrypted.
import { decryptingFiles, env, nodeFiles, readVaultSecrets, type Files } from '../controller/index.js';
import type { Plan } from '../engine/index.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { parseEnvelope, Vault } from '../vault/index.js';

/** What the command line says about vaults. */
export interface VaultFlags {
  readonly vaultIds: readonly string[];
  readonly vaultPasswordFiles: readonly string[];
  readonly askVaultPass: boolean;
}

/** What the environment and ansible.cfg say about vaults. */
export interface VaultSettings {
  readonly identity: string | undefined;
  readonly identityList: readonly string[];
  readonly passwordFile: string | undefined;
  readonly ask: boolean;
  readonly matchIds: boolean;
  readonly encryptIdentity: string | undefined;
  readonly encryptSalt: string | undefined;
}

/** The settings, read from the environment. */
export function vaultSettings(): VaultSettings {
  const text = (name: string): string | undefined => env(name) || undefined;
  const yes = (name: string): boolean => ['1', 'true', 'yes', 'on', 't', 'y'].includes((env(name) ?? '').toLowerCase());
  return {
    identity: text('ANSIBLE_VAULT_IDENTITY'),
    identityList: (text('ANSIBLE_VAULT_IDENTITY_LIST') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    passwordFile: text('ANSIBLE_VAULT_PASSWORD_FILE'),
    ask: yes('ANSIBLE_ASK_VAULT_PASS'),
    matchIds: yes('ANSIBLE_VAULT_ID_MATCH'),
    encryptIdentity: text('ANSIBLE_VAULT_ENCRYPT_IDENTITY'),
    encryptSalt: text('ANSIBLE_VAULT_ENCRYPT_SALT'),
  };
}

/**
 * The vault of a run, and the files read through it.
 * @throws TsplayError vault-failed, file-missing when there are sources of passwords and none gives one
 */
export async function openVault(
  flags: VaultFlags,
  warn: (message: string) => void,
): Promise<{ readonly files: Files; readonly vault: Vault }> {
  const settings = vaultSettings();
  const secrets = await readVaultSecrets(
    {
      ids: [...settings.identityList, ...flags.vaultIds],
      passwordFiles: [...flags.vaultPasswordFiles, ...(settings.passwordFile ? [settings.passwordFile] : [])],
      ask: flags.askVaultPass || settings.ask,
      identity: settings.identity,
    },
    { warn },
  );
  const vault = new Vault(secrets, settings);
  return { files: decryptingFiles(nodeFiles, vault), vault };
}

/**
 * What the run will not be able to decrypt, found before its first task: variables of hosts that take part are errors, a
 * `!vault` value is a warning, because it is an error only when something uses it. Of the values with one vault id one is
 * tried: a wrong password is wrong for all, and each try takes some milliseconds.
 */
export function unreadable(plans: readonly Plan[], vault: Vault): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const attempt = (severity: Diagnostic['severity'], work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      const { span } = error;
      if (/^vault-/.test(error.code)) found.set(`${span?.file}:${span?.line}`, error.toDiagnostic(severity));
    }
  };
  for (const { playbook, ports } of plans) {
    for (const play of playbook.plays) {
      attempt('error', () => {
        for (const name of ports.hostsOf(play.hosts, play.hostsSpan).names) ports.inventoryVars(name);
      });
    }
  }
  const tried = new Set<string>();
  for (const value of vault.inlineValues) {
    attempt('warning', () => {
      const id = parseEnvelope(value.ciphertext).id ?? '';
      if (tried.has(id)) return;
      tried.add(id);
      value.reveal();
    });
  }
  return [...found.values()];
}
