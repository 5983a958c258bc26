// The lookup `kustomize`: the manifests that kustomize or kubectl builds from a directory on the controller.
import { quote } from '../../../ground/index.js';
import type { Value } from '../../../value/index.js';
import { fail } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { LookupCall } from '../../types.js';
import { boolOption, checkOptions, option, textOption } from '../options.js';

const OPTIONS = ['dir', 'binary_path', 'opt_dirs', 'enable_helm'];

/** compat: its terms mean nothing. */
export function kustomize(call: LookupCall): Value[] {
  checkOptions(call, 'kustomize', OPTIONS);
  const program = textOption(call, 'binary_path') ?? findProgram(call);
  const words = wordsFor(program);
  const directory = textOption(call, 'dir') ?? '.';
  const more = boolOption(call, 'enable_helm', false) ? ['--enable-helm'] : [];
  const command = [program, ...words, directory, ...more].map((word) => quote(word)).join(' ');
  const { rc, stdout, stderr } = call.port.exec(command);
  if (rc === 0) return [stdout];
  return fail(
    stderr === ''
      ? `kustomize command failed with unknown error. exit code: ${rc}`
      : `kustomize command failed. exit code: ${rc}, error: ${stderr}`,
  );
}

function wordsFor(program: string): string[] {
  if (program.endsWith('kustomize')) return ['build'];
  if (program.endsWith('kubectl')) return ['kustomize'];
  return fail(`unexpected tool provided as parameter ${program}, expected one of kustomize, kubectl.`);
}

/** Of both kustomize counts, wherever it is. */
function findProgram(call: LookupCall): string {
  const given = option(call, 'opt_dirs');
  const own = given === undefined || given === null ? [] : Array.isArray(given) ? given.map(str) : [str(given)];
  const path = (call.port.env('PATH') ?? '').split(':');
  const directories = [...own, ...path, '/sbin', '/usr/sbin', '/usr/local/sbin'].filter((dir) => dir !== '');
  for (const name of ['kustomize', 'kubectl']) {
    const found = directories.map((dir) => `${dir}/${name}`).find((file) => call.port.exists(file) === 'file');
    if (found !== undefined) return found;
  }
  return fail("Failed to find required executable 'kubectl' and 'kustomize' in paths");
}
