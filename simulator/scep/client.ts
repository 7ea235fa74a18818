import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from '../../pki/random.ts';
import type { Exchange, SyncScepTransport } from '../../pki/scep/transport.ts';
import type { EnrollmentClient, EnrollmentProgress, EnrollmentRequest } from '../csp/enrollment.ts';
import type { CspRules } from '../csp/rules.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import { createCertificateWatch } from './certificate-watch.ts';
import { placeForKey, type KeyEnvironment, type KeyPlace } from './key-protection.ts';
import type { KeySource } from './key-source.ts';
import { planFor } from './plan.ts';
import { enroll, failed, type Enrolled, type Enrollment, type Failed } from './protocol.ts';

/** What enables a virtual device to enroll. */
export interface ScepAccess {
  readonly transport: SyncScepTransport;
  /** A source of its own for each device. */
  readonly keys: KeySource;
  /** For nonces, transactions and envelopes. */
  readonly random: RandomBytes;
}

/** The device that the client is part of. */
export interface ClientEnvironment extends KeyEnvironment {
  readonly rules: CspRules;
  readonly stores: CertificateStores;
}

/** An enrollment under way. */
interface Job {
  readonly request: EnrollmentRequest;
  readonly report: (progress: EnrollmentProgress) => void;
  /** Absent until it begins. */
  readonly run?: Run;
  /** An exchange that has been made, and whose answer arrives when the job is due. */
  readonly arriving?: Exchange;
  /** When it goes on, milliseconds since 1970. */
  readonly due: number;
}

interface Run {
  readonly enrollment: Enrollment;
  readonly key: KeyObject;
  readonly place: KeyPlace;
}

/**
 * The SCEP client of a virtual device. Servers answer at once; polls, and answers that come late, take time of the
 * device's clock.
 */
export function createScepClient(access: ScepAccess, environment: ClientEnvironment): EnrollmentClient {
  const { rules, stores } = environment;
  const jobs = new Map<string, Job>();
  const watch = createCertificateWatch(stores, rules.emptiesThumbprint);
  /** Requests that have brought a certificate, and are not deleted. */
  const owners = new Set<string>();
  let deleted = 0;

  /** Reads the settings and makes the key; all that follows is the protocol's. */
  function begin(request: EnrollmentRequest): Run | Failed {
    try {
      const { reread } = request;
      const replan = reread === undefined ? {} : { replan: () => planFor(reread(), rules) };
      const wanted = planFor(reread?.() ?? request, rules);
      const place = placeForKey(wanted, environment, rules);
      const plan = { ...wanted, hashes: rules.hashesWith(place.provider, wanted.hashes) };
      const key = access.keys.next(plan.keyLength);
      const tools = { rules, privateKey: key, random: access.random, ...replan };
      return { enrollment: enroll(plan, tools), key, place };
    } catch (error) {
      return failed(error);
    }
  }

  /** Goes on until there is something to wait for. */
  function goOn(job: Job, now: number): void {
    const { request, report, arriving } = job;
    const run = job.run ?? begin(request);
    if ('kind' in run) {
      fail(job, run);
      return;
    }
    const at = new Date(now);
    const waiting = (seconds: number): Job => ({ request, report, run, due: now + seconds * 1000 });
    let result = run.enrollment.next(arriving === undefined ? { now: at } : { now: at, exchange: arriving });
    while (result.done !== true) {
      const step = result.value;
      if (step.kind === 'wait') {
        report({ status: 2, respondentServerUrl: step.respondent });
        jobs.set(request.key, waiting(step.seconds));
        return;
      }
      const exchange = access.transport.request(step.request);
      if (exchange.seconds > 0) {
        jobs.set(request.key, { ...waiting(exchange.seconds), arriving: exchange });
        return;
      }
      result = run.enrollment.next({ now: at, exchange });
    }
    switch (result.value.kind) {
      case 'failed':
        fail(job, result.value);
        break;
      case 'left-pending':
        report({ status: 2, respondentServerUrl: result.value.respondent, pollsSpent: true });
        break;
      case 'enrolled':
        succeed(job, run, result.value);
        break;
    }
  }

  function fail({ report }: Job, { errorCode, respondent }: Failed): void {
    report({
      status: 16,
      // A node of format int has 32 bits and a sign.
      errorCode: String(errorCode | 0),
      ...(respondent === undefined ? {} : { respondentServerUrl: respondent }),
    });
  }

  function succeed({ request, report }: Job, { key, place }: Run, outcome: Enrolled): void {
    const { certificate, path, respondent } = outcome;
    // The new certificate takes the place of the one that an earlier Exec brought.
    stores.release(request.key, 'stay');
    const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
    const own = rules.storeScope(request.scope);
    for (const scope of request.alsoForUser === true ? ([own, 'user'] as const) : [own]) {
      const entry = { scope, store: 'My', certificate, pkcs8, ...place, exportable: false };
      stores.install(rules.finishInstall(entry), request.key);
    }
    owners.add(request.key);
    const invalidated = (): void => {
      report({ thumbprint: '' });
    };
    watch.watch(request.key, { path, scope: own, invalidated });
    report({ status: 1, thumbprint: rules.thumbprintFor(path), respondentServerUrl: respondent });
  }

  /** An enrollment whose id is gone owns what it brings under a name that no id has, one added again neither. */
  function goOnWithoutId(key: string): void {
    const job = jobs.get(key);
    if (job === undefined) return;
    deleted += 1;
    const owner = `${key}, deleted, ${deleted}`;
    jobs.set(owner, { ...job, request: { ...job.request, key: owner } });
  }

  return {
    reaches: (request) => {
      const run = begin(request);
      if ('kind' in run) return false;
      // What is asked first, GetCACaps, depends on no clock.
      const { done, value } = run.enrollment.next({ now: new Date(0) });
      return (
        done !== true && value.kind === 'send' && access.transport.request(value.request).kind === 'answered'
      );
    },
    start: (request, report) => {
      jobs.set(request.key, { request, report, due: -Infinity });
    },
    forget: (key, what) => {
      if (!rules.cleansUp) return;
      if (what === 'all' && !rules.deleteGivesUp) goOnWithoutId(key);
      jobs.delete(key);
      if (what === 'under-way') return;
      watch.forget(key);
      for (const owner of rules.releasedWith(key, [...owners])) {
        stores.release(owner, rules.sharedCertificates);
        owners.delete(owner);
      }
    },
    nextMoment: () => {
      const moments = [...jobs.values()].map(({ due }) => due);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
    timePassed: (now) => {
      for (const [key, job] of [...jobs]) {
        if (job.due > now) continue;
        jobs.delete(key);
        goOn(job, now);
      }
      watch.look(now);
    },
  };
}
