// SPDX-License-Identifier: Apache-2.0
//
// Parses every query of the stack by the grammar of its language: those of dashboards, of rules, of
// data sources, and of fenced blocks in pages.
//
//   node check-queries.mjs OBSERVABILITY_DIRECTORY [PAGE.md...]

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parser as promql} from '@prometheus-io/lezer-promql';
import {parser as logql} from '@grafana/lezer-logql';
import {parser as traceql} from '@grafana/lezer-traceql';
import {parse as yaml} from 'yaml';
import {dashboards, interpolate, targets, timing} from './grafana.mjs';

const PARSERS = {promql, logql, traceql};
const TIME = timing(1800, 15);
const counts = {promql: 0, logql: 0, traceql: 0};
let failures = 0;

/** Whether the grammar takes all of it. */
function mistake(language, text) {
  let at;
  PARSERS[language].parse(text).iterate({
    enter(node) {
      if (node.type.isError && at === undefined) {
        at = node.from;
      }
    },
  });
  return at;
}

function check(where, language, text) {
  counts[language]++;
  const at = mistake(language, text);
  if (at !== undefined) {
    failures++;
    console.error(`${where}: ${language} is wrong at ${at}: ${text}`);
  }
}

// A grammar that takes everything would check nothing.
for (const [language, wrong] of [
  ['promql', 'sum(rate(x[5m])'],
  ['promql', 'rate(x{a=b}[5m])'],
  ['logql', '{service="x"} | json | = 1'],
  ['traceql', '{ span.connection_id = }'],
]) {
  if (mistake(language, wrong) === undefined) {
    throw new Error(`the grammar of ${language} takes ${wrong}`);
  }
}

const [stack, ...pages] = process.argv.slice(2);
for (const dashboard of dashboards(join(stack, 'grafana', 'dashboards'))) {
  // One value, several, and all.
  for (const values of [['a.b/c'], ['a.b', 'c'], []]) {
    const choices = {};
    for (const variable of dashboard.templating.list) {
      if (variable.type === 'query') {
        choices[variable.name] = variable.multi ? values : ['a.b/c'];
      }
    }
    for (const {panel, language, text} of targets(dashboard)) {
      const where = `${dashboard.file}: ${panel.title}`;
      // A query that is nothing but an id is looked up, not parsed.
      if (language === 'traceql' && text === '${trace_id}') {
        continue;
      }
      check(where, language, interpolate(text, dashboard, choices, TIME));
    }
    for (const annotation of dashboard.annotations.list.filter((one) => one.expr)) {
      check(`${dashboard.file}: ${annotation.name}`, 'promql', annotation.expr);
    }
  }
}

function filesOf(directory, ending) {
  const path = join(stack, directory);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => ending.test(name))
        .map((name) => join(path, name))
    : [];
}

for (const file of [...filesOf('.', /^alerts\.ya?ml$/), ...filesOf('rules', /\.ya?ml$/)]) {
  for (const group of yaml(readFileSync(file, 'utf8')).groups) {
    for (const rule of group.rules) {
      check(`${file}: ${rule.alert ?? rule.record}`, 'promql', rule.expr);
    }
  }
}

for (const file of filesOf('grafana/provisioning/datasources', /\.ya?ml$/)) {
  for (const source of yaml(readFileSync(file, 'utf8')).datasources ?? []) {
    const query = source.jsonData?.tracesToLogsV2?.query;
    if (query) {
      // What Grafana puts in, with the quotes of its own template taken away.
      check(`${file}: ${source.name}`, 'logql', query.replace(/\$\$?\{[^}]*\}/g, 'ab01'));
    }
    for (const one of source.jsonData?.tracesToMetrics?.queries ?? []) {
      check(`${file}: ${source.name}`, 'promql', one.query.replace(/\$\$?\{?\w+\}?/g, '5m'));
    }
  }
}

for (const page of pages) {
  const text = readFileSync(page, 'utf8');
  for (const [, language, block] of text.matchAll(/^```(promql|logql|traceql)\n([\s\S]*?)^```/gm)) {
    for (const query of block.split(/\n\s*\n/)) {
      check(page, language, query.trim());
    }
  }
}

const parsed = Object.entries(counts).map(([language, count]) => `${count} of ${language}`);
console.log(`queries parsed: ${parsed.join(', ')}; wrong: ${failures}`);
process.exit(failures > 0 || counts.promql === 0 ? 1 : 0);
