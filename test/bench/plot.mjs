// Draws cost over size on logarithmic axes as SVG: what grows in a straight line runs beside the dashed one.
const WIDTH = 720;
const HEIGHT = 480;
const MARGIN = { left: 70, right: 150, top: 30, bottom: 50 };
const COLOURS = ['#1b6ca8', '#c8553d', '#3a7d44', '#7b4b94', '#a67c00'];

/**
 * @param {readonly { name: string, points: readonly (readonly [size: number, milliseconds: number])[] }[]} series
 * @returns {string} the document
 */
export function plot(title, series) {
  const sizes = series.flatMap(({ points }) => points.map(([size]) => size));
  const costs = series.flatMap(({ points }) => points.map(([, cost]) => Math.max(cost, 1)));
  const range = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const [left, right] = range(sizes);
  const [low, high] = range(costs);
  const x = (size) => at(Math.log10(size), left, right, MARGIN.left, WIDTH - MARGIN.right);
  const y = (cost) => at(Math.log10(Math.max(cost, 1)), low, high, HEIGHT - MARGIN.bottom, MARGIN.top);
  const parts = [text(WIDTH / 2, 18, title, 'middle')];
  for (let power = left; power <= right; power++) {
    parts.push(line(x(10 ** power), y(10 ** low), x(10 ** power), y(10 ** high), '#ddd'));
    parts.push(text(x(10 ** power), HEIGHT - MARGIN.bottom + 18, String(10 ** power), 'middle'));
  }
  for (let power = low; power <= high; power++) {
    parts.push(line(x(10 ** left), y(10 ** power), x(10 ** right), y(10 ** power), '#ddd'));
    parts.push(text(MARGIN.left - 8, y(10 ** power) + 4, `${10 ** power} ms`, 'end'));
  }
  parts.push(line(x(10 ** left), y(10 ** low), x(10 ** (left + high - low)), y(10 ** high), '#999', '4 4'));
  for (const [i, { name, points }] of series.entries()) {
    const colour = COLOURS[i % COLOURS.length];
    const path = points.map(([size, cost]) => `${x(size).toFixed(1)},${y(cost).toFixed(1)}`).join(' ');
    parts.push(`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path}"/>`);
    for (const [size, cost] of points) parts.push(`<circle cx="${x(size)}" cy="${y(cost)}" r="3" fill="${colour}"/>`);
    parts.push(text(WIDTH - MARGIN.right + 12, MARGIN.top + 20 + i * 18, name, 'start', colour));
  }
  const style = 'font-family="sans-serif" font-size="12" style="background:#fff"';
  const body = parts.join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${style}>\n${body}\n</svg>\n`;
}

function at(value, from, to, first, last) {
  return first + ((value - from) / Math.max(to - from, 1)) * (last - first);
}

function line(x1, y1, x2, y2, colour, dashes = '') {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-dasharray="${dashes}"/>`;
}

function text(x, y, content, anchor, colour = '#333') {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${content}</text>`;
}
