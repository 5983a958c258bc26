// Where apt keeps its sources and keys on a host, as its own configuration says; defaults where there is no apt-config.
import { script } from '../../src/kit/index.js';

/** Sets $sourcelist, $sourceparts, $trusted, $trustedparts and $aptetc; directories without a slash at their end. */
export const APT_PLACES = script(`sourcelist=/etc/apt/sources.list sourceparts=/etc/apt/sources.list.d/ aptetc=/etc/apt/
trusted=/etc/apt/trusted.gpg trustedparts=/etc/apt/trusted.gpg.d/
if command -v apt-config >/dev/null 2>&1; then
  eval "$(apt-config shell sourcelist Dir::Etc::sourcelist/f sourceparts Dir::Etc::sourceparts/d aptetc Dir::Etc/d trusted Dir::Etc::trusted/f trustedparts Dir::Etc::trustedparts/d)"
fi
sourceparts=\${sourceparts%/} trustedparts=\${trustedparts%/} aptetc=\${aptetc%/}`);
