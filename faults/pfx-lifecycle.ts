import type { Change } from '../simulator/engine/provider.ts';
import type { SettingTexts } from '../simulator/csp/pfx-settings.ts';
import { csp, engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

const blob = 'PFXCertInstall/{UniqueID}/PFXCertBlob';

/** When a PFX is imported, and with which settings. */
export const pfxImportFaults: readonly Fault[] = [
  {
    id: 'add-over-blob-installs',
    mistake: 'Add of a blob where one is succeeds, and its certificate takes the place of the other.',
    breaks: ['R-PFX-13', 'R-DM-05'],
    adjust: engine(({ addOverwrites }) => ({
      addOverwrites: (place) => place.definition.id === blob || addOverwrites(place),
    })),
  },
  {
    id: 'replace-of-absent-blob-installs',
    mistake: 'Replace of a blob where none is installs it.',
    breaks: ['R-PFX-15'],
    adjust: engine(({ replaceCreates }) => ({
      replaceCreates: (definition) => definition.id === blob || replaceCreates(definition),
    })),
  },
  {
    id: 'replace-of-blob-keeps-the-old-certificate',
    mistake: 'Replace of the blob adds its certificate to the one that was installed before.',
    breaks: ['R-PFX-14'],
    adjust: csp(({ takesAway }) => ({
      takesAway: (by, request) => by !== 'Replace' && takesAway(by, request),
    })),
  },
  {
    id: 'second-replace-keeps-the-old-certificate',
    mistake: 'The first Replace of a blob overwrites its certificate, every later one adds its own.',
    breaks: ['R-PFX-14'],
    adjust: csp(({ takesAway }) => {
      const imports = new Map<string, number>();
      return {
        takesAway: (by, request) => {
          if (by === 'Delete') return takesAway(by, request);
          const count = (imports.get(request.key) ?? 0) + 1;
          imports.set(request.key, count);
          return count <= 2 && takesAway(by, request);
        },
      };
    }),
  },
  {
    id: 'replace-of-blob-imports-nothing',
    mistake: 'Replace of the blob stores it and leaves the certificate as it is.',
    breaks: ['R-PFX-14'],
    adjust: csp(({ startsImport }) => ({
      startsImport: (change, texts) => change.verb === 'Add' && startsImport(change, texts),
    })),
  },
  {
    id: 'replace-of-blob-imports-the-first-one',
    mistake: 'The blob of a request is read once: Replace imports the first one again.',
    breaks: ['R-PFX-14'],
    adjust: csp(({ settingsFor }) => {
      const blobs = new Map<string, string>();
      return {
        settingsFor: (request, own) => {
          const settings = settingsFor(request, own);
          const first = blobs.get(request.key) ?? settings.get('PFXCertBlob') ?? '';
          blobs.set(request.key, first);
          return new Map([...settings, ['PFXCertBlob', first]]);
        },
      };
    }),
  },
  {
    id: 'password-starts-an-import',
    mistake: 'Setting the password imports the blob that is there.',
    breaks: ['R-PFX-12'],
    adjust: startingAlsoAt((change) => change.place.definition.name === 'PFXCertPassword'),
  },
  {
    id: 'every-replaced-setting-starts-an-import',
    mistake: 'Replace of any setting imports the blob that is there.',
    breaks: ['R-PFX-12'],
    adjust: startingAlsoAt(({ verb }) => verb === 'Replace'),
  },
  {
    id: 'blob-before-key-location-waits',
    mistake: 'A blob that comes before KeyLocation is accepted, and imported once KeyLocation is there.',
    breaks: ['R-PFX-12', 'R-PFX-04'],
    adjust: csp(({ startsImport }) => ({
      startsImport: (change, texts) =>
        startsImport(change, texts)
          ? texts.has('KeyLocation')
          : change.place.definition.name === 'KeyLocation' && texts.has('PFXCertBlob'),
    })),
  },
  {
    id: 'missing-settings-taken-from-the-previous-install',
    mistake: 'Settings that an install lacks are those of the install before it.',
    breaks: ['R-GEN-01', 'R-PFX-04', 'R-PFX-16'],
    adjust: csp(({ settingsFor }) => {
      let previous: SettingTexts = new Map();
      return {
        settingsFor: (request, own) => {
          previous = new Map([...previous, ...settingsFor(request, own)]);
          return previous;
        },
      };
    }),
  },
  {
    id: 'settings-of-the-first-install',
    mistake: 'A request keeps the settings of its first install: later ones change the blob only.',
    breaks: ['R-PFX-14', 'R-PFX-16', 'R-PFX-20'],
    adjust: csp(({ settingsFor }) => {
      const first = new Map<string, SettingTexts>();
      return {
        settingsFor: (request, own) => {
          const settings = settingsFor(request, own);
          const kept = first.get(request.key) ?? settings;
          first.set(request.key, kept);
          return new Map([...kept, ['PFXCertBlob', settings.get('PFXCertBlob') ?? '']]);
        },
      };
    }),
  },
  {
    id: 'one-install-at-a-time',
    mistake:
      'Certificates lie in one place for all requests: an install takes away that of the request before.',
    breaks: ['R-GEN-01'],
    adjust: csp(({ keepStores }) => {
      let latest: string | undefined;
      return {
        keepStores: (given) => {
          const stores = keepStores(given);
          return {
            ...stores,
            install: (certificate, owner) => {
              if (latest !== undefined && latest !== owner) stores.release(latest, 'go');
              latest = owner;
              stores.install(certificate, owner);
            },
          };
        },
      };
    }),
  },
];

/** A device that imports the blob that is there at other changes as well. */
function startingAlsoAt(isStart: (change: Change) => boolean): Fault['adjust'] {
  return csp(({ startsImport }) => ({
    startsImport: (change, texts) =>
      startsImport(change, texts) || (texts.has('PFXCertBlob') && isStart(change)),
  }));
}
