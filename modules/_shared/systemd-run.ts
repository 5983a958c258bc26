// Carries out what is wanted of a systemd unit: one look, then only the calls of systemctl that are needed.
import {
  argvScript,
  lines,
  ModuleFailure,
  script,
  type HostHands,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../src/kit/index.js';
import { decideUnit, type UnitWanted } from './systemd-decide.js';
import { parseUnit, SYSTEMD_ENVIRONMENT, systemctlWords, unitScript, type UnitSeen } from './systemd-look.js';

export interface UnitOptions {
  readonly daemonReload: boolean;
  readonly daemonReexec: boolean;
  readonly noBlock: boolean;
  readonly force: boolean;
}

const LOCALE = { LC_ALL: 'C' };

/** What every unit needs; without a unit only the manager itself is told to reload. */
export async function runUnit(
  context: RunContext<unknown>,
  wanted: UnitWanted | undefined,
  scope: UnitWanted['scope'],
  options: UnitOptions,
): Promise<ModuleReturn> {
  if (wanted && /[*?[]/.test(wanted.name)) {
    throw new ModuleFailure(
      `This module does not take glob patterns: '${wanted.name}'; name one unit, and loop over several`,
    );
  }
  const seen = await lookAtUnit(context, wanted, scope, options);
  if (!wanted || !seen) return { name: null, changed: false, status: {} };
  const decision = decideUnit(wanted, seen);
  decision.warnings.forEach((warning) => context.warn(warning));
  const status = seen.properties;
  if (decision.failure !== undefined) throw new ModuleFailure(decision.failure, { name: wanted.name, status });
  const flags = [...(options.noBlock ? ['--no-block'] : []), ...(options.force ? ['--force'] : [])];
  for (const step of decision.steps) {
    const command = argvScript([...systemctlWords(scope), ...flags, step.verb, '--', step.unit]);
    const result = await context.change({ summary: `${step.verb} ${step.unit}` }, (hands) =>
      hands.run(lines([SYSTEMD_ENVIRONMENT, command]), { env: LOCALE }),
    );
    if (result && result.rc !== 0) {
      const said = result.stderr.trim() || result.stdout.trim();
      throw new ModuleFailure(`Unable to ${step.verb} service ${wanted.name}: ${said}`, { name: wanted.name, status });
    }
  }
  return { name: wanted.name, changed: decision.steps.length > 0, ...decision.result, status };
}

/**
 * The look, with `daemon-reload` and `daemon-reexec` before it in the same round trip.
 * compat: neither of them counts as a change.
 */
async function lookAtUnit(
  context: RunContext<unknown>,
  wanted: UnitWanted | undefined,
  scope: UnitWanted['scope'],
  options: UnitOptions,
): Promise<UnitSeen | undefined> {
  const look = wanted ? unitScript(wanted.name, scope) : script('exit 0');
  const verbs = [
    ...(options.daemonReload ? ['daemon-reload'] : []),
    ...(options.daemonReexec ? ['daemon-reexec'] : []),
  ];
  let result: ScriptResult | undefined;
  if (verbs.length > 0) {
    const orders = verbs.map((verb) => {
      const command = argvScript([...systemctlWords(scope), verb]).text;
      return script(`said=$(${command} 2>&1) || { printf '%s\\n' "failure $? during ${verb}: $said" >&2; exit 97; }`);
    });
    const all = lines([SYSTEMD_ENVIRONMENT, ...orders, look]);
    result = await context.change({ summary: verbs.join(', ') }, (hands: HostHands) => hands.run(all, { env: LOCALE }));
    if (result?.rc === 97) throw new ModuleFailure(result.stderr.trim());
  }
  if (!wanted) return undefined;
  result ??= await context.host.probe(look);
  return parseUnit(result.stdout);
}
