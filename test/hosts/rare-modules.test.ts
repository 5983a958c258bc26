// Modules that few repos use, against the real programs on a Debian without Python of ours: slapd, supervisord, dpkg-divert.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import dpkgDivert from '../../modules/community.general/dpkg_divert/index.js';
import ldapAttrs from '../../modules/community.general/ldap_attrs/index.js';
import ldapEntry from '../../modules/community.general/ldap_entry/index.js';
import ldapPasswd from '../../modules/community.general/ldap_passwd/index.js';
import ldapSearch from '../../modules/community.general/ldap_search/index.js';
import supervisorctl from '../../modules/community.general/supervisorctl/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const PACKAGES = 'slapd ldap-utils supervisor';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(`export DEBIAN_FRONTEND=noninteractive; apt-get update -qq >/dev/null 2>&1
printf '%s\\n' 'slapd slapd/domain string example.org' 'slapd slapd/password1 password admin-pw' \\
  'slapd slapd/password2 password admin-pw' | debconf-set-selections
apt-get install -qq -y --no-install-recommends ${PACKAGES} >/dev/null 2>&1; systemctl start slapd supervisor`);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
}, 600_000);
afterAll(() => target.stop());

const failure = async (...run: Parameters<typeof runOn>): Promise<unknown> => {
  const { result } = await runOn(...run);
  expect(result.failed).toBe(true);
  return result;
};

describe('LDAP', () => {
  const login = { bind_dn: 'cn=admin,dc=example,dc=org', bind_pw: 'admin-pw', server_uri: 'ldap://localhost' };
  const people = 'ou=people,dc=example,dc=org';
  const dn = `uid=it's (me)\\, \\2a,${people}`;

  it('adds entries', async () => {
    await converge(on, ldapEntry, { ...login, dn: people, objectClass: 'organizationalUnit' });
    await converge(on, ldapEntry, {
      ...login,
      dn,
      objectClass: ['inetOrgPerson'],
      attributes: { cn: "it's $(me)", sn: ['Müller', ' leading'], uid: "it's (me), *", employeeNumber: 7 },
    });
  });
  it('finds them', async () => {
    const search = { ...login, dn: people, scope: 'onelevel', attrs: ['cn', 'sn', 'employeeNumber'] };
    const { result } = await runOn(on, ldapSearch, search);
    expect(result['results']).toEqual([
      {
        dn: expect.stringMatching(/^uid=it's \(me\)/) as unknown,
        cn: "it's $(me)",
        sn: ['Müller', ' leading'],
        employeeNumber: '7',
      },
    ]);
    const encoded = await runOn(on, ldapSearch, { ...search, base64_attributes: 'cn', page_size: 1 });
    expect(encoded.result['results']).toMatchObject([{ cn: Buffer.from("it's $(me)").toString('base64') }]);
    const schema = await runOn(on, ldapSearch, { ...search, schema: true });
    expect(schema.result['results']).toMatchObject([{ attrs: ['cn', 'sn', 'employeeNumber'] }]);
    expect(await failure(on, ldapSearch, { ...login, dn: `ou=none,${people}` })).toMatchObject({
      msg: `Base not found: ou=none,${people}`,
    });
  });
  it('adds, replaces and removes values', async () => {
    const one = { ...login, dn, attributes: { description: ['first (1)', 'second *'], title: 'boss' } };
    const added = await converge(on, ldapAttrs, one);
    expect(added.real.result).toMatchObject({
      modlist: [
        [0, 'description', 'first (1)'],
        [0, 'description', 'second *'],
        [0, 'title', 'boss'],
      ],
      diff: { before: {}, after: { description: ['first (1)', 'second *'], title: ['boss'] } },
    });
    // The server compares: capitals do not matter for a description.
    const same = await runOn(on, ldapAttrs, { ...one, attributes: { description: 'FIRST (1)' } });
    expect(same.result.changed).toBe(false);
    const removed = await converge(on, ldapAttrs, { ...one, state: 'absent', attributes: { description: 'second *' } });
    expect(removed.real.result['modlist']).toEqual([[1, 'description', 'second *']]);
    const exact = { ...one, state: 'exact', attributes: { description: [], title: ['x', 'y'], mail: 'a@b' } };
    const replaced = await converge(on, ldapAttrs, exact);
    expect(replaced.real.result['modlist']).toEqual([
      [1, 'description', null],
      [2, 'title', ['x', 'y']],
      [0, 'mail', ['a@b']],
    ]);
  });
  it("changes slapd's own configuration by the local socket", async () => {
    const args = {
      dn: 'olcDatabase=mdb,cn=config',
      attributes: { olcAccess: ['to attrs=userPassword by self write by anonymous auth by * none', 'to * by * read'] },
      ordered: true,
      state: 'exact',
    };
    await converge(on, ldapAttrs, args);
    expect(await target.exec('slapcat -n 0 | grep -A1 "^olcAccess: {1}"')).toContain('{1}to * by * read');
  });
  it('sets passwords', async () => {
    const set = { ...login, dn, passwd: "new 'word' $(x)" };
    const { real } = await converge(on, ldapPasswd, set);
    expect(JSON.stringify(real.result)).not.toContain('word');
    await converge(on, ldapPasswd, { ...set, passwd: 'another word' });
  });
  it('says where it failed', async () => {
    const args = { ...login, dn: people, objectClass: 'top' };
    expect(await failure(on, ldapEntry, { ...args, bind_pw: 'wrong-pw' })).toMatchObject({
      msg: 'Cannot bind to the server.',
      details: expect.stringContaining('Invalid credentials') as unknown,
    });
    expect(await failure(on, ldapEntry, { ...args, start_tls: true })).toMatchObject({ msg: 'Cannot start TLS.' });
    expect(await failure(on, ldapEntry, { ...args, dn: 'ou=none,dc=other' })).toMatchObject({
      msg: 'Entry action failed.',
    });
    expect(await failure(on, ldapAttrs, { ...login, dn: `ou=no,${people}`, attributes: { sn: 'x' } })).toMatchObject({
      msg: 'Attribute action failed.',
    });
  });
  it('removes a branch', async () => {
    expect(await failure(on, ldapEntry, { ...login, dn: people, state: 'absent' })).toMatchObject({
      details: expect.stringContaining('subordinate') as unknown,
    });
    await converge(on, ldapEntry, { ...login, dn: people, state: 'absent', recursive: true });
  });
});

