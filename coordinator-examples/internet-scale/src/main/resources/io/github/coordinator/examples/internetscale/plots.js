'use strict';

/* Plots by uPlot, and how numbers are written. */

const count = value => Math.round(value).toLocaleString('en');

/** 1,234,567 as 1.23M: short, for axes and cards. */
function short(value) {
  for (const [unit, letter] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= unit) {
      return trim(value / unit) + letter;
    }
  }
  return trim(value);
}

/** Three digits that count, and no zeros behind the point that say nothing. */
function trim(value) {
  const digits = value === 0 ? 1 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(digits, 20))));
}

/** Nanoseconds in the unit that fits. */
function duration(nanos) {
  for (const [unit, name] of [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs']]) {
    if (nanos >= unit) {
      return trim(nanos / unit) + ' ' + name;
    }
  }
  return trim(nanos) + ' ns';
}

const LOGARITHMIC = 3;
const WHOLE = Array.from({length: 24}, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
const darkness = matchMedia('(prefers-color-scheme: dark)');

/** A color of the style sheet; `haze` makes it shine through. */
function color(name, haze = false) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() + (haze ? '29' : '');
}

const linear = (from, to) => ({range: () => [from, to]});

/** A scale from 0 that leaves some room above, so that nothing touches the upper edge. */
const upTo = most => linear(0, most * 1.08 || 1);

/** A logarithmic scale over whole powers of ten. */
function logarithmic(least, most) {
  const from = Math.floor(Math.log10(least));
  const to = Math.max(from + 1, Math.ceil(Math.log10(most)));
  return {distr: LOGARITHMIC, range: () => [10 ** from, 10 ** to], bottom: 10 ** from};
}

// Series

const line = (name, more = {}) => ({stroke: () => color(name), width: 1.75, points: {show: false}, ...more});
const haze = name => () => color(name, true);
const dots = (name, size) => ({paths: () => null, points: {show: true, size, width: 0, fill: () => color(name)}});
const bars = name => ({
  fill: () => color(name), stroke: () => color(name), width: 0, points: {show: false}, paths: uPlot.paths.bars({size: [0.86, 60]}),
});

/** Columns of several values on top of each other, as the data and the series of bars: the highest is drawn first. */
function stacked(rows, names) {
  const kinds = names.map((_, kind) => kind).reverse();
  return {
    data: kinds.map(kind => rows.map(row => sum(row.slice(0, kind + 1)))),
    series: kinds.map(kind => bars(names[kind])),
  };
}

/**
 * Draws into the chart of a figure. `x` and `y` are {scale, label, format, whole}; `data` has the x values and then those of each
 * series; `draw(plot, at)` adds what uPlot has no series for; `tip(index)` returns {title, rows: [[color, name, value]]}.
 */
function chart(id, {height = 240, x, y, data, series, bands = [], draw = () => {}, tip}) {
  const box = document.querySelector(`#${id} .chart`);
  const label = document.createElement('div');
  label.className = 'tip';
  const size = () => ({width: Math.max(1, box.clientWidth), height});
  const plot = new uPlot({
    ...size(),
    scales: {x: {time: false, ...x.scale}, y: y.scale},
    axes: [axis(x, {size: 42, space: x.every ?? 60}), {...axis(y, {size: 50}), show: y.format !== undefined}],
    series: [{}, ...series],
    bands,
    legend: {show: false},
    cursor: {show: tip !== undefined, y: false, drag: {x: false, y: false}, points: {show: false}},
    hooks: {draw: [plot => draw(plot, painter(plot))], setCursor: [point]},
  }, data, box);
  box.append(label);
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', document.querySelector(`#${id} h2`).textContent);

  function point({cursor}) {
    const isAway = cursor.idx == null || cursor.left < 0;
    label.style.visibility = isAway ? 'hidden' : 'visible';
    if (!isAway) {
      const {title, rows} = tip(cursor.idx);
      label.innerHTML = `<b>${title}</b>` + rows.map(([color, what, value]) =>
        `<div class="${color}"><i></i>${what}: ${value}</div>`).join('');
      const at = cursor.left + plot.bbox.left / devicePixelRatio;
      const beside = at + 12 + label.offsetWidth < box.clientWidth ? at + 12 : at - 12 - label.offsetWidth;
      label.style.left = `${Math.max(0, beside)}px`;
    }
  }

  new ResizeObserver(() => plot.setSize(size())).observe(box);
  darkness.addEventListener('change', () => plot.redraw());
}

function axis({scale, label, format, whole = false}, more) {
  const filter = scale.distr === LOGARITHMIC ? powersOfTen : (_, splits) => splits;
  return {
    label, labelSize: 20, labelGap: 0, labelFont: '12px system-ui, sans-serif', font: '12px system-ui, sans-serif',
    stroke: () => color('soft'),
    filter,
    grid: {stroke: () => color('rule'), width: 1, filter},
    ticks: {stroke: () => color('rule'), width: 1, size: 4, filter},
    ...whole ? {incrs: WHOLE} : {},
    values: (_, splits) => splits.map(value => value === null ? '' : (format ?? short)(value)),
    ...more,
  };
}

const powersOfTen = (_, splits) => splits.map(value => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? value : null);

/** Lines, dots and text on the canvas of a plot, in pixels of the page. */
function painter({ctx, bbox}) {
  const ratio = devicePixelRatio;
  return {
    area: {left: bbox.left / ratio, top: bbox.top / ratio, right: (bbox.left + bbox.width) / ratio, bottom: (bbox.top + bbox.height) / ratio},
    line(name, x1, y1, x2, y2, width = 1.25, dash = []) {
      ctx.save();
      ctx.strokeStyle = name;
      ctx.lineWidth = width * ratio;
      ctx.setLineDash(dash.map(length => length * ratio));
      ctx.beginPath();
      ctx.moveTo(x1 * ratio, y1 * ratio);
      ctx.lineTo(x2 * ratio, y2 * ratio);
      ctx.stroke();
      ctx.restore();
    },
    dot(name, x, y, radius) {
      ctx.save();
      ctx.fillStyle = name;
      ctx.beginPath();
      ctx.arc(x * ratio, y * ratio, radius * ratio, 0, 2 * Math.PI);
      ctx.fill();
      ctx.restore();
    },
    text(words, x, y, name, align = 'left') {
      ctx.save();
      ctx.fillStyle = name;
      ctx.textAlign = align;
      ctx.textBaseline = 'alphabetic';
      ctx.font = `${12 * ratio}px system-ui, sans-serif`;
      ctx.fillText(words, x * ratio, y * ratio);
      const width = ctx.measureText(words).width / ratio;
      ctx.restore();
      return width;
    },
  };
}

/** At most so many of the indices 0 … length − 1, evenly. */
function thinned(length, most = 2000) {
  const step = Math.max(1, Math.ceil(length / most));
  return Array.from({length: Math.ceil(length / step)}, (_, i) => i * step);
}

function legend(id, entries) {
  document.querySelector(`#${id} .legend`).innerHTML = entries.map(([color, text, isLine]) =>
    `<span class="${color}"><i${isLine ? ' class="mark"' : ''}></i>${text}</span>`).join('');
}

function says(id, text) {
  document.querySelector(`#${id} > p`).innerHTML = text;
}

function table(id, head, rows) {
  const row = (cells, tag) => `<tr>${cells.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  document.querySelector(`#${id} .table`).innerHTML =
    `<table><thead>${row(head, 'th')}</thead><tbody>${rows.map(cells => row(cells, 'td')).join('')}</tbody></table>`;
}
