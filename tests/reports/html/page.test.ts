import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportPage } from '../../../reports/html/report-page.ts';
import { floodedReport, hostile, hostileReport } from './reports.ts';

let html = '';
beforeAll(async () => {
  html = await reportPage(hostileReport(), {
    title: hostile[1],
    sections: [{ id: 'extra', title: hostile[0], paragraphs: [hostile[1]] }],
  });
});

describe('the page as text', () => {
  test('has two scripts, its data and its program, whatever the payloads are', () => {
    const scripts = html.match(/<script\b[^>]*>/gi) ?? [];
    expect(scripts).toEqual(['<script type="application/json" id="data">', '<script>']);
    expect(html.match(/<\/script/gi)).toHaveLength(2);
    expect(html).not.toContain('<!--');
  });

  test('allows its own program and style, by their digests, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const digestOf = (element: RegExp): string =>
      `'sha256-${createHash('sha256')
        .update(element.exec(html)?.[1] ?? '')
        .digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${digestOf(/<script>([^]*?)<\/script>/)}`,
      `style-src ${digestOf(/<style>([^]*?)<\/style>/)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('is the same for the same report', async () => {
    const report = floodedReport(20);
    expect(await reportPage(report)).toBe(await reportPage(report));
  });

  test('is hardly larger than what it lists', async () => {
    const page = await reportPage(floodedReport(20));
    // Most of it is the program, which colours XML by a parser.
    expect(page.length).toBeLessThan(200_000);
  });
});
