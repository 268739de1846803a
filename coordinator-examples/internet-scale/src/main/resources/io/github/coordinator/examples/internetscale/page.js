'use strict';

/* What this page shows of its report, one function for each figure. */

const {story, measured} = JSON.parse(document.getElementById('report').textContent);
const {run, rounds, epochs} = story;
const MIB = 2 ** 20;

const CAUSES = {
  EJECTED: ['c5', 'ejected'],
  LEFT: ['c3', 'left'],
  DISCONNECTED: ['c1', 'disconnected'],
  SILENT: ['c4', 'silent'],
  ABSENT: ['c2', 'absent'],
  NOT_ATTESTING: ['c6', 'not attesting'],
};
const causes = run.causes.map(cause => CAUSES[cause]);
const colors = causes.map(([color]) => color);

const sum = values => values.reduce((total, value) => total + value, 0);
const most = values => values.reduce((a, b) => Math.max(a, b), 0);
const sumByCause = rows => causes.map((_, cause) => sum(rows.map(row => row[cause])));
const percent = share => `${trim(100 * share)} %`;
const percentile = (sorted, percents) => sorted[Math.max(0, Math.ceil(sorted.length * percents / 100) - 1)];

const evaluated = rounds.epoch.length;
const confirmed = rounds.confirmed.filter(Boolean).length;
const byTime = rounds.endedByTime.filter(Boolean).length;
const sortedTimes = [...rounds.trainSeconds].sort((a, b) => a - b);
const removalsByCause = sumByCause(epochs.removals);
const live = measured.heap.map(reading => reading.live / MIB);
const boundary = measured.transitions.find(kind => kind.from === 'ROUND_WITNESS' && kind.to === 'ROUND_TRAIN');
const healthCheck = measured.messages.find(message => message.call === 'healthCheck');
const stateName = state => state.toLowerCase().replaceAll('_', ' ');

function headline() {
  const hours = rounds.hours[evaluated - 1];
  const title = `${count(run.clients)} clients, ${count(confirmed)} rounds`;
  document.title = `${title}: Coordinator at internet scale`;
  document.getElementById('title').textContent = title;
  document.getElementById('lead').textContent =
    `One coordinator led a training run of ${trim(hours)} hours, in virtual time, while clients disconnected, hung, said goodbye and `
    + `came back, the witnesses omitted slow ones, and a crowd of ${count(run.crowd)} newcomers arrived within a minute. `
    + `Every call below was made and timed; the simulation of it all took ${trim(measured.wallSeconds)} s.`;
  const cards = [
    ['Clients', short(most(rounds.clients)), `with a seat at most; ${short(run.clients)} came first, ${short(run.maxClients)} is the cap`],
    ['Rounds confirmed', count(confirmed), `of ${count(evaluated)} evaluated, in ${count(epochs.clients.length)} epochs`],
    ['Removed', short(sum(removalsByCause)), causes.map(([, name], i) => `${short(removalsByCause[i])} ${name}`).join(', ')],
    ['Seats kept', short(run.seatsKept), 'by clients that were back before the next removal'],
    ['Round to round', duration(boundary.median), 'median tick that evaluates a round, removes members and elects the next committee'],
    ['A health check', duration(healthCheck.nanos), `each, ${short(healthCheck.count)} of them`],
    ['Heap', `${count(most(live))} MiB`, 'at most after an epoch, all of the simulation included'],
    ['Wall time', `${count(measured.wallSeconds)} s`, `Java ${measured.java.split(/[.+]/)[0]}, ${measured.processors} processors`],
  ];
  document.getElementById('cards').innerHTML = cards.map(([name, value, note]) =>
    `<div class="card"><div class="name">${name}</div><div class="value">${value}</div><div class="note">${note}</div></div>`).join('');
}

const roundAxis = () => ({scale: linear(1, evaluated), label: 'round', format: count, whole: true});

function roundTitle(i) {
  return `Round ${count(i + 1)}: epoch ${rounds.epoch[i]}, height ${rounds.height[i]}`;
}

