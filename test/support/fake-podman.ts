// Where the podman for unit tests is: a script that answers from files, which cases copy into their directory as $FAKE.
import { join } from 'node:path';

export const FAKE_PODMAN = join(import.meta.dirname, 'fake-podman.sh');
