// SPDX-License-Identifier: Apache-2.0
//
// Dashboards as Grafana takes them: their panels, and how variables get into queries.

import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** All dashboards of a directory, by their file names. */
export function dashboards(directory) {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => ({file, ...JSON.parse(readFileSync(join(directory, file), 'utf8'))}));
}

/** What a dashboard asks data sources for, each with its panel. */
export function targets(dashboard) {
  return dashboard.panels.flatMap((panel) =>
    (panel.targets ?? []).map((target) => ({
      panel,
      target,
      language: {prometheus: 'promql', loki: 'logql', tempo: 'traceql'}[target.datasource.type],
      text: target.expr ?? target.query,
    })),
  );
}

/** As Grafana escapes a value that it puts into a regular expression of Prometheus. */
function escapeRegex(value) {
  return value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
}

/**
 * The text that a variable of PromQL becomes.
 *
 * @param variable the variable, as the dashboard has it
 * @param chosen the values that are chosen; none for all of them
 */
function promValue(variable, chosen) {
  if (variable.includeAll && chosen.length === 0) {
    return variable.allValue ?? '.*';
  }
  if (!variable.multi && !variable.includeAll) {
    return chosen[0].replace(/\\/g, '\\\\').replace(/'/g, "\\\\'").replace(/"/g, '\\"');
  }
  const escaped = chosen.map(escapeRegex);
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}

/** How long a step of a panel is: no shorter than scrapes are apart. */
export function timing(rangeSeconds, scrapeSeconds, points = 500) {
  const step = Math.max(Math.ceil(rangeSeconds / points), scrapeSeconds);
  return {step, rate: Math.max(step + scrapeSeconds, 4 * scrapeSeconds), range: rangeSeconds};
}

/**
 * A query with all variables replaced; fails if one is unknown.
 *
 * @param choices chosen values by the names of variables; none of one for all
 */
export function interpolate(text, dashboard, choices, time) {
  return text.replace(/\$\{(\w+)(?::\w+)?\}|\$(\w+)/g, (all, braced, bare) => {
    const name = braced ?? bare;
    switch (name) {
      case '__rate_interval':
        return `${time.rate}s`;
      case '__interval':
        return `${time.step}s`;
      case '__range':
        return `${time.range}s`;
      default: {
        const variable = dashboard.templating.list.find((one) => one.name === name);
        if (!variable) {
          throw new Error(`variable ${all} is not defined`);
        }
        if (variable.type === 'textbox') {
          return choices[name]?.[0] ?? variable.query;
        }
        return promValue(variable, choices[name] ?? []);
      }
    }
  });
}
