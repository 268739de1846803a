'use strict';

/* Charts as SVG, drawn for the width that there is and again whenever it changes, so that text keeps its size. */

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

/** A linear scale; its ticks are multiples of 1, 2 or 5 times a power of ten, about as many as asked for. */
function linear(from, to, least = 0) {
  const span = to - from || 1;
  const scale = value => (value - from) / span;
  scale.from = from;
  scale.to = to;
  scale.back = share => from + share * span;
  scale.ticks = about => {
    const rough = span / Math.max(1, about);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(least, power * [1, 2, 5, 10].find(factor => factor * power >= rough * 0.999));
    const ticks = [];
    for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.push(i * step + 0); // Not -0.
    }
    return ticks;
  };
  return scale;
}

/** A scale that ends on a tick, so that nothing touches the upper edge. */
function upTo(most, least = 0) {
  const ticks = linear(0, most * 1.05 || 1, least).ticks(5);
  const step = ticks[1] - ticks[0] || most || 1;
  return linear(0, Math.ceil((most * 1.02 || 1) / step) * step, least);
}

/** A logarithmic scale over whole powers of ten. */
function logarithmic(least, most) {
  const from = Math.floor(Math.log10(least));
  const to = Math.max(from + 1, Math.ceil(Math.log10(most)));
  const scale = value => (Math.log10(value) - from) / (to - from);
  scale.ticks = about => {
    const step = Math.ceil((to - from) / Math.max(1, about));
    return Array.from({length: Math.floor((to - from) / step) + 1}, (_, i) => 10 ** (from + i * step));
  };
  scale.bottom = 10 ** from;
  return scale;
}

/**
 * Draws into the chart of a figure. `x` and `y` are {scale, label, format}; `marks(px, py, area)` returns the SVG of the
 * data; `tip(xValue)` returns {x, title, rows: [[color, name, value]]} of what is nearest, or nothing.
 */
function chart(id, {height = 240, left = 52, x, y, marks, tip}) {
  const box = document.querySelector(`#${id} .chart`);
  const name = document.querySelector(`#${id} h2`).textContent;
  let area;

  function draw() {
    const width = box.clientWidth;
    area = {left, right: width - 12, top: 26, bottom: height - 40, width};
    const px = value => area.left + x.scale(value) * (area.right - area.left);
    const py = value => area.bottom - y.scale(value) * (area.bottom - area.top);
    const rows = y.label === undefined ? '' : y.scale.ticks((area.bottom - area.top) / 45).map(tick =>
      `<line class="grid" x1="${area.left}" x2="${area.right}" y1="${py(tick)}" y2="${py(tick)}"/>
       <text x="${area.left - 8}" y="${py(tick) + 4}" text-anchor="end">${y.format(tick)}</text>`).join('');
    const columns = x.scale.ticks((area.right - area.left) / (x.every || 70)).map(tick =>
      `<line class="axis" x1="${px(tick)}" x2="${px(tick)}" y1="${area.bottom}" y2="${area.bottom + 4}"/>
       <text x="${px(tick)}" y="${area.bottom + 18}" text-anchor="middle">${x.format(tick)}</text>`).join('');
    box.innerHTML =
      `<svg height="${height}" role="img" aria-label="${name}">${rows}
       ${y.label === undefined ? '' : `<text x="0" y="12">${y.label}</text>`}
       ${marks(px, py, area)}
       <line class="axis" x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}"/>${columns}
       <text x="${area.right}" y="${height - 4}" text-anchor="end">${x.label}</text>
       <line class="cursor" y1="${area.top}" y2="${area.bottom}" visibility="hidden"/></svg><div class="tip"></div>`;
    area.px = px;
  }

  function point(event) {
    const share = (event.clientX - box.getBoundingClientRect().left - area.left) / (area.right - area.left);
    const nearest = share < -0.05 || share > 1.05 ? null : tip(x.scale.back(Math.min(1, Math.max(0, share))));
    if (!nearest) {
      hide();
      return;
    }
    const at = area.px(nearest.x);
    const label = box.querySelector('.tip');
    const cursor = box.querySelector('.cursor');
    cursor.setAttribute('x1', at);
    cursor.setAttribute('x2', at);
    cursor.setAttribute('visibility', 'visible');
    label.innerHTML = `<b>${nearest.title}</b>` + nearest.rows.map(([color, what, value]) =>
      `<div class="${color}"><i></i>${what}: ${value}</div>`).join('');
    const beside = at + 12 + label.offsetWidth < area.width ? at + 12 : at - 12 - label.offsetWidth;
    label.style.left = `${Math.max(0, beside)}px`;
    label.style.visibility = 'visible';
  }

  function hide() {
    box.querySelector('.tip').style.visibility = 'hidden';
    box.querySelector('.cursor').setAttribute('visibility', 'hidden');
  }

  if (tip) {
    box.addEventListener('pointermove', point);
    box.addEventListener('pointerdown', point);
    box.addEventListener('pointerleave', hide);
  }
  let drawnWidth = 0;
  new ResizeObserver(() => {
    if (box.clientWidth !== drawnWidth) {
      drawnWidth = box.clientWidth;
      draw();
    }
  }).observe(box);
}

/** At most so many of the indices 0 … length − 1, evenly. */
function thinned(length, most = 2000) {
  const step = Math.max(1, Math.ceil(length / most));
  return Array.from({length: Math.ceil(length / step)}, (_, i) => i * step);
}

const path = points => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

const rect = (kind, x, y, width, height) =>
  height > 0 ? `<rect class="${kind}" x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}"/>` : '';

/** Columns of several values on top of each other, one column around each whole number from `first`. */
function stacked(columns, colors, first, px, py) {
  const step = px(1) - px(0);
  const gap = step > 6 ? 2 : step > 3 ? 1 : 0;
  return columns.map((values, i) => {
    let below = 0;
    return values.map((value, kind) => {
      const above = below + value;
      const bar = rect(`fill ${colors[kind]}`, px(first + i - 0.5) + gap / 2, py(above), step - gap, py(below) - py(above));
      below = above;
      return bar;
    }).join('');
  }).join('');
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
