// Where the docker command for unit tests is: a script that answers from files, which cases copy into their directory as $FAKE.
import { join } from 'node:path';

export const FAKE_DOCKER_CLI = join(import.meta.dirname, 'fake-docker-cli.sh');