describe('supervisorctl', () => {
  it('adds, stops, starts, restarts, signals and removes', async () => {
    await target.exec(`for p in one two; do printf '[program:%s]\\ncommand=sleep 1000\\nautostart=true\\nstartsecs=0\\n' $p > /etc/supervisor/conf.d/$p.conf; done
printf '[program:w]\\ncommand=sleep 1000\\nnumprocs=2\\nprocess_name=%%(process_num)d\\nstartsecs=0\\n' > /etc/supervisor/conf.d/w.conf`);
    await converge(on, supervisorctl, { name: 'one', state: 'present' });
    const stopped = await converge(on, supervisorctl, { name: 'one', state: 'stopped' });
    expect(stopped.real.result).toMatchObject({ name: 'one', state: 'stopped', affected: ['one'] });
    await converge(on, supervisorctl, { name: 'one', state: 'started' });
    const restarted = await runOn(on, supervisorctl, { name: 'w:', state: 'restarted' });
    expect(restarted.result).toMatchObject({ name: 'w', affected: ['w:0', 'w:1'] });
    await converge(on, supervisorctl, { name: 'w:', state: 'stopped' });
    const signalled = await runOn(on, supervisorctl, { name: 'one', state: 'signalled', signal: 'HUP' });
    expect(signalled.result).toMatchObject({ changed: true, affected: ['one'] });
    expect(await failure(on, supervisorctl, { name: 'two', state: 'absent' })).toMatchObject({
      msg: expect.stringContaining('still running') as unknown,
    });
    await converge(on, supervisorctl, { name: 'two', state: 'absent', stop_before_removing: true });
    expect(await failure(on, supervisorctl, { name: 'none', state: 'started' })).toMatchObject({
      msg: 'ERROR (no such process)',
    });
  });
  it('logs in with a password that nobody sees', async () => {
    await target.exec(`cat >> /etc/supervisor/supervisord.conf <<'END'
[inet_http_server]
port=127.0.0.1:9001
username=boss
password=its; a %%word
END
systemctl restart supervisor; sleep 1`);
    const login = { server_url: 'http://127.0.0.1:9001', username: 'boss', password: 'its; a %word' };
    const { real } = await converge(on, supervisorctl, { ...login, name: 'one', state: 'stopped' });
    expect(real.result['affected']).toEqual(['one']);
    await failure(on, supervisorctl, { ...login, password: 'wrong', name: 'one', state: 'stopped' });
  });
});

describe('dpkg_divert', () => {
  const path = '/usr/bin/ldapwhoami';

  it('diverts, changes and takes back', async () => {
    await target.exec(`rm -f ${path}; printf x > ${path}`);
    const first = await converge(on, dpkgDivert, { path, rename: true });
    expect(first.real.result).toMatchObject({
      commands: [`/usr/bin/dpkg-divert --rename --local --add ${path}`],
      messages: [`Adding 'local diversion of ${path} to ${path}.distrib'`],
      diversion: { path, state: 'present', divert: `${path}.distrib`, holder: 'LOCAL' },
    });
    await converge(on, dpkgDivert, { path, divert: '/usr/bin/aside', holder: 'branding', rename: true });
    expect(await target.exec('ls /usr/bin/aside; dpkg-divert --list "*ldapwhoami"')).toContain('by branding');
    await target.exec(`printf new > ${path}`);
    expect(await failure(on, dpkgDivert, { path, state: 'absent', rename: true })).toMatchObject({
      msg: "Set 'force' param to True to force renaming of files.",
    });
    await converge(on, dpkgDivert, { path, state: 'absent', rename: true, force: true });
    expect(await target.exec(`cat ${path}`)).toBe('x');
  });
});
