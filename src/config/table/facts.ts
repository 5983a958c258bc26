// Settings of facts and their cache. The columns are those of ../table.ts.

export const FACTS = `
CACHE_PLUGIN |  | "memory" | ANSIBLE_CACHE_PLUGIN | defaults.fact_caching |  | + | where facts are kept between runs: memory or jsonfile
CACHE_PLUGIN_CONNECTION |  |  | ANSIBLE_CACHE_PLUGIN_CONNECTION | defaults.fact_caching_connection |  | + | the directory of the fact cache
CACHE_PLUGIN_PREFIX |  | "ansible_facts" | ANSIBLE_CACHE_PLUGIN_PREFIX | defaults.fact_caching_prefix |  | + | what the names of files in the fact cache begin with
CACHE_PLUGIN_TIMEOUT | integer | 86400 | ANSIBLE_CACHE_PLUGIN_TIMEOUT | defaults.fact_caching_timeout |  | + | seconds after which cached facts are out of date; 0 means never
CONNECTION_FACTS_MODULES | dict | {"asa": "ansible.legacy.asa_facts", "cisco.asa.asa": "cisco.asa.asa_facts", "eos": "ansible.legacy.eos_facts", "arista.eos.eos": "arista.eos.eos_facts", "frr": "ansible.legacy.frr_facts", "frr.frr.frr": "frr.frr.frr_facts", "ios": "ansible.legacy.ios_facts", "cisco.ios.ios": "cisco.ios.ios_facts", "iosxr": "ansible.legacy.iosxr_facts", "cisco.iosxr.iosxr": "cisco.iosxr.iosxr_facts", "junos": "ansible.legacy.junos_facts", "junipernetworks.junos.junos": "junipernetworks.junos.junos_facts", "nxos": "ansible.legacy.nxos_facts", "cisco.nxos.nxos": "cisco.nxos.nxos_facts", "vyos": "ansible.legacy.vyos_facts", "vyos.vyos.vyos": "vyos.vyos.vyos_facts", "exos": "ansible.legacy.exos_facts", "extreme.exos.exos": "extreme.exos.exos_facts", "slxos": "ansible.legacy.slxos_facts", "extreme.slxos.slxos": "extreme.slxos.slxos_facts", "voss": "ansible.legacy.voss_facts", "extreme.voss.voss": "extreme.voss.voss_facts", "ironware": "ansible.legacy.ironware_facts", "community.network.ironware": "community.network.ironware_facts"} |  |  |  | network | which module gathers facts of network devices
DEFAULT_GATHERING |  | "implicit" | ANSIBLE_GATHERING | defaults.gathering | explicit, implicit, smart | + | when facts are gathered: implicit, explicit or smart
FACTS_MODULES | list | ["smart"] | ANSIBLE_FACTS_MODULES | defaults.facts_modules |  | + | which modules gather facts
INJECT_FACTS_AS_VARS | boolean | true | ANSIBLE_INJECT_FACT_VARS | defaults.inject_facts_as_vars |  | + | facts are variables of their own too
`;
