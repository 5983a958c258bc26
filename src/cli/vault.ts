// Opens the vaults of a run: passwords from flags and settings, files that decrypt themselves, what cannot be decrypted.
import type { Settings } from '../config/index.js';
import { decryptingFiles, nodeFiles, readVaultSecrets, type Files, type VaultSources } from '../controller/index.js';
import { hostsOfPlay, type Plan } from '../engine/index.js';
import { TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { parseEnvelope, Vault } from '../vault/index.js';
import type { SecretFiles } from './secret-files.js';

/** What the command line says about vaults. */
export interface VaultFlags {
  readonly vaultIds: readonly string[];
  readonly vaultPasswordFiles: readonly string[];
  readonly askVaultPass: boolean;
}

/** Where the passwords of a command come from. */
export function vaultSources(flags: VaultFlags, settings: Settings['vault']): VaultSources {
  return {
    ids: [...settings.identities, ...flags.vaultIds],
    passwordFiles: [
      ...flags.vaultPasswordFiles,
      ...(settings.passwordFile === undefined ? [] : [settings.passwordFile]),
    ],
    ask: flags.askVaultPass || settings.askPassword,
    identity: settings.identity,
  };
}

/** Who is told of what was decrypted. */
interface Told {
  readonly onReveal?: SecretFiles['revealed'] | undefined;
  readonly onOpened?: SecretFiles['opened'] | undefined;
}

/**
 * The vault of a run, and the files read through it.
 * @throws TsplayError vault-failed, file-missing when there are sources of passwords and none gives one
 */
export async function openVault(
  flags: VaultFlags,
  settings: Settings['vault'],
  warn: (message: string) => void,
  told: Told = {},
): Promise<{ readonly files: Files; readonly vault: Vault }> {
  const secrets = await readVaultSecrets(vaultSources(flags, settings), { warn });
  const vault = new Vault(secrets, {
    matchIds: settings.idMatch,
    identity: settings.identity,
    onReveal: told.onReveal,
  });
  return { files: decryptingFiles(nodeFiles, vault, told.onOpened), vault };
}

/**
 * What the run will not be able to decrypt, found before its first task: variables of hosts that take part are errors, a
 * `!vault` value is a warning, because it is an error only when something uses it. Of the values with one vault id one is
 * tried: a wrong password is wrong for all, and each try takes some milliseconds.
 */
export function unreadable(plans: readonly Plan[], vault: Vault): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const attempt = (severity: Diagnostic['severity'], span: Span | undefined, work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      const at = error.span ?? span;
      if (!/^vault-/.test(error.code)) return;
      found.set(`${at?.file}:${at?.line}`, { ...error.toDiagnostic(severity), span: at });
    }
  };
  for (const { playbook, ports } of plans) {
    for (const play of playbook.plays) {
      attempt('error', play.hostsSpan, () => {
        for (const name of hostsOfPlay(ports, play).names) ports.inventoryVars(name);
      });
    }
  }
  const tried = new Set<string>();
  for (const value of vault.inlineValues) {
    attempt('warning', value.span, () => {
      const id = parseEnvelope(value.ciphertext).id ?? '';
      if (tried.has(id)) return;
      tried.add(id);
      vault.decrypt(value.ciphertext, { span: value.span });
    });
  }
  return [...found.values()];
}
