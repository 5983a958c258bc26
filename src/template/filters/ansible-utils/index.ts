// The filters of ansible.utils, and the old names that ansible.netcommon and ansible-core redirect to them.
import type { FilterDefinition } from '../../definitions.js';
import type { Table } from '../define.js';
import { inCollection, redirects } from '../named.js';
import { factDiff } from './fact-diff.js';
import { ADDRESS_FILTERS } from './ipaddr.js';
import { KEY_FILTERS } from './keys.js';
import { NETWORK_FILTERS } from './networks.js';
import { PATH_FILTERS } from './paths.js';
import { validateFilter } from './validate.js';
import { fromXml, toXml } from './xml.js';

const table: Table = {
  ...ADDRESS_FILTERS,
  ...NETWORK_FILTERS,
  ...PATH_FILTERS,
  ...KEY_FILTERS,
  from_xml: fromXml,
  to_xml: toXml,
  validate: validateFilter,
  fact_diff: factDiff,
};

/** Names that were ansible-core's before the collections were. */
const OLD_NAMES =
  'cidr_merge ipaddr ipmath ipwrap ipv4 ipv6 ipsubnet next_nth_usable network_in_network network_in_usable reduce_on_network nthhost previous_nth_usable slaac hwaddr'.split(
    ' ',
  );

export const ANSIBLE_UTILS_FILTERS: [string, FilterDefinition][] = [
  ...inCollection('ansible.utils', table),
  ...redirects(table, 'ansible.netcommon.', [...OLD_NAMES, 'macaddr']),
  ...redirects(table, '', OLD_NAMES),
];