function clients() {
  const crowd = run.crowdRound;
  const waitingAfter = rounds.waiting[Math.min(evaluated - 1, crowd + run.roundsPerEpoch)];
  says('clients', `Nobody joins an epoch, so within one the members only get fewer, and at the next everyone who is back has a seat again. `
    + `In round ${count(crowd + 1)} the crowd arrives: it waits for the end of the epoch, then takes the places up to the cap of `
    + `${count(run.maxClients)}, and ${count(waitingAfter)} keep waiting. From then on, each epoch gives a quarter of its seats to the clients that `
    + `have waited longest.`);
  legend('clients', [['c1', 'with a seat'], ['c2', 'connected, waiting for a seat'], ['c6', 'cap', true]]);
  const shown = thinned(evaluated);
  chart('clients', {
    height: 300,
    x: roundAxis(),
    y: {scale: upTo(run.maxClients), label: 'clients', format: short},
    data: [shown.map(i => i + 1), shown.map(i => rounds.clients[i]), shown.map(i => rounds.waiting[i]), shown.map(() => run.maxClients)],
    series: [line('c1', {fill: haze('c1')}), line('c2'), line('c6', {width: 1.25, dash: [5, 4]})],
    draw: (plot, {area, line, text}) => {
      const at = plot.valToPos(crowd + 1, 'x') + area.left;
      line(color('c2'), at, area.top, at, area.bottom, 1.25, [5, 4]);
      text('the crowd', at - 6, plot.valToPos(run.maxClients * 0.55, 'y') + area.top, color('ink'), 'right');
    },
    tip: index => {
      const i = shown[index];
      return {title: roundTitle(i), rows: [
        ['c1', 'with a seat', count(rounds.clients[i])],
        ['c2', 'waiting', count(rounds.waiting[i])],
        ['c6', 'hours since the beginning', trim(rounds.hours[i])],
      ]};
    },
  });
}

const causeRows = values => causes.map(([color, name], i) => [color, name, values[i] < 100 ? trim(values[i]) : count(values[i])]);

function removals() {
  says('removals', `Most members that are removed had lost their connection for longer than a round; those that hang are found after `
    + `${run.healthCheckMinutes} minutes without a sign of life, those that are too slow after ${run.maxAbsentRounds} rounds in a row in which `
    + `more than two thirds of the witnesses did not see their work.`);
  legend('removals', causes.map(([color, name], i) => [color, `${name}: ${count(removalsByCause[i])}`]));
  const bars = stacked(epochs.removals, colors);
  chart('removals', {
    x: {scale: linear(-0.5, epochs.removals.length - 0.5), label: 'epoch', format: count, whole: true},
    y: {scale: upTo(most(epochs.removals.map(sum))), label: 'clients removed', format: short},
    data: [epochs.removals.map((_, epoch) => epoch), ...bars.data],
    series: bars.series,
    tip: epoch => ({title: `Epoch ${epoch}: ${count(epochs.clients[epoch])} members`, rows: causeRows(epochs.removals[epoch])}),
  });
}

function profile() {
  const heights = Array.from({length: most(rounds.height) + 1}, (_, height) =>
    rounds.removals.filter((_, i) => rounds.height[i] === height));
  const means = heights.map(rows => sumByCause(rows).map(total => total / rows.length));
  const peak = means.map(values => values[run.causes.indexOf('ABSENT')]).reduce((best, value, i, all) => value > all[best] ? i : best, 0);
  says('profile', `The mean over all epochs. At height ${peak} most of the old machines are removed, which are always late: such a client is `
    + `passed over for the next epoch, and taken again for the one after that.`);
  legend('profile', causes.map(([color, name]) => [color, name]));
  const bars = stacked(means, colors);
  chart('profile', {
    x: {scale: linear(-0.5, means.length - 0.5), label: 'round within the epoch (height)', format: count, whole: true},
    y: {scale: upTo(most(means.map(sum))), label: 'clients removed in a round', format: short},
    data: [means.map((_, height) => height), ...bars.data],
    series: bars.series,
    tip: height => ({title: `Height ${height}, on average`, rows: causeRows(means[height])}),
  });
}

const timeLegend = [['c1', 'all witnesses attested'], ['c2', 'ended by time']];
const timeColor = i => rounds.endedByTime[i] ? 'c2' : 'c1';

function times() {
  says('times', `A round ends early when the last of its ${run.witnesses} witnesses has attested, ${percent(1 - byTime / evaluated)} of them here; `
    + `one straggler or one dead machine among them makes it last the ${run.maxTrainSeconds} s it may.`);
  legend('times', timeLegend);
  const shown = thinned(evaluated);
  chart('times', {
    x: roundAxis(),
    y: {scale: upTo(most(rounds.trainSeconds)), label: 'seconds of virtual time', format: short},
    data: [shown.map(i => i + 1), ...[false, true].map(late => shown.map(i => rounds.endedByTime[i] === late ? rounds.trainSeconds[i] : null))],
    series: [dots('c1', 4.5), dots('c2', 4.5)],
    tip: index => {
      const i = shown[index];
      return {title: roundTitle(i), rows: [
        [timeColor(i), rounds.endedByTime[i] ? 'ended by time after' : 'all attested after', `${trim(rounds.trainSeconds[i])} s`],
        ['c6', 'witnesses that attested', `${rounds.attested[i]} of ${run.witnesses}`],
        ['c6', 'omitted', count(rounds.omitted[i])],
      ]};
    },
  });
}

