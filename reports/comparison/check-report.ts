import { resultFormat } from '../../cases/result.ts';
import type { Reader } from '../strict-reader.ts';
import { byGravity } from '../model/gravity.ts';
import { reportFormat } from '../model/run-report.ts';

const stepKinds = ['send', 'wait', 'read-stores', 'read-scep-log', 'remove-keys'] as const;
const seenKinds = ['reply', 'waited', 'failure', 'keys-removed', 'scep-log', 'stores'] as const;
const levels = ['must', 'should', 'info'] as const;
const areas = ['general', 'pfx', 'scep', 'examples', 'protocol'] as const;

/**
 * Checks of a report what a comparison reads of it: it may have been written elsewhere, long ago, or by hand.
 * @throws InvalidFile naming the first place that is wrong
 */
export function checkReport(report: Reader): void {
  const version = report.field('version').number();
  if (version !== reportFormat) {
    throw report
      .field('version')
      .invalid(`is of another version of the suite, which writes ${reportFormat}: repeat the run`);
  }
  checkHead(report);
  for (const row of report.field('requirements').list()) {
    for (const name of ['id', 'text', 'source']) row.field(name).text();
    for (const name of ['cases', 'decided', 'violations']) row.field(name).number();
    row.field('area').oneOf(areas);
    row.field('level').oneOf(levels);
    row
      .field('ambiguities')
      .list()
      .forEach((id) => id.text());
    row.field('verdict').oneOf(['violated', 'kept', 'undecided', 'not-tested']);
    if (row.has('firstCase')) row.field('firstCase').text();
  }
  for (const row of report.field('fingerprint').list()) {
    checkQuestion(row);
    for (const answer of row.field('answers').list()) {
      for (const name of ['answer', 'meaning', 'firstSeen']) answer.field(name).text();
    }
  }
  report.field('unanswered').list().forEach(checkQuestion);
  for (const cell of report.field('cells').list()) {
    for (const name of ['node', 'verb', 'scope', 'state']) cell.field(name).text();
    cell.field('cases').number();
    cell.field('verdict').oneOf([...byGravity, 'none']);
    if (cell.has('case')) cell.field('case').text();
  }
  report.field('differences').list().forEach(checkGroup);
}

function checkHead(report: Reader): void {
  const suite = report.field('suite');
  for (const name of ['name', 'version']) suite.field(name).text();
  if (suite.has('commit')) suite.field('commit').text();
  const target = report.field('target');
  for (const name of ['target', 'description']) target.field(name).text();
  if (target.has('edition')) target.field('edition').text();
  for (const limit of target.field('limits').list()) {
    for (const name of ['need', 'reason']) limit.field(name).text();
    limit.field('answer').oneOf(['no', 'unknown']);
  }
  const run = report.field('run');
  for (const name of ['command', 'edition', 'started']) run.field(name).text();
  for (const name of ['seed', 'runs', 'workers']) run.field(name).number();
  if (run.has('ended')) run.field('ended').text();
  if (run.has('seconds')) run.field('seconds').number();
  run
    .field('suites')
    .list()
    .forEach((name) => name.text());
  const result = report.field('result');
  result.field('verdict').oneOf(['conform', 'violation', 'inconclusive']);
  result.field('because').text();
  const counts = report.field('counts');
  for (const name of ['planned', 'executed']) counts.field(name).number();
  for (const kind of byGravity) counts.field('verdicts').field(kind).number();
  const notTested = report.field('notTested');
  notTested.field('unaccounted').number();
  notTested
    .field('leftOut')
    .list()
    .forEach((reason) => reason.field('cases').number());
  report.field('timing').field('milliseconds').number();
}

function checkQuestion(row: Reader): void {
  for (const name of ['key', 'ambiguity', 'question']) row.field(name).text();
}

function checkGroup(group: Reader): void {
  group.field('kind').oneOf(['violation', 'inconsistent', 'drift', 'suite-error']);
  group.field('text').text();
  group.field('cases').number();
  if (group.has('requirement')) group.field('requirement').text();
  for (const line of group.field('listed').list()) {
    line.field('id').text();
    if (line.has('name')) line.field('name').text();
  }
  if (!group.has('smallest')) return;
  const smallest = group.field('smallest');
  smallest.field('name').text();
  if (smallest.has('file')) checkCaseFile(smallest.field('file'));
}

function checkCaseFile(file: Reader): void {
  file.field('format').oneOf(['client-certificate-install-case']);
  file.field('version').oneOf([resultFormat]);
  const testCase = file.field('case');
  for (const name of ['id', 'title']) testCase.field(name).text();
  testCase.field('faults').list();
  for (const step of testCase.field('steps').list()) {
    const kind = step.field('kind').oneOf(stepKinds);
    if (kind !== 'send') continue;
    const payload = step.field('payload');
    if (!payload.has('text') && !payload.has('base64')) throw payload.invalid('has to have text or base64');
  }
  for (const step of file.field('observation').field('steps').list()) step.field('kind').oneOf(seenKinds);
  file.field('verdict').field('kind').oneOf(byGravity);
  file.field('found').field('command').text();
}
