// Settings of vaults. The columns are those of ../table.ts.

export const VAULT = `
DEFAULT_ASK_VAULT_PASS | boolean | false | ANSIBLE_ASK_VAULT_PASS | defaults.ask_vault_pass |  | + | ask for the vault password
DEFAULT_VAULT_ENCRYPT_IDENTITY |  |  | ANSIBLE_VAULT_ENCRYPT_IDENTITY | defaults.vault_encrypt_identity |  | + | the vault id to encrypt with
DEFAULT_VAULT_IDENTITY |  | "default" | ANSIBLE_VAULT_IDENTITY | defaults.vault_identity |  | + | the label of a vault id that names none
DEFAULT_VAULT_IDENTITY_LIST | list | [] | ANSIBLE_VAULT_IDENTITY_LIST | defaults.vault_identity_list |  | + | vault ids, as several --vault-id
DEFAULT_VAULT_ID_MATCH |  | false | ANSIBLE_VAULT_ID_MATCH | defaults.vault_id_match |  | + | decrypt with the password of the same label only
DEFAULT_VAULT_PASSWORD_FILE | path |  | ANSIBLE_VAULT_PASSWORD_FILE | defaults.vault_password_file |  | + | a file with the vault password, or a program that prints it
EDITOR |  | "vi" | ANSIBLE_EDITOR, EDITOR | defaults.editor |  | + | the editor that vault files are edited with
VAULT_ENCRYPT_SALT |  |  | ANSIBLE_VAULT_ENCRYPT_SALT | defaults.vault_encrypt_salt |  | + | the salt to encrypt with
`;