function tail() {
  const width = 4;
  const bins = Array.from({length: Math.floor(sortedTimes.at(-1) / width) + 1}, () => [0, 0]);
  rounds.trainSeconds.forEach((seconds, i) => bins[Math.floor(seconds / width)][rounds.endedByTime[i] ? 1 : 0]++);
  const first = bins.findIndex(bin => sum(bin) > 0);
  says('tail', `The slowest of ${run.witnesses} draws from a heavy tail: half of the rounds train for ${trim(percentile(sortedTimes, 50))} s or less, `
    + `and ${count(byTime)} of ${count(evaluated)} run into the limit. No witness attests before ${run.patienceSeconds} s, to give the others time.`);
  legend('tail', timeLegend);
  const shown = bins.slice(first);
  const columns = stacked(shown, ['c1', 'c2']);
  chart('tail', {
    x: {scale: linear(first - 0.5, bins.length - 0.5), label: 'seconds of virtual time', format: bin => count(bin * width), whole: true},
    y: {scale: upTo(most(bins.map(sum))), label: 'rounds', format: short, whole: true},
    data: [shown.map((_, i) => first + i), ...columns.data],
    series: columns.series,
    tip: i => ({
      title: `${(first + i) * width} to ${(first + i + 1) * width} s`,
      rows: timeLegend.map(([color, name], kind) => [color, name, count(shown[i][kind])]),
    }),
  });
}

function verdict(comparison) {
  if (comparison.pValue === null) {
    return 'This run is too small to test it.';
  }
  return `Chi-square test: p = ${trim(comparison.pValue)}, that is, fair elections would be at least as far off in `
    + `${percent(comparison.pValue)} of all runs. Below 0.001 we would call it unfair, and be wrong in one fair run of a thousand.`;
}

function counts() {
  const {observed, expected} = story.electedByCount;
  const last = observed.length - 1;
  const name = i => i === last ? `${i}+` : `${i}`;
  says('counts', `${count(sum(observed))} clients had a seat at some time, and ${count(evaluated * run.witnesses)} times one was elected. Bars are what happened; `
    + `the marks are what an equal chance for every member of every round gives on average. ${verdict(story.electedByCount)}`);
  legend('counts', [['c3', 'clients elected so often'], ['c6', 'expected of a fair election', true]]);
  const scale = logarithmic(0.1, most(observed));
  chart('counts', {
    x: {scale: linear(-0.5, last + 0.5), label: 'times elected', format: name, whole: true, every: 34},
    y: {scale, label: 'clients (logarithmic)', format: short},
    data: [observed.map((_, i) => i), observed.map(value => value > 0 ? value : null)],
    series: [bars('c3')],
    draw: (plot, {area, line}) => {
      const half = 0.43 * (plot.valToPos(1, 'x') - plot.valToPos(0, 'x'));
      expected.forEach((value, i) => {
        const at = plot.valToPos(i, 'x') + area.left;
        const y = plot.valToPos(Math.max(scale.bottom, value), 'y') + area.top;
        line(color('c6'), at - half, y, at + half, y, 2);
      });
    },
    tip: i => ({title: `Elected ${name(i)} times`, rows: [
      ['c3', 'clients', count(observed[i])],
      ['c6', 'expected', expected[i] < 100 ? trim(expected[i]) : count(expected[i])],
    ]}),
  });
}

function places() {
  const {observed, expected} = story.electedByPlace;
  const spread = expected.map(value => 1.96 * Math.sqrt(value));
  const outside = observed.filter((value, i) => Math.abs(value - expected[i]) > spread[i]).length;
  const least = observed.reduce((a, b, i) => Math.min(a, b, expected[i] - spread[i]), Infinity);
  const highest = most(observed.map((value, i) => Math.max(value, expected[i] + spread[i])));
  const margin = (highest - least) * 0.15;
  says('places', `The roster in ${observed.length} equal parts, from those who came first to those who came last: no place is better than another. `
    + `The band holds 95 % of the dots of a fair election; ${outside} of ${observed.length} are outside. ${verdict(story.electedByPlace)}`);
  legend('places', [['c3', 'elections'], ['c6', 'expected, and 95 % of the chance around it', true]]);
  chart('places', {
    x: {scale: linear(0, observed.length), label: 'place in the roster', format: place => `${Math.round(100 * place / observed.length)} %`},
    y: {scale: linear(Math.max(0, least - margin), highest + margin), label: 'times elected', format: short},
    data: [
      observed.map((_, i) => i + 0.5), expected.map((value, i) => value + spread[i]), expected.map((value, i) => value - spread[i]), expected, observed,
    ],
    series: [line('c6', {width: 0}), line('c6', {width: 0}), line('c6', {width: 1.25}), dots('c3', 6.5)],
    bands: [{series: [1, 2], fill: haze('c6')}],
    tip: i => {
      const share = part => trim(100 * part / observed.length);
      return {title: `From ${share(i)} % to ${share(i + 1)} % of the roster`, rows: [
        ['c3', 'elections', count(observed[i])],
        ['c6', 'expected', `${count(expected[i])} ± ${count(spread[i])}`],
      ]};
    },
  });
}

