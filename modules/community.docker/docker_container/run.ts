// Brings a container into the state a task asks for: looks, compares, then creates, updates, connects, starts, stops or removes.
import { ModuleFailure, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { Differences, type Comparison } from '../../_shared/docker-compare.js';
import { withDocker, type Json } from '../../_shared/docker-client.js';
import type { Image } from '../../_shared/docker-images.js';
import {
  connect,
  create,
  disconnect,
  inspect,
  remove,
  restart,
  setPaused,
  start,
  stop,
  update,
  type Doing,
} from './actions.js';
import type { ContainerArgs } from './args.js';
import { comparisonsOf } from './comparisons.js';
import { extraNetworks, networkDifferences, optionDifferences, type Prepared } from './decide.js';
import { checkVersions, GROUPS } from './groups.js';
import { imagesFor, lookForImage, type Images } from './images.js';
import type { Comparing, Container, CreateRequest } from './options.js';
import { defaultHostIp } from './ports.js';
import type { WantedNetwork } from './settings.js';
import { waitHealthy, waitRemoved } from './waiting.js';

/** compat: the defaults these parameters had once. */
const OLD_DEFAULTS = {
  auto_remove: false,
  detach: true,
  init: false,
  interactive: false,
  memory: '0',
  paused: false,
  privileged: false,
  read_only: false,
  tty: false,
};

function withDefaults(args: ContainerArgs): ContainerArgs {
  const ip = args.default_host_ip === undefined ? {} : { default_host_ip: defaultHostIp(args.default_host_ip) };
  if (args.container_default_behavior === 'no_defaults') return { ...args, ...ip };
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  return { ...OLD_DEFAULTS, ...given, ...ip } as ContainerArgs;
}

const isRemoving = (container: Container): boolean => container.State?.Status === 'removing';
const isRunning = (container: Container): boolean => container.State?.Running === true;

class Manager {
  private changed = false;
  private readonly tracked = new Differences();
  /** The older form of what differs; there when there is a reason to change something. */
  private legacy: Json[] | undefined;
  private imageDiffers = false;
  private readonly result: ModuleReturn = {};
  private prepared: readonly Prepared[] = [];
  private networks: readonly WantedNetwork[] | undefined;
  private comparing!: Comparing;

  constructor(
    private readonly context: RunContext<ContainerArgs>,
    private readonly args: ContainerArgs,
    private readonly doing: Doing,
    private readonly comparison: (option: string) => Comparison,
  ) {}

  async run(): Promise<ModuleReturn> {
    const { args, context, doing } = this;
    const facts = args.state === 'absent' ? await this.absent() : await this.present();
    const { result } = this;
    result['changed'] = this.changed;
    if (context.checkMode || args.debug) result['actions'] = doing.actions;
    if (context.diffMode || args.debug) {
      result['diff'] = {
        ...(this.legacy === undefined ? {} : { differences: this.legacy }),
        ...(this.imageDiffers ? { image_different: true } : {}),
        ...this.tracked.sides(),
      };
    }
    if (facts && Object.keys(facts).length > 0) result['container'] = facts;
    return result;
  }

  private async absent(): Promise<undefined> {
    const container = await inspect(this.doing.client, this.args.name);
    if (!container) return undefined;
    this.changed = true;
    if (isRunning(container)) {
      this.tracked.add('running', false, true);
      await stop(this.doing, container.Id);
    }
    this.tracked.add('exists', false, true);
    await remove(this.doing, container.Id);
    return undefined;
  }

  private async prepare(): Promise<void> {
    const { args, doing, context } = this;
    const preparing = { args, client: doing.client, warn: context.warn };
    const prepared: Prepared[] = [];
    for (const group of GROUPS) prepared.push({ group, values: await group.prepare(preparing) });
    this.prepared = prepared;
    const values = prepared.find(({ values: one }) => 'networks' in one)?.values;
    this.networks = values?.['networks'] as WantedNetwork[] | undefined;
  }

  private async present(): Promise<Json | undefined> {
    const { args, doing, context } = this;
    const { client } = doing;
    const early = lookForImage(doing);
    early.catch(() => undefined);
    const [found] = await Promise.all([inspect(client, args.name), early]);
    await checkVersions(client, args);
    await this.prepare();
    const wants = (what: 'wantsImage' | 'wantsInfo'): boolean =>
      this.prepared.some(({ group, values }) => group[what]?.(values) === true);
    const images = await imagesFor(doing, context.checkMode, found, wants('wantsImage'), early);
    if (images.changed !== undefined) this.changed = images.changed;
    this.comparing = {
      args,
      image: images.comparison,
      containerImage: images.container,
      info: wants('wantsInfo') ? await client.get('/info') : undefined,
      comparison: this.comparison,
    };
    const wasRunning = found !== undefined && isRunning(found);
    const wasPaused = found?.State?.Paused === true;
    const made = await this.exist(found, images);
    let container = made.container;
    if (container) {
      container = await this.updateInPlace(container);
      container = await this.connectNetworks(container, made.created);
      container = await this.runState(container, wasRunning, wasPaused);
    }
    if (args.state === 'healthy' && !context.checkMode && container) {
      const longest = args.healthy_wait_timeout <= 0 ? undefined : args.healthy_wait_timeout;
      return waitHealthy({ client, sleep: (ms) => context.task.sleep(ms), longest }, container.Id);
    }
    return container;
  }

  /** Makes the container, anew if need be. In a dry run it stays what it was. */
  private async exist(
    found: Container | undefined,
    images: Images,
  ): Promise<{ container: Container | undefined; created: boolean }> {
    const { args } = this;
    if (!found || isRemoving(found)) {
      if (args.image === undefined || args.image === '') {
        throw new ModuleFailure('Cannot create container when image is not specified!');
      }
      this.tracked.add('exists', true, false);
      if (found) await this.waitGone(found.Id);
      return { container: (await this.create(args.image)) ?? found, created: true };
    }
    const differences = optionDifferences(this.prepared, found, this.comparing, 'anew');
    let different = !differences.empty;
    if (different) differences.merge(optionDifferences(this.prepared, found, this.comparing, 'in place'));
    if (this.comparison('image') === 'strict') {
      this.imageDiffers = this.isOtherImage(images.image, found);
      const name = found.Config.Image;
      if (args.image_name_mismatch === 'recreate' && args.image !== undefined && args.image !== name) {
        different = true;
        this.tracked.add('image_name', args.image, name);
      }
    }
    if (!this.imageDiffers && !different && !args.recreate) return { container: found, created: false };
    this.tracked.merge(differences);
    this.legacy = differences.all.map(({ name, parameter, active }) => ({ [name]: { parameter, container: active } }));
    if (isRunning(found)) await stop(this.doing, found.Id);
    await remove(this.doing, found.Id);
    await this.waitGone(found.Id);
    const container = (await this.create(args.image || found.Image)) ?? found;
    this.comparing = { ...this.comparing, image: images.image };
    return { container, created: true };
  }

  private isOtherImage(image: Image | undefined, container: Container): boolean {
    if (!image || image.Id === container.Image) return false;
    this.tracked.add('image', image.Id, container.Image);
    return true;
  }

  private async waitGone(id: string): Promise<void> {
    const { args, context, doing } = this;
    if (context.checkMode) return;
    await waitRemoved(
      { client: doing.client, sleep: (ms) => context.task.sleep(ms), longest: args.removal_wait_timeout },
      id,
    );
  }

  private async create(image: string): Promise<Container | undefined> {
    this.changed = true;
    const request: CreateRequest = {};
    for (const { group, values } of this.prepared) group.set(request, values);
    request['Image'] = image;
    const { networks_cli_compatible, networks } = this.args;
    const all = networks_cli_compatible && networks ? (this.networks ?? []) : [];
    const several = all.length < 2 || (await this.manyNetworksAtOnce());
    return create(this.doing, request, several ? all : all.slice(0, 1));
  }

  /** Daemons before API 1.44 take one network when a container is created; the others are connected afterwards. */
  private async manyNetworksAtOnce(): Promise<boolean> {
    const [major = 0, minor = 0] = (await this.doing.client.version()).split('.').map(Number);
    return major > 1 || minor >= 44;
  }

  private async again(container: Container): Promise<Container> {
    if (this.context.checkMode) return container;
    return (await inspect(this.doing.client, container.Id)) ?? container;
  }

  private async updateInPlace(container: Container): Promise<Container> {
    const differences = optionDifferences(this.prepared, container, this.comparing, 'in place');
    if (differences.empty) return container;
    this.tracked.merge(differences);
    const request: Json = {};
    for (const { group, values } of this.prepared) group.update?.(request, values);
    // compat: a dry run does not foresee updates in place.
    if (this.context.checkMode || Object.keys(request).length === 0) return container;
    this.changed = true;
    await update(this.doing, container.Id, request);
    return this.again(container);
  }

  private async connectNetworks(before: Container, created: boolean): Promise<Container> {
    const { args, doing } = this;
    let container = before;
    const comparison = this.comparison('networks');
    if (comparison !== 'ignore' || created) {
      const differences = networkDifferences(container, this.networks);
      if (differences.length > 0) {
        this.changed = true;
        this.legacy = [...(this.legacy ?? []), { network_differences: differences }];
        for (const { parameter, container: active } of differences) {
          this.tracked.add(`network.${parameter.name}`, parameter, active);
          await connect(doing, container.Id, parameter, active !== null);
        }
        container = await this.again(container);
      }
    }
    if (comparison !== 'strict' || args.networks === undefined) return container;
    const extra = extraNetworks(container, this.networks ?? []);
    if (extra.length === 0) return container;
    this.changed = true;
    this.legacy = [...(this.legacy ?? []), { purge_networks: extra }];
    for (const network of extra) {
      this.tracked.add(`network.${network.name}`, null, network);
      await disconnect(doing, container.Id, network.name, network.name);
    }
    return this.again(container);
  }

  /** Started, restarted, stopped, paused. */
  private async runState(before: Container, wasRunning: boolean, wasPaused: boolean): Promise<Container> {
    const { args, doing } = this;
    let container = before;
    const shallRun = args.state === 'started' || args.state === 'healthy';
    if (shallRun && !isRunning(container)) {
      this.tracked.add('running', true, wasRunning);
      container = await this.start(container);
    } else if (shallRun && args.restart) {
      this.tracked.add('running', true, wasRunning);
      this.tracked.add('restarted', true, false);
      this.changed = true;
      await restart(doing, container.Id);
      container = await this.again(container);
    } else if (args.state === 'stopped' && isRunning(container)) {
      this.tracked.add('running', false, wasRunning);
      this.changed = true;
      await stop(doing, container.Id);
      container = await this.again(container);
    }
    const isPaused = container.State?.Paused === true;
    if (shallRun && args.paused !== undefined && isPaused !== args.paused) {
      this.tracked.add('paused', args.paused, wasPaused);
      this.changed = true;
      await setPaused(doing, container.Id, args.paused);
      container = await this.again(container);
    }
    return container;
  }

  private async start(container: Container): Promise<Container> {
    const { args, doing, context } = this;
    this.changed = true;
    const ended = await start(doing, container.Id);
    if (!ended) return this.again(container);
    this.result['status'] = ended.status;
    if (args.output_logs && args.auto_remove !== true) context.warn(ended.output);
    if (args.cleanup) await remove(doing, container.Id, true);
    if (ended.status !== 0) {
      this.result['failed'] = true;
      this.result['msg'] = ended.output;
    }
    const left = await inspect(doing.client, container.Id);
    return { ...left, Output: ended.output } as unknown as Container;
  }
}

export async function run(context: RunContext<ContainerArgs>): Promise<ModuleReturn> {
  const args = withDefaults(context.args);
  const comparison = comparisonsOf(args);
  return withDocker(context, (client) => {
    const doing: Doing = { args, client, change: context.change, warn: context.warn, actions: [] };
    return new Manager(context, args, doing, comparison).run();
  });
}
