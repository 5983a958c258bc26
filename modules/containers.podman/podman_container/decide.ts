// Which steps bring a container to the state that is asked for.
import { ModuleFailure } from '../../../src/kit/index.js';
import { objectOf, type Json } from '../../_shared/podman.js';
import type { Args } from './args.js';
import type { Action } from './commands.js';

export interface Steps {
  readonly actions: readonly Action[];
  /** What is told of them. */
  readonly told: readonly string[];
}

const NOTHING: Steps = { actions: [], told: [] };

/**
 * @param container as inspected; undefined when there is none
 * @param different whether it is not as asked for
 * @throws ModuleFailure when one shall be made and no image is given
 */
export function decide(a: Args, container: Json | undefined, different: boolean): Steps {
  const one = (action: Action, word: string): Steps => ({ actions: [action], told: [`${word} ${a.name}`] });
  const hasImage = a.image !== undefined && a.image !== '';
  if (a.state === 'absent') return container ? one('delete', 'deleted') : NOTHING;
  const running = container !== undefined && objectOf(container['State'])['Running'] === true;
  const again = running ? one('restart', 'restarted') : one('start', 'started');
  if (!container) {
    const verb = a.state === 'started' ? 'start' : 'create';
    if (!hasImage) throw new ModuleFailure(`Cannot ${verb} container when image is not specified!`);
    return a.state === 'started' ? one('run', 'started') : one('create', 'created');
  }
  const anew: readonly Action[] = [
    ...(running ? (['stop'] as const) : []),
    // One that removes itself is gone once it has stopped.
    ...(objectOf(container['HostConfig'])['AutoRemove'] === true && running ? [] : (['delete'] as const)),
  ];
  switch (a.state) {
    case 'stopped':
      return running ? one('stop', 'stopped') : NOTHING;
    case 'started':
      // `compat:` without an image there is nothing to compare, and it is started whatever it does.
      if (!hasImage) return a.force_restart ? one('restart', 'restarted') : one('start', 'started');
      if (a.force_restart) return again;
      if (different || a.recreate) return { actions: [...anew, 'run'], told: [`recreated ${a.name}`] };
      return running ? NOTHING : one('start', 'started');
    default:
      if (hasImage && (different || a.recreate))
        return {
          actions: [...anew, 'create', ...(running ? (['start'] as const) : [])],
          told: [`recreated ${a.name}`, ...(running ? [`started ${a.name}`] : [])],
        };
      return a.force_restart ? again : NOTHING;
  }
}
