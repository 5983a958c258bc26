// Builds images by the docker command of the host and its plugin buildx.
import {
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  z,
  type HostView,
  type ModuleReturn,
} from '../../../src/kit/index.js';
import { captured, cliAnswer, dockerCli, needDocker } from '../../_shared/docker-cli.js';
import { Told } from '../../_shared/told.js';
import { args, rules, type Args } from './args.js';
import { buildWords, checkVersion, nameOf, secretVariable } from './words.js';

export default defineModule({
  name: 'community.docker.docker_image_build',
  summary: 'Builds images with buildx on the host.',
  args,
  returns: z.object({
    image: z.looseObject({}).describe('The image as the daemon describes it.'),
    command: z.array(z.string()).optional().describe('The words after `docker` that were run.'),
    actions: z.array(z.unknown()).describe('Always empty.'),
  }),
  requires: ['docker', 'the plugin docker buildx'],
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'An image of a directory',
      task: 'community.docker.docker_image_build:\n  name: shop\n  tag: "2"\n  path: /srv/shop\n  args:\n    VERSION: 2\n  rebuild: always',
    },
    {
      name: 'An image with a secret that is in none of its layers',
      task: "community.docker.docker_image_build:\n  name: shop:2\n  path: /srv/shop\n  secrets:\n    - id: token\n      type: value\n      value: '{{ shop_token }}'",
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const { repository, tag } = nameOf(a);
    const full = `${repository}:${tag}`;
    const words = buildWords(a);
    const image = await look(host, a, full);
    const result: ModuleReturn = { changed: false, actions: [], image: image ?? {} };
    if (image && a.rebuild === 'never') return result;
    const { text, stdin } = buildScript(a, words);
    const ran = await change({ summary: `build image ${full}` }, (hands) => hands.run(text, { stdin }));
    if (checkMode || !ran) return { ...result, changed: true };
    const answer = cliAnswer(new Told(ran.stdoutBytes), 'build');
    const output = { stdout: answer?.out ?? '', stderr: answer?.err ?? ran.stderr, command: words };
    if (answer?.rc !== 0) throw new ModuleFailure(`Building ${full} failed`, output);
    return { ...result, changed: true, ...output, image: (await look(host, a, full)) ?? {} };
  },
});

/** The image, if it is there. @throws ModuleFailure when there is no command, plugin, directory or Dockerfile */
async function look(host: HostView, a: Args, full: string): Promise<unknown> {
  const file = a.dockerfile === undefined || a.dockerfile === '' ? '' : `${a.path.replace(/\/+$/, '')}/${a.dockerfile}`;
  const { stdoutBytes } = await host.probe(
    dockerCli(
      a,
      lines([
        captured('plugin', ['buildx', 'version']),
        captured('image', ['image', 'inspect', full]),
        sh`[ -d ${a.path} ] || say lost ${a.path}; [ -z ${file} ] || [ -f ${file} ] || say missing ${file}`,
      ]),
    ),
  );
  const told = new Told(stdoutBytes);
  const cli = needDocker(told);
  const plugin = cliAnswer(told, 'plugin');
  const version = /\sv?(\d+\.\d+\.\d+)/.exec(plugin?.out ?? '')?.[1];
  if (plugin?.rc !== 0 || version === undefined)
    throw new ModuleFailure(`Docker CLI ${cli} does not have the buildx plugin installed`);
  checkVersion(a, version);
  if (told.value('lost') !== undefined) throw new ModuleFailure(`"${a.path}" is not an existing directory`);
  if (told.value('missing') !== undefined) throw new ModuleFailure(`"${file}" is not an existing file`);
  const image = cliAnswer(told, 'image');
  if (image?.rc === 0) return (JSON.parse(image.out) as unknown[])[0];
  if (/No such image/i.test(image?.err ?? '')) return undefined;
  throw new ModuleFailure((image?.err ?? '').trim(), { rc: image?.rc, stderr: image?.err });
}

/** Secrets are read by the shell itself, into the environment of the one command. */
function buildScript(a: Args, words: readonly string[]) {
  const secrets = (a.secrets ?? []).flatMap(({ type, value }, at) =>
    type === 'value' ? [{ at, value: value ?? '' }] : [],
  );
  const reads = secrets.map(({ at, value }) => {
    const variable = secretVariable(at);
    const size = Buffer.byteLength(value);
    // By its length: it may have several lines.
    return script(
      `${variable}=$(dd bs=1 count=${size} 2>/dev/null; echo .); ${variable}=\${${variable}%.}; export ${variable}`,
    );
  });
  return {
    text: dockerCli(a, lines([...reads, captured('build', words)])),
    stdin: secrets.map(({ value }) => value).join(''),
  };
}
