import type { DeviceConnection } from './connection.ts';

/** The value Flags of HKLM\SYSTEM\CurrentControlSet\Services\embeddedmode\Parameters (device-and-mdm.md, 1.3). */
export type EmbeddedModeFlag =
  | { readonly kind: 'absent' }
  | { readonly kind: 'number'; readonly value: number }
  /** hex: two digits a byte, lower case */
  | { readonly kind: 'bytes'; readonly hex: string };

/**
 * What PowerShell does on a Windows machine, by the same scripts whether it runs here or at the other end of SSH. Where
 * a script fails, a TargetFailure with one sentence.
 */
export interface PowerShellMachine extends Pick<
  DeviceConnection,
  'describe' | 'readStores' | 'removeCertificates' | 'events' | 'getWeb'
> {
  readFlag(): Promise<EmbeddedModeFlag>;
  writeFlag(flag: EmbeddedModeFlag): Promise<void>;
}
