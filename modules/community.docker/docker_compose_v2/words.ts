// The `docker compose` commands that bring a project to its state.
import { ModuleFailure } from '../../../src/kit/index.js';
import { baseWords, type Project } from '../../_shared/compose.js';
import { isOlder } from '../../_shared/versions.js';
import type { Args } from './index.js';

const seconds = (a: Args): string[] => (a.timeout === undefined ? [] : ['--timeout', String(a.timeout)]);

/**
 * The words after `docker`. For `stopped` those that make the containers without starting them, unless `only` is `stop`.
 * @throws ModuleFailure for what this version cannot do
 */
export function wordsFor(a: Args, project: Project, dry: boolean, only?: 'stop'): string[] {
  if (a.assume_yes && isOlder(project.version, '2.32.0'))
    throw new ModuleFailure(`assume_yes=true needs Docker Compose 2.32.0 or newer, not version ${project.version}`);
  const end = [...(dry ? ['--dry-run'] : [])];
  const services = ['--', ...(a.services ?? [])];
  const base = baseWords(project);
  if (only === 'stop') return [...base, 'stop', ...seconds(a), ...end, ...services];
  switch (a.state) {
    case 'restarted':
      return [...base, 'restart', ...(a.dependencies ? [] : ['--no-deps']), ...seconds(a), ...end, ...services];
    case 'absent':
      return [
        ...base,
        'down',
        ...(a.remove_orphans ? ['--remove-orphans'] : []),
        ...(a.remove_images === undefined ? [] : ['--rmi', a.remove_images]),
        ...(a.remove_volumes ? ['--volumes'] : []),
        ...seconds(a),
        ...end,
        ...services,
      ];
    default: {
      const yes = isOlder(project.version, '2.34.0') ? '-y' : '--yes';
      return [...base, ...upWords(a), ...end, ...(a.assume_yes ? [yes] : []), ...services];
    }
  }
}

function upWords(a: Args): string[] {
  return [
    'up',
    '--detach',
    '--no-color',
    '--quiet-pull',
    ...(a.pull === 'policy' ? [] : ['--pull', a.pull]),
    ...(a.remove_orphans ? ['--remove-orphans'] : []),
    ...(a.recreate === 'always' ? ['--force-recreate'] : a.recreate === 'never' ? ['--no-recreate'] : []),
    ...(a.renew_anon_volumes ? ['--renew-anon-volumes'] : []),
    ...(a.dependencies ? [] : ['--no-deps']),
    ...seconds(a),
    ...(a.build === 'always' ? ['--build'] : a.build === 'never' ? ['--no-build'] : []),
    ...Object.entries(a.scale ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([service, count]) => ['--scale', `${service}=${String(count as number | string)}`]),
    ...(a.wait ? ['--wait', ...(a.wait_timeout === undefined ? [] : ['--wait-timeout', String(a.wait_timeout)])] : []),
    ...(a.state === 'stopped' ? ['--no-start'] : []),
  ];
}
