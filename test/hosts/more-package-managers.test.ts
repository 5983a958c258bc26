// composer and pacman-key, the real programs of Debian's archive, with what they install made in the container.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import composer from '../../modules/community.general/composer/index.js';
import pacmanKey from '../../modules/community.general/pacman_key/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;
let key: string;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(`export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
apt-get install -qy --no-install-recommends composer pacman-package-manager makepkg gnupg >/dev/null 2>&1
mkdir -p /srv/lib /srv/more /srv/app /etc/pacman.d/gnupg
echo '{"name": "me/lib", "version": "1.0.0"}' > /srv/lib/composer.json
echo '{"name": "me/more", "version": "2.1.0"}' > /srv/more/composer.json
cat > /srv/app/composer.json <<'X'
{"repositories": [{"packagist.org": false}, {"type": "path", "url": "/srv/lib"}, {"type": "path", "url": "/srv/more"}],
 "require": {"me/lib": "*"}}
X
pacman-key --init >/dev/null 2>&1
export GNUPGHOME=/root/theirs; mkdir -m 700 $GNUPGHOME
gpg -q --batch --passphrase '' --quick-generate-key 'Packager <p@example.org>' ed25519 sign never 2>/dev/null
gpg --armor --export > /srv/packager.asc`);
  key = (
    await target.exec(
      `GNUPGHOME=/root/theirs gpg --list-keys --with-colons 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }'`,
    )
  ).trim();
  on = { host: target.host({ user: 'ops' }), become: sudo() };
}, 600_000);
afterAll(() => target.stop());

describe('composer', () => {
  const app = { working_dir: '/srv/app' };

  it('installs what a project needs, once', async () => {
    await converge(on, composer, app);
    expect(await target.exec('ls /srv/app/vendor/me')).toBe('lib\n');
  });

  it('adds a library', async () => {
    const { result } = await runOn(on, composer, { ...app, command: 'require', arguments: 'me/more:^2' });
    expect(result).toMatchObject({ changed: true });
    expect(await target.exec('ls /srv/app/vendor/me')).toBe('lib\nmore\n');
    expect(await runOn(on, composer, app)).toMatchObject({ result: { changed: false } });
  });

  it('says what composer says', async () => {
    const { result } = await runOn(on, composer, { ...app, command: 'require', arguments: 'me/none' });
    expect(result).toMatchObject({ failed: true });
    expect(String(result.msg)).toContain('me/none');
  });
});

describe('pacman_key', () => {
  it('adds a key of a file and trusts it, once', async () => {
    expect(key).toMatch(/^[0-9A-F]{40}$/);
    await converge(on, pacmanKey, { id: key, file: '/srv/packager.asc' });
    expect(await target.exec(`pacman-key --finger ${key} 2>/dev/null`)).toContain('Packager <p@example.org>');
  });

  it('refuses a key that is another one', async () => {
    const { result } = await runOn(on, pacmanKey, { id: '0'.repeat(40), file: '/srv/packager.asc' });
    expect(result).toMatchObject({ failed: true });
  });

  it('removes it, once', async () => {
    await converge(on, pacmanKey, { id: key, state: 'absent' });
    expect(await target.exec(`pacman-key --finger ${key} 2>&1 || true`)).not.toContain('Packager');
  });
});