function transitions() {
  const kinds = measured.transitions;
  const name = kind => kind.from === kind.to ? `${stateName(kind.from)}, removing members` : `${stateName(kind.from)} → ${stateName(kind.to)}`;
  says('transitions', `One tick makes at most one transition, and is timed. Evaluating a round, removing members and opening the next one takes `
    + `${duration(boundary.median)}, for ${short(most(rounds.clients))} clients; taking in all members of an epoch is the longest. `
    + `Pauses of the garbage collector are not taken out.`);
  legend('transitions', [['c1', 'median'], ['c1', 'least to 99th percentile', true], ['c6', 'longest']]);
  const row = 40;
  const scale = logarithmic(Math.max(1, kinds.map(kind => kind.least).reduce((a, b) => Math.min(a, b))), most(kinds.map(kind => kind.most)));
  chart('transitions', {
    height: 66 + row * kinds.length,
    x: {scale, label: 'time of one tick (logarithmic)', format: duration},
    y: {scale: linear(0, 1)},
    data: [scale.range(), [null, null]],
    series: [{}],
    draw: (plot, {area, line, dot, text}) => kinds.forEach((kind, i) => {
      const at = value => plot.valToPos(value, 'x') + area.left;
      const y = area.top + row * (i + 0.7);
      const width = text(name(kind), area.left + 2, y - 12, color('ink'));
      text(duration(kind.median), area.left + width + 10, y - 12, color('soft'));
      line(color('rule'), area.left, y, area.right, y, 1);
      line(color('c1', true), at(Math.max(1, kind.least)), y, at(kind.p99), y, 8);
      dot(color('c6'), at(kind.most), y, 3);
      dot(color('c1'), at(kind.median), y, 5);
    }),
  });
  table('transitions', ['transition', 'ticks', 'median ns', '90 %', '99 %', 'longest'],
    kinds.map(kind => [name(kind), ...[kind.count, kind.median, kind.p90, kind.p99, kind.most].map(count)]));
}

function heap() {
  const used = measured.heap.map(reading => reading.used / MIB);
  says('heap', `After a collection at the end of each epoch, ${count(most(live))} MiB at most are in use: ids, pending clients, and all that the simulation `
    + `itself keeps; the step is the crowd. Garbage comes on top, as much as the collector lets lie under a limit of `
    + `${trim(measured.maxHeap / 2 ** 30)} GiB.`);
  legend('heap', [['c3', 'in use after a collection'], ['c6', 'before it, with garbage']]);
  chart('heap', {
    height: Math.max(300, 66 + 40 * measured.transitions.length),
    x: {scale: linear(0, Math.max(1, live.length - 1)), label: 'epoch', format: count, whole: true},
    y: {scale: upTo(most(used)), label: 'MiB', format: short},
    data: [live.map((_, epoch) => epoch), used, live],
    series: [line('c6', {width: 1.25}), line('c3', {points: {show: true, size: 6, width: 0, fill: () => color('c3')}})],
    tip: i => ({title: `After epoch ${i}`, rows: [
      ['c3', 'in use', `${count(live[i])} MiB`],
      ['c6', 'with garbage', `${count(used[i])} MiB`],
    ]}),
  });
}

function messages() {
  says('messages', 'What one call costs on average, as the host sees it: each is from a client that the coordinator '
    + 'first has to find among all others. Every client gives a sign of life every ' + run.minutesBetweenSigns + ' minutes.');
  table('messages', ['call', 'times', 'mean of each'],
    measured.messages.map(message => [message.call, count(message.count), duration(message.nanos)]));
}

function method() {
  document.getElementById('method').textContent =
    `Seed ${run.seed}: the same seed and numbers give the same run, but for what is timed. A round needs ${run.quorum} of ${run.witnesses} `
    + `witnesses, and an epoch has ${run.roundsPerEpoch} rounds at most. Clients disconnect, hang, leave and are ejected by a Poisson process, and most come back; `
    + `what a client needs for its share is Pareto with shape 2. The host ticks when the coordinator says that a tick can change something, `
    + `once a second at most.`;
}

[headline, clients, removals, profile, times, tail, counts, places, transitions, heap, messages, method].forEach(show => show());
