// `--tree`: each host's result in a file of its name, as Ansible's tree callback writes it.
import { join } from 'node:path';
import { writeFileAtomic } from '../controller/index.js';
import type { EventBody } from '../events/index.js';
import { resultJson } from '../reporters/index.js';

/** @returns what takes the events of the run; the directory is made when it is not there */
export function treeWriter(directory: string): (event: EventBody) => void {
  return (event) => {
    // A host's name is a name, not a way out of the directory.
    if (event.type === 'task-finished')
      writeFileAtomic(join(directory, event.host.replaceAll('/', '_')), resultJson(event.task.action, event.result));
  };
}
