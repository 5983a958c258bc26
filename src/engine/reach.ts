// Which host a task really works on, and the open way to it.
import { keyText, OmitValue, toJs, Undefined, type Value } from '../value/index.js';
import { becomeOf, environmentOf, text, truth } from './settings.js';
import { delegateScope } from './scope.js';
import type { LiveOutput } from './live-output.js';
import type { LayeredScope } from '../vars/index.js';
import type { Frame, Reach, ReachRequest } from './types.js';

/** The host a task is delegated to, or undefined. */
export function delegateOf(frame: Frame): string | undefined {
  return text(frame.run, frame.task.inherited.delegateTo, frame.scope);
}

const KEYWORD_VARIABLES = {
  ansible_user: 'remoteUser',
  ansible_port: 'port',
  ansible_connection: 'connection',
} as const;

/** Stands where the host would be for modules that work on the controller alone; asking it for anything is a bug. */
const NO_HOST = new Proxy({} as never, {
  get(_, property) {
    throw new Error(`a module that works on the controller alone asked its host for '${String(property)}'`);
  },
});

export const NO_REACH: Reach = {
  view: NO_HOST,
  hands: NO_HOST,
  jobs: NO_HOST,
  settings: NO_HOST,
  become: undefined,
  connect: () => Promise.resolve(),
};

/**
 * Rejects with a TsplayError when the connection settings make no sense.
 * @param deadline milliseconds since the epoch: no script may run longer
 * @param shell name of a shell of its own, for jobs
 * @param becoming false: as the login user, whatever the task becomes
 */
export async function reachFor(
  frame: Frame,
  delegate: string | undefined,
  deadline?: number,
  shell?: string,
  becoming = true,
  onOutput?: LiveOutput['feed'],
): Promise<Reach> {
  const { run, task } = frame;
  // What nobody says is for the settings of the connection to decide.
  const scope = frame.scope.withFallback();
  const connectionScope: LayeredScope =
    delegate === undefined || delegate === frame.host.name ? scope : delegateScope(frame, delegate);
  const variable = (name: string): unknown => {
    const raw = connectionScope.lookup(name);
    if (raw !== undefined) return plain(run.ports.template.resolve(raw, connectionScope));
    const keyword = Object.hasOwn(KEYWORD_VARIABLES, name)
      ? KEYWORD_VARIABLES[name as keyof typeof KEYWORD_VARIABLES]
      : undefined;
    // compat: the keywords hold for a delegate too, whose variables win over them.
    if (keyword === undefined) return undefined;
    return text(run, task.inherited[keyword], scope);
  };
  const become = becoming ? becomeOf(run, task, scope, variable) : undefined;
  const request: ReachRequest = {
    host: delegate ?? frame.host.name,
    variable,
    become,
    environment: environmentOf(run, task, frame.scope),
    checkMode: truth(run, task.inherited.checkMode, scope, run.ports.options.checkMode),
    deadline,
    shell,
    onOutput,
  };
  const reach = await reachOrRehearse(frame, request);
  return { ...reach, become };
}

function reachOrRehearse({ run, host, ahead }: Frame, request: ReachRequest): Promise<Reach> {
  const { reacher } = run.ports;
  if (!ahead) return reacher.reach(request);
  if ('heard' in ahead) return reacher.rehearse?.(request, ahead.heard) ?? Promise.reject(new Error('no rehearsals'));
  const isOwn = request.host === host.name && request.shell === undefined && request.deadline === undefined;
  return reacher.reach(isOwn ? { ...request, coming: ahead.coming } : request);
}

function plain(value: Value): unknown {
  if (value instanceof OmitValue || value instanceof Undefined) return undefined;
  return typeof value === 'object' && value !== null ? toJs(value) : typeof value === 'bigint' ? keyText(value) : value;
}
