// Makes, changes, starts, stops and removes containers of a Docker daemon.
import { defineModule, z } from '../../../src/kit/index.js';
import { containerArgs, containerRules } from './args.js';
import { run } from './run.js';

export default defineModule({
  name: 'community.docker.docker_container',
  aliases: ['docker_container'],
  summary: 'Makes, changes, starts, stops and removes containers of Docker.',
  args: containerArgs,
  returns: z.object({
    container: z
      .looseObject({})
      .optional()
      .describe('The container as the daemon describes it; `Output` when it was waited for.'),
    status: z.int().optional().describe('The exit code, when it was waited for.'),
    actions: z.array(z.unknown()).optional().describe('What was or would be done, in dry runs and with `debug`.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: containerRules,
  examples: [
    {
      name: 'Run a web server',
      task: 'community.docker.docker_container:\n  name: web\n  image: nginx:1.27\n  ports:\n    - "8080:80"\n  restart_policy: unless-stopped\n  volumes:\n    - /srv/www:/usr/share/nginx/html:ro',
    },
    {
      name: 'Remove it',
      task: 'community.docker.docker_container:\n  name: web\n  state: absent',
    },
  ],
  run,
});
