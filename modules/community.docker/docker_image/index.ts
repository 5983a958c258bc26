// Builds, loads, pulls, tags, pushes, saves and removes images of a Docker daemon.
import { defineModule, ModuleFailure, sh, z, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { archiveReason, writeArchive } from '../../_shared/docker-archive.js';
import { buildImage, hasDirectory } from '../../_shared/docker-build.js';
import { DockerRefusal, pathOf, withDocker, type DockerClient, type Json } from '../../_shared/docker-client.js';
import { findImage, findImageById, pullImage, type Image } from '../../_shared/docker-images.js';
import { loadArchive } from '../../_shared/docker-load.js';
import { isImageId, isValidTag, joinName, registryOf, splitName } from '../../_shared/docker-names.js';
import { pushImage } from '../../_shared/docker-push.js';
import { imageArgs, imageRules, type ImageArgs } from './args.js';

class Manager {
  private changed = false;
  private readonly actions: string[] = [];
  private image: Json = {};
  private readonly more: ModuleReturn = {};
  private readonly name: string;
  private readonly tag: string;

  constructor(
    private readonly context: RunContext<ImageArgs>,
    private readonly client: DockerClient,
  ) {
    const { args } = context;
    if (!isValidTag(args.tag, true)) throw new ModuleFailure(`"${args.tag}" is not a valid docker tag!`);
    const parts = isImageId(args.name) ? undefined : splitName(args.name);
    this.name = parts?.tag ? parts.repository : args.name;
    this.tag = parts?.tag ? parts.tag : args.tag;
    if (args.repository && isImageId(args.repository)) {
      throw new ModuleFailure(`\`repository\` must not be an image ID; got: ${args.repository}`);
    }
    if (!args.repository && args.push && isImageId(this.name)) {
      throw new ModuleFailure(
        `Cannot push an image by ID; specify \`repository\` to tag and push the image with ID ${this.name} instead`,
      );
    }
  }

  async run(): Promise<ModuleReturn> {
    const { args } = this.context;
    if (args.build?.etc_hosts && Object.keys(args.build.etc_hosts).length > 0) {
      await this.client.needs('1.27', 'set build.etc_hosts option');
    }
    if (args.build?.platform !== undefined) await this.client.needs('1.32', 'set build.platform option');
    if (args.pull?.platform !== undefined) await this.client.needs('1.32', 'set pull.platform option');
    if (args.state === 'absent') await this.absent();
    else await this.present();
    return { changed: this.changed, actions: this.actions, image: this.image, ...this.more };
  }

  private find(): Promise<Image | undefined> {
    return isImageId(this.name) ? findImageById(this.client, this.name) : findImage(this.client, this.name, this.tag);
  }

  /** The name with its tag, as messages tell it. */
  private get full(): string {
    return isImageId(this.name) || this.tag === '' ? this.name : `${this.name}:${this.tag}`;
  }

  private async present(): Promise<void> {
    const { args, checkMode } = this.context;
    const before = await this.find();
    if (before && !args.force_source) this.image = before;
    else {
      const after = await this.obtain(before);
      if (after) this.image = after;
      if (!checkMode && before && before.Id === after?.Id) this.changed = false;
    }
    if (args.archive_path !== undefined) await this.archive(args.archive_path);
    if (args.push && !args.repository) await this.push(this.name, this.tag);
    else if (args.repository) await this.tagAs(args.repository, args.push);
  }

  /** The image from its source; what a dry run leaves out is undefined. */
  private async obtain(before: Image | undefined): Promise<Image | undefined> {
    const { args } = this.context;
    const byId = isImageId(this.name);
    if (byId && (args.source === 'build' || args.source === 'pull')) {
      throw new ModuleFailure(`Image name must not be an image ID for source=${args.source}; got: ${this.name}`);
    }
    switch (args.source) {
      case 'build':
        return this.build();
      case 'load':
        return this.load();
      case 'pull':
        this.done(`Pulled image ${this.name}:${this.tag}`);
        return this.context.change({ summary: `pull ${this.full}` }, async (hands) => {
          return (await pullImage(this.client, hands, this.name, this.tag, args.pull?.platform)).image;
        });
      default:
        if (!before) throw new ModuleFailure(`Cannot find the image ${this.full} locally.`);
        return before;
    }
  }

  private async build(): Promise<Image | undefined> {
    const { args, change } = this.context;
    const { build } = args;
    if (!build) return undefined;
    if (!(await hasDirectory(this.client.host, build.path))) {
      throw new ModuleFailure(`Requested build path ${build.path} could not be found or you do not have access.`);
    }
    this.done(`Built image ${this.full} from ${build.path}`);
    return change({ summary: `build ${this.full} from ${build.path}` }, async (hands) => {
      this.more['stdout'] = await buildImage(this.client, hands, build, this.name, this.tag);
      return this.find();
    });
  }

  private async load(): Promise<Image | undefined> {
    const { args, change } = this.context;
    const path = args.load_path ?? '';
    if ((await this.client.host.probe(sh`[ -f ${path} ]`)).rc !== 0) {
      throw new ModuleFailure(`Error loading image ${this.name}. Specified path ${path} does not exist.`);
    }
    this.done(`Loaded image ${this.full} from ${path}`);
    return change({ summary: `load ${this.full} from ${path}` }, async (hands) => {
      const loaded = await loadArchive(this.client, hands, path, `Error loading image ${this.name}`);
      this.checkLoaded(loaded.names, loaded.output);
      return this.find();
    });
  }

  private checkLoaded(names: readonly string[], stdout: string): void {
    const ids = names.filter(isImageId).map((id) => id.toLowerCase());
    const named = names.filter((name) => !isImageId(name));
    const wanted = isImageId(this.name) ? this.name.toLowerCase() : `${this.name}:${this.tag}`;
    const list = (some: readonly string[]): string => [...some.map((name) => `'${name}'`), ...ids].sort().join(', ');
    if (!named.includes(wanted) && !ids.includes(wanted)) {
      throw new ModuleFailure(`The archive did not contain image '${wanted}'. Instead, found ${list(named)}.`, {
        stdout,
      });
    }
    const others = named.filter((name) => name !== wanted);
    if (others.length > 0) {
      this.context.warn(`The archive contained more images than specified: ${list(others)}`);
    }
  }

  private async archive(path: string): Promise<void> {
    const image = await this.find();
    if (!image) return;
    const name = isImageId(this.name) ? this.name : joinName(this.name, this.tag || 'latest');
    const reason = await archiveReason(this.client.host, path, name, image);
    if (reason !== undefined) this.actions.push(reason);
    // compat: the archive alone decides, whatever came before.
    this.changed = reason !== undefined;
    if (reason !== undefined) {
      await this.context.change({ summary: `save ${name} to ${path}` }, (hands) =>
        writeArchive(this.client, hands, path, name),
      );
    }
    this.image = image;
  }

  private async tagAs(repository: string, push: boolean): Promise<void> {
    const { args, change } = this.context;
    const parts = splitName(repository);
    const tag = parts.tag ?? (this.tag || 'latest');
    const before = await findImage(this.client, parts.repository, tag);
    if (!before || args.force_tag) {
      this.done(`Tagged image ${this.full} to ${parts.repository}:${tag}`);
      const after = await change({ summary: `tag ${this.full} as ${parts.repository}:${tag}` }, async (hands) => {
        try {
          await this.client.write(hands, {
            path: pathOf`/images/${isImageId(this.name) ? this.name : joinName(this.name, this.tag)}/tag`,
            query: { tag, repo: parts.repository, force: true },
          });
        } catch (error) {
          if (!(error instanceof DockerRefusal)) throw error;
          throw new ModuleFailure(`Error: failed to tag image - ${error.message}`);
        }
        return findImage(this.client, parts.repository, tag);
      });
      if (after) this.image = after;
      if (before && after && before.Id === after.Id) this.changed = false;
    }
    if (push) await this.push(parts.repository, tag);
  }

  private async push(name: string, givenTag: string): Promise<void> {
    const parts = givenTag === '' ? splitName(name) : { repository: name, tag: givenTag };
    const { repository, tag = 'latest' } = parts;
    const { registry, name: short } = registryOf(repository);
    this.done(`Pushed image ${this.name} to ${registry}/${short}:${tag}`);
    const pushed = await this.context.change({ summary: `push ${repository}:${tag}` }, (hands) =>
      pushImage(this.client, hands, repository, tag, repository),
    );
    if (!pushed) return;
    this.changed = pushed.changed;
    this.image = { ...(await findImage(this.client, repository, tag)), push_status: pushed.status };
  }

  private async absent(): Promise<void> {
    const { args, change } = this.context;
    const image = await this.find();
    if (!image) return;
    const name = isImageId(this.name) ? this.name : joinName(this.name, this.tag);
    await change({ summary: `remove image ${name}` }, async (hands) => {
      try {
        await this.client.write(hands, {
          method: 'DELETE',
          path: pathOf`/images/${name}`,
          query: { force: args.force_absent },
        });
      } catch (error) {
        if (!(error instanceof DockerRefusal)) throw error;
        if (error.status !== 404) throw new ModuleFailure(`Error removing image ${name} - ${error.message}`);
      }
    });
    this.done(`Removed image ${name}`);
    this.image = { state: 'Deleted' };
  }

  private done(action: string): void {
    this.actions.push(action);
    this.changed = true;
  }
}

export default defineModule({
  name: 'community.docker.docker_image',
  summary: 'Builds, loads, pulls, tags, pushes, saves and removes images of Docker.',
  args: imageArgs,
  returns: z.object({
    image: z.looseObject({}).describe('The image as the daemon describes it.'),
    stdout: z.string().optional().describe('What a build printed.'),
    actions: z.array(z.string()).describe('What was or would be done.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: imageRules,
  examples: [
    {
      name: 'Pull an image when it is missing',
      task: 'community.docker.docker_image:\n  name: nginx:1.27\n  source: pull',
    },
    {
      name: 'Build an image',
      task: 'community.docker.docker_image:\n  name: app\n  tag: v1\n  source: build\n  build:\n    path: /srv/app',
    },
  ],
  run: (context) => withDocker(context, (client) => new Manager(context, client).run()),
});
