/* How values are said. */

/** ROUND_TRAIN as "round train". */
export const words = name => name.toLowerCase().replaceAll('_', ' ');

export function sentence(name) {
  const all = words(name);
  return all[0].toUpperCase() + all.slice(1);
}

export const count = value => value.toLocaleString('en');

/** 1 member, 2 members. */
export const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** A length of time in the one or two units that say enough. */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

/** The time of day here, with the date if that is not today's. */
export function time(instant) {
  const date = new Date(instant);
  const clock = date.toLocaleTimeString('en-GB');
  return date.toDateString() === new Date().toDateString() ? clock : `${date.toLocaleDateString('en-CA')} ${clock}`;
}

export const decimal = value => value === null ? '–' : value.toFixed(4);
