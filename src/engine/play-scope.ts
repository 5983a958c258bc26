// What names mean in the keywords of a play that are evaluated before it has hosts: `hosts`, `name`, `serial`, `order`, `strategy`, `vars_prompt`.
import { dirname } from 'node:path';
import { searchPath } from '../project/index.js';
import type { Play } from '../playbook/index.js';
import { keyText, type Value } from '../value/index.js';
import { ENGINE_RANK, LayeredScope, type Layer, type Variables } from '../vars/index.js';
import { runMagic } from './magic-vars.js';
import type { RunPorts } from './types.js';

/**
 * Extra vars, the play's own and those of its roles, and what every host has, such as `groups`; nothing of any host.
 * `compat:` `hostvars` is not there yet either.
 */
export function playScope(ports: RunPorts, play: Play): LayeredScope {
  const playbookDir = dirname(play.file);
  const layers: Layer[] = [];
  const add = (rank: Layer['rank'], vars: Variables): void => void layers.push({ rank, vars });
  add(ENGINE_RANK, runMagic({ ports, playbookDir }));
  const searched: Value = [...searchPath(undefined, play.file, playbookDir)];
  add(ENGINE_RANK, new Map<Value, Value>([['ansible_search_path', searched]]));
  add('extra vars', ports.options.extraVars);
  const roles = play.roles.toReversed();
  for (const role of roles) for (const vars of role.vars.toReversed()) add('role vars', vars);
  for (const vars of play.knownVars().toReversed()) add('play vars_files', unasked(play, vars));
  add('play vars', play.vars);
  for (const vars of play.inherited.vars.toReversed()) add('play vars', vars);
  for (const role of roles) for (const vars of role.defaults.toReversed()) add('role defaults', vars);
  return new LayeredScope(layers, ports.options.hashBehaviour === 'merge');
}

/** What was asked for is what was answered. */
function unasked(play: Play, vars: ReadonlyMap<Value, Value>): Variables {
  const asked = new Set(play.varsPrompt.map((entry) => entry.name));
  return {
    get: (name) => (asked.has(name) ? undefined : vars.get(name)),
    keys: () => [...vars.keys()].map((key) => keyText(key)).filter((name) => !asked.has(name)),
  };
}
