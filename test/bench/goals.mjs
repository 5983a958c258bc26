// What is measured, how often faster than the others it is to be, and the table that says whether it is.
import { median } from './measure.mjs';

/**
 * @typedef {object} Work
 * @property {string} name of the playbook
 * @property {'first' | 'second'} run from nothing, or where nothing is to be done any more
 * @property {number} [hosts]
 * @property {number} pipelining how many times as fast as ansible-core with pipelining
 * @property {number} mitogen how many times as fast as with Mitogen
 */

/** @type {readonly Work[]} */
export const WORKS = [
  { name: 'startup', run: 'second', pipelining: 8, mitogen: 8 },
  { name: 'noop100', run: 'second', pipelining: 50, mitogen: 12 },
  { name: 'mixed50', run: 'first', pipelining: 20, mitogen: 8 },
  { name: 'mixed50', run: 'second', pipelining: 40, mitogen: 12 },
  { name: 'loops', run: 'second', pipelining: 50, mitogen: 12 },
  { name: 'facts', run: 'second', pipelining: 8, mitogen: 3 },
  { name: 'templates', run: 'second', pipelining: 25, mitogen: 5 },
  { name: 'noop100', run: 'second', hosts: 10, pipelining: 40, mitogen: 8 },
];

/** Milliseconds of CPU that `startup` may take, and of time that `noop100` may take behind the delay. */
export const MOST = { startupCpu: 150, delayed: 2000 };

export const labelOf = ({ name, run, hosts }) =>
  `${name}${name === 'mixed50' ? `, ${run} run` : ''}${hosts === undefined ? '' : `, ${hosts} hosts`}`;

const seconds = (ms) => (ms / 1000).toFixed(2);

/** Median, and in brackets the least and the most. */
export function spread(samples) {
  if (samples.length === 0) return '-';
  return `${seconds(median(samples))} [${seconds(Math.min(...samples))}-${seconds(Math.max(...samples))}]`;
}

/** How many times as long the other took, with the goal and whether it is met. */
export function against(theirs, ours, goal) {
  if (theirs.length === 0) return '-';
  const times = median(theirs) / median(ours);
  return `${times.toFixed(1)} (${goal}: ${times >= goal ? 'met' : 'NOT met'})`;
}

export function row(cells, widths = []) {
  return `| ${cells.map((cell, i) => String(cell).padEnd(widths[i] ?? 0)).join(' | ')} |`;
}
