// `npm test`: sets up what the tests need, runs the checks and all tests, ends with one line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'tsplay-test-'));
let passed = 0;
let failed = 0;

function run(title, command, args, env = {}) {
  process.stdout.write(`\ntest: ${title}\n`);
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TESTCONTAINERS_RYUK_DISABLED: 'true', ...env },
  });
  if (done.error) process.stdout.write(`test: ${command}: ${done.error.message}\n`);
  return done.status === 0;
}

/** A step that counts as one test. */
function step(title, command, args, env) {
  if (run(title, command, args, env)) passed++;
  else failed++;
}

function vitest(project) {
  const report = join(work, `${project}.json`);
  const args = ['vitest', 'run', '--config', '.config/vitest.config.ts', '--project', project];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // All cuts of faults-of-runs.test.ts.
  const ok = run(`${project} tests`, 'npx', [...args, ...reporters], { TSPLAY_FAULT_CUTS: '200' });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    passed += numPassedTests;
    // A skipped test is a promise not kept: it counts as failed, and so does a file that did not load.
    const broken = testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
    failed += numFailedTests + numPendingTests + numTodoTests + broken;
    if (!ok && numFailedTests + broken === 0) failed++;
  } catch (error) {
    process.stdout.write(`test: no report of the ${project} tests: ${error.message}\n`);
    failed++;
  }
}

if (!run('what is missing is installed', 'test/setup.sh', [])) process.exit(1);
step('the command is built', 'npm', ['run', '--silent', 'build']);
step('format, types, lint, dead code, walls (npm run check)', 'npm', ['run', '--silent', 'check']);
vitest('unit');
step('the lab: Docker, the target image, the Kubernetes build', 'test/lab/up.sh', ['--no-target']);
vitest('hosts');
spawnSync(join(root, 'test/lab/down.sh'), [], { stdio: 'ignore' });
rmSync(work, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
