// Which proxy the usual variables of the environment name for a URL.

/**
 * The proxy for a URL, or undefined for a direct connection. As Python's urllib reads the variables: small letters win,
 * `no_proxy` lists domains (with or without a dot in front, perhaps with a port) or is `*`.
 */
export function proxyFor(url: URL, variables: Readonly<Record<string, string>>): URL | undefined {
  const scheme = url.protocol.slice(0, -1);
  const proxy = variables[`${scheme}_proxy`] ?? variables[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy) return undefined;
  const host = url.hostname.toLowerCase();
  const hostPort = `${host}:${url.port || (scheme === 'https' ? '443' : '80')}`;
  const exceptions = (variables['no_proxy'] ?? variables['NO_PROXY'] ?? '').split(',').map((part) => part.trim());
  const direct = exceptions.some((exception) => {
    if (exception === '') return false;
    if (exception === '*') return true;
    const name = exception.replace(/^\.+/, '').toLowerCase();
    return [host, hostPort].some((h) => h === name || h.endsWith(`.${name}`));
  });
  return direct ? undefined : new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}
