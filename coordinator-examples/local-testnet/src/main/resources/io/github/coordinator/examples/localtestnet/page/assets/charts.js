/* Loss and accuracy over the steps, by uPlot. */

import {byId, text} from './dom.js';
import {count, decimal} from './words.js';

const HEIGHT = 200;
const WHOLE_NUMBERS = [0, 1, 2, 3, 4, 5, 6].flatMap(power => [1, 2, 5].map(digit => digit * 10 ** power));
const dark = matchMedia('(prefers-color-scheme: dark)');
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const loss = chart('loss', '--c2');
const accuracy = chart('accuracy', '--c1', [0, 1]);
let shownEntries = null;

export function renderCharts(entries) {
  if (entries === shownEntries) {
    return;
  }
  shownEntries = entries;
  const rounds = stepsOf(entries);
  loss.show(rounds.map(round => round.step), rounds.map(round => round.loss));
  accuracy.show(rounds.map(round => round.step), rounds.map(round => round.accuracy));
}

/** The rounds that made a step. */
function stepsOf(entries) {
  return entries.filter(entry => entry.kind === 'ROUND' && entry.confirmed !== false);
}

function chart(id, colorName, range) {
  const box = byId(id);
  const axis = {
    stroke: () => color('--soft'),
    grid: {stroke: () => color('--rule'), width: 1},
    ticks: {stroke: () => color('--rule'), width: 1, size: 4},
    font: '12px system-ui, sans-serif',
  };
  const size = () => ({width: Math.max(1, box.clientWidth), height: HEIGHT});
  const plot = new uPlot({
    ...size(),
    scales: {x: {time: false}, y: range === undefined ? {} : {range: () => range}},
    axes: [{...axis, incrs: WHOLE_NUMBERS, size: 28}, {...axis, size: 44}],
    series: [{}, {stroke: () => color(colorName), width: 2, points: {size: 5, fill: () => color(colorName)}}],
    cursor: {drag: {x: false, y: false}},
    legend: {show: false},
    hooks: {setCursor: [sayWhatIsPointedAt]},
  }, [[], []], box);

  /** What the pointer is at, or else how far the run has come. */
  function sayWhatIsPointedAt({cursor, data: [steps, values]}) {
    const at = cursor.idx ?? steps.length - 1;
    text(byId(`${id}-text`), steps.length === 0 ? 'No step is made yet.'
      : `${decimal(values[at])} after step ${count(steps[at])}`
        + (cursor.idx == null && at > 0 ? `; it was ${decimal(values[0])} after step ${count(steps[0])}` : ''));
  }

  new ResizeObserver(() => plot.setSize(size())).observe(box);
  dark.addEventListener('change', () => plot.redraw());
  return {
    show(steps, values) {
      box.hidden = steps.length === 0;
      plot.setData([steps, values]);
      sayWhatIsPointedAt(plot);
    },
  };
}
