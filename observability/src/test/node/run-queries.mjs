// SPDX-License-Identifier: Apache-2.0
//
// Asks a Prometheus everything that the dashboards ask, as Grafana does, and fails where a query
// fails or finds nothing.
//
//   node run-queries.mjs OBSERVABILITY_DIRECTORY PROMETHEUS_URL RANGE_SECONDS SCRAPE_SECONDS

import {join} from 'node:path';
import {dashboards, interpolate, targets, timing} from './grafana.mjs';

const [stack, url, range, scrape] = process.argv.slice(2);
const time = timing(Number(range), Number(scrape), 60);
const now = Math.floor(Date.now() / 1000);
let asked = 0;
let failures = 0;
let quiet = 0;

function fail(message) {
  failures++;
  console.error(message);
}

async function ask(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    query.append(name, String(value));
  }
  const answer = await fetch(`${url}/api/v1/${path}`, {method: 'POST', body: query});
  const body = await answer.json();
  if (body.status !== 'success') {
    throw new Error(`${body.errorType}: ${body.error}`);
  }
  return body.data;
}

/** The values of a variable, as Grafana gets them. */
async function values(variable, dashboard, choices) {
  const query = interpolate(variable.query.query, dashboard, choices, time);
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(query);
  const parameters = new URLSearchParams({'match[]': selector, start: now - time.range, end: now});
  const answer = await fetch(`${url}/api/v1/label/${label}/values?${parameters}`);
  return (await answer.json()).data;
}

/** Whether it finds something only where something is wrong. */
function mayBeEmpty(expression) {
  return expression.includes('ALERTS{') || expression.endsWith(' == 0');
}

function isNumber(text) {
  return Number.isFinite(Number(text));
}

/** How many numbers a query finds. */
async function numbers(target, expression) {
  if (target.range) {
    const {result} = await ask('query_range', {
      query: expression,
      start: now - time.range,
      end: now,
      step: time.step,
    });
    return result.flatMap((series) => series.values).filter(([, value]) => isNumber(value)).length;
  }
  const {result} = await ask('query', {query: expression, time: now});
  return result.filter(({value: [, value]}) => isNumber(value)).length;
}

async function exemplars(expression) {
  const data = await ask('query_exemplars', {query: expression, start: now - time.range, end: now});
  return data.flatMap((series) => series.exemplars);
}

for (const dashboard of dashboards(join(stack, 'grafana', 'dashboards'))) {
  const some = {};
  const one = {};
  const every = {};
  for (const variable of dashboard.templating.list.filter((v) => v.type === 'query')) {
    const found = await values(variable, dashboard, some);
    if (found.length === 0) {
      fail(`${dashboard.file}: variable ${variable.name} has no values`);
    }
    if (variable.multi) {
      one[variable.name] = found.slice(0, 1);
      every[variable.name] = found;
    } else {
      // As if its first value had been chosen.
      some[variable.name] = one[variable.name] = every[variable.name] = found.slice(0, 1);
    }
  }
  let panels = 0;
  let marks = 0;
  const seen = new Set();
  for (const {panel, target, language, text} of targets(dashboard)) {
    if (language !== 'promql') {
      continue;
    }
    const where = `${dashboard.file}: ${panel.title}: ${target.legendFormat}`;
    try {
      const expression = interpolate(text, dashboard, some, time);
      asked++;
      const found = await numbers(target, expression);
      if (found === 0 && mayBeEmpty(expression)) {
        quiet++;
      } else if (found === 0) {
        fail(`${where}: nothing found: ${expression}`);
      } else if (!seen.has(panel.id)) {
        seen.add(panel.id);
        panels++;
      }
      // All values one by one are as good as all. Of one value there may be nothing.
      asked += 2;
      const named = interpolate(text, dashboard, every, time);
      if ((await numbers(target, named)) === 0 && !mayBeEmpty(named)) {
        fail(`${where}: nothing found: ${named}`);
      }
      await numbers(target, interpolate(text, dashboard, one, time));
      if (target.exemplar) {
        marks += (await exemplars(expression)).filter((mark) => mark.labels.trace_id).length;
      }
    } catch (error) {
      fail(`${where}: ${error.message}: ${text}`);
    }
  }
  const marked = targets(dashboard).some(({target}) => target.exemplar);
  if (marked && marks === 0) {
    fail(`${dashboard.file}: there are no exemplars`);
  }
  console.log(`${dashboard.file}: ${panels} panels have numbers, ${marks} exemplars lead to traces`);
}
console.log(
  `queries asked: ${asked}; wrong or empty: ${failures}; empty as nothing is wrong: ${quiet}`,
);
process.exit(failures > 0 ? 1 : 0);
