// Which texts every run is full of: hidden inside other texts they would hide the others and give themselves away.

const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** What results and settings say all the time: no secret, wherever it comes from. */
const SAYING_NOTHING = words(
  `true false yes no on off none null omit default undefined ok changed failed skipped skipping ignored rescued unreachable
  success error warning fatal info debug present absent latest started stopped restarted reloaded enabled disabled running
  active inactive exited dead loaded masked static file directory link hard touch created removed item items stdout stderr
  stdout_lines stderr_lines results result content checksum path dest source name state mode owner group message msg
  start end delta size json yaml text invocation module_args data key value values enforcing permissive http https ssh
  sudo tcp udp ipv4 ipv6 linux debian ubuntu redhat x86_64 amd64 aarch64 arm64 systemd service utf8 utf-8 localhost local
  all ungrouped python python3 bash shell`,
);
const SENTENCES = new Set(['all items completed', 'non-zero return code', 'hello world!']);

/** Words that may be a value somebody hides, and stand in many texts that have nothing to do with it. */
const USUAL = words(
  `root admin administrator user users wheel nobody nogroup host hosts server client node master main test tests prod
  production staging stage development devel demo deploy backup guest centos fedora rocky alma alpine arch suse docker
  nginx apache httpd mysql mariadb postgres postgresql redis ansible tsplay password secret token`,
);
/** Where programs and their files are on every machine. */
const PLACE =
  /^\/(?:bin|boot|data|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/[^\s:]*)?$/;
const SHORT_NUMBER = /^[\d.]{1,5}$/;

/** Whether a text is no secret at all. */
export function saysNothing(text: string): boolean {
  const word = text.toLowerCase();
  return word === '' || SAYING_NOTHING.has(word) || SENTENCES.has(word);
}

/** Whether a text is a secret only where it stands alone. */
export function isUsual(text: string): boolean {
  return USUAL.has(text.toLowerCase()) || SHORT_NUMBER.test(text) || PLACE.test(text);
}
