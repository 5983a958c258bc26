// The directories of the system's own programs, which the PATH of a plain user may lack.
import { script } from '../../src/kit/index.js';

/** Put in front of scripts that call such programs. */
export const SBIN = script('PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export PATH');
