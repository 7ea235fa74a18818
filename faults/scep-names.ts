import type { GeneralName } from '../pki/scep/general-names.ts';
import type { RequestSpecification } from '../pki/scep/certification-request.ts';
import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { asking, assuming, reading } from './scep-changing.ts';

/** SubjectAlternativeNames in the certificate request (csp-source.txt, SubjectAlternativeNames). */
const alternativeNames: readonly Fault[] = [
  {
    id: 'san-dropped',
    mistake: 'The request has no extension for subject alternative names.',
    breaks: ['R-SCEP-24'],
    adjust: naming(() => []),
  },
  {
    id: 'san-list-cut-after-the-first',
    mistake: 'Of several pairs in SubjectAlternativeNames only the first reaches the request.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) => names.slice(0, 1)),
  },
  {
    id: 'san-list-split-at-commas',
    mistake:
      'SubjectAlternativeNames is split at commas, so that further pairs become part of the first name.',
    breaks: ['R-SCEP-24'],
    adjust: csp(({ membersOf }) => ({
      membersOf: (setting, text) =>
        setting === 'SubjectAlternativeNames' ? text.split(',') : membersOf(setting, text),
    })),
  },
  {
    id: 'san-dns-as-mail',
    mistake: 'The formats 2 and 3 are mixed up: DNS names stand in the request as mail addresses.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) =>
      names.map((name) => (name.kind === 'dns' ? { ...name, kind: 'rfc822' } : name)),
    ),
  },
  {
    id: 'san-upn-as-mail',
    mistake: 'A user principal name stands in the request as a mail address, which it looks like.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) =>
      names.map((name) => (name.kind === 'upn' ? { ...name, kind: 'rfc822' } : name)),
    ),
  },
  {
    id: 'san-address-as-dns',
    mistake: 'An IP address stands in the request as a DNS name.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) => names.map((name) => (name.kind === 'ip' ? { ...name, kind: 'dns' } : name))),
  },
  {
    id: 'san-split-at-every-plus',
    mistake: 'A plus sign inside a name ends the name, as if a further format began.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) => names.map((name) => ({ ...name, value: name.value.split('+')[0] ?? '' }))),
  },
  {
    id: 'san-one-for-each-format',
    mistake: 'Names are kept by their format, so that a second one of the same format overwrites the first.',
    breaks: ['R-SCEP-24'],
    adjust: naming((names) => [...new Map(names.map((name) => [name.kind, name])).values()]),
  },
  {
    id: 'san-repeats-the-subject',
    mistake: 'The common name of the subject is asked for as a DNS name too.',
    breaks: ['R-SCEP-24'],
    adjust: asking((asked) => ({
      ...asked,
      subjectAlternativeNames: [
        ...(asked.subjectAlternativeNames ?? []),
        { kind: 'dns', value: 'alpha.contoso.com' },
      ],
    })),
  },
  {
    id: 'san-empty-refused',
    mistake: 'An empty SubjectAlternativeNames is refused when it is set.',
    breaks: ['R-SCEP-24', 'R-EX-01'],
    adjust: csp(() => ({
      refusesChange: ({ place, text }) => place.definition.name === 'SubjectAlternativeNames' && text === '',
    })),
  },
];

/** TemplateName in the certificate request (csp-source.txt, TemplateName). */
const templates: readonly Fault[] = [
  {
    id: 'template-of-the-vendor',
    mistake: "The request names the vendor's own template in place of TemplateName.",
    breaks: ['R-SCEP-18'],
    adjust: asking((asked) =>
      asked.template === undefined || asked.template === ''
        ? asked
        : { ...asked, template: '1.3.6.1.4.1.311.21.8.1.1' },
    ),
  },
  {
    id: 'template-arc-lost',
    mistake: 'The last arc of TemplateName, taken for its version, is left out of the request.',
    breaks: ['R-SCEP-18'],
    adjust: asking((asked) => ({ ...asked, template: (asked.template ?? '').replace(/\.\d+$/, '') })),
  },
  {
    id: 'template-refused',
    mistake: 'TemplateName takes names of templates only and refuses OIDs.',
    breaks: ['R-SCEP-18'],
    adjust: csp(() => ({
      refusesChange: ({ place, text }) => place.definition.name === 'TemplateName' && /^[\d.]+$/.test(text),
    })),
  },
];

/** The wish for a period of validity (csp-source.txt, ValidPeriod and ValidPeriodUnits). */
const wishes: readonly Fault[] = [
  {
    id: 'validity-always-in-days',
    mistake: 'ValidPeriod is passed over: the wish is always for days.',
    breaks: ['R-SCEP-26', 'R-SCEP-25'],
    adjust: asking((asked) => wishing(asked, (wish) => ({ ...wish, period: 'Days' }))),
  },
  {
    id: 'validity-months-in-years',
    mistake: 'Months are passed on as years.',
    breaks: ['R-SCEP-26', 'R-SCEP-25'],
    adjust: asking((asked) =>
      wishing(asked, (wish) => ({ ...wish, period: wish.period === 'Months' ? 'Years' : wish.period })),
    ),
  },
  {
    id: 'validity-one-unit',
    mistake: 'ValidPeriodUnits is passed over: the wish is always for one unit.',
    breaks: ['R-SCEP-26'],
    adjust: asking((asked) => wishing(asked, (wish) => ({ ...wish, units: '1' }))),
  },
  {
    id: 'validity-in-years-by-default',
    mistake: 'Where ValidPeriod is missing, years are meant.',
    breaks: ['R-SCEP-25', 'R-SCEP-26'],
    adjust: assuming('ValidPeriod', 'Years'),
  },
  {
    id: 'validity-of-a-year-by-default',
    mistake: 'Where ValidPeriodUnits is missing or 0, the wish is for 365 units.',
    breaks: ['R-SCEP-26'],
    adjust: asking((asked) => ({ ...asked, validity: asked.validity ?? { period: 'Days', units: '365' } })),
  },
  {
    id: 'valid-period-not-checked',
    mistake: 'Any text is taken as a ValidPeriod, and days are meant where it is none.',
    breaks: ['R-SCEP-25'],
    adjust: together(
      csp(() => ({
        settingFault: (_name, _text, found) => (found === 'A-04/ValidPeriod' ? undefined : found),
      })),
      reading('ValidPeriod', (text) => (/^(Months|Years)$/.test(text) ? text : 'Days')),
    ),
  },
];

export const scepNameFaults: readonly Fault[] = [...alternativeNames, ...templates, ...wishes];

function naming(change: (names: readonly GeneralName[]) => readonly GeneralName[]): Fault['adjust'] {
  return asking((asked) => ({
    ...asked,
    subjectAlternativeNames: change(asked.subjectAlternativeNames ?? []),
  }));
}

type Wish = NonNullable<RequestSpecification['validity']>;

function wishing(asked: RequestSpecification, change: (wish: Wish) => Wish): RequestSpecification {
  return asked.validity === undefined ? asked : { ...asked, validity: change(asked.validity) };
}
