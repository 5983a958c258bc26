// Settings of Galaxy, which tsplay does not talk to. The columns are those of ../table.ts.

export const GALAXY = `
GALAXY_CACHE_DIR | path | "{{ANSIBLE_HOME}}/galaxy_cache" | ANSIBLE_GALAXY_CACHE_DIR | galaxy.cache_dir |  | galaxy | where answers of Galaxy are kept
GALAXY_COLLECTIONS_PATH_WARNING | bool | true | ANSIBLE_GALAXY_COLLECTIONS_PATH_WARNING | galaxy.collections_path_warning |  | galaxy | warn about paths outside of the collections path
GALAXY_COLLECTION_IMPORT_POLL_FACTOR | float | 1.5 | ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_FACTOR |  |  | galaxy | how the waiting for an import grows
GALAXY_COLLECTION_IMPORT_POLL_INTERVAL | float | 2.0 | ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_INTERVAL |  |  | galaxy | how long to wait for an import first
GALAXY_COLLECTION_SKELETON | path |  | ANSIBLE_GALAXY_COLLECTION_SKELETON | galaxy.collection_skeleton |  | galaxy | what a new collection begins with
GALAXY_COLLECTION_SKELETON_IGNORE | list | ["^.git$", "^.*/.git_keep$"] | ANSIBLE_GALAXY_COLLECTION_SKELETON_IGNORE | galaxy.collection_skeleton_ignore |  | galaxy | what to leave out of it
GALAXY_DISABLE_GPG_VERIFY | bool | false | ANSIBLE_GALAXY_DISABLE_GPG_VERIFY | galaxy.disable_gpg_verify |  | galaxy | do not check signatures
GALAXY_DISPLAY_PROGRESS | bool |  | ANSIBLE_GALAXY_DISPLAY_PROGRESS | galaxy.display_progress |  | galaxy | show progress
GALAXY_GPG_KEYRING | path |  | ANSIBLE_GALAXY_GPG_KEYRING | galaxy.gpg_keyring |  | galaxy | the keys that signatures are checked with
GALAXY_IGNORE_CERTS | boolean |  | ANSIBLE_GALAXY_IGNORE | galaxy.ignore_certs |  | galaxy | do not check certificates
GALAXY_IGNORE_INVALID_SIGNATURE_STATUS_CODES | list |  | ANSIBLE_GALAXY_IGNORE_SIGNATURE_STATUS_CODES | galaxy.ignore_signature_status_codes | EXPSIG, EXPKEYSIG, REVKEYSIG, BADSIG, ERRSIG, NO_PUBKEY, MISSING_PASSPHRASE, BAD_PASSPHRASE, NODATA, UNEXPECTED, ERROR, FAILURE, BADARMOR, KEYEXPIRED, KEYREVOKED, NO_SECKEY | galaxy | which findings on signatures do not count
GALAXY_REQUIRED_VALID_SIGNATURE_COUNT | str | 1 | ANSIBLE_GALAXY_REQUIRED_VALID_SIGNATURE_COUNT | galaxy.required_valid_signature_count |  | galaxy | how many signatures must be valid
GALAXY_ROLE_SKELETON | path |  | ANSIBLE_GALAXY_ROLE_SKELETON | galaxy.role_skeleton |  | galaxy | what a new role begins with
GALAXY_ROLE_SKELETON_IGNORE | list | ["^.git$", "^.*/.git_keep$"] | ANSIBLE_GALAXY_ROLE_SKELETON_IGNORE | galaxy.role_skeleton_ignore |  | galaxy | what to leave out of it
GALAXY_SERVER |  | "https://galaxy.ansible.com" | ANSIBLE_GALAXY_SERVER | galaxy.server |  | galaxy | the Galaxy server
GALAXY_SERVER_LIST | list |  | ANSIBLE_GALAXY_SERVER_LIST | galaxy.server_list |  | galaxy | the Galaxy servers, in order
GALAXY_SERVER_TIMEOUT | int | 60 | ANSIBLE_GALAXY_SERVER_TIMEOUT | galaxy.server_timeout |  | galaxy | seconds a Galaxy server may take
GALAXY_TOKEN_PATH | path | "{{ANSIBLE_HOME}}/galaxy_token" | ANSIBLE_GALAXY_TOKEN_PATH | galaxy.token_path |  | galaxy | where tokens for Galaxy are
`;
