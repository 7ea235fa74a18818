import { openService, type ServiceAddress, type ServiceClient } from '../http/json-service.ts';

/** Connections are kept: a device is woken once for each case. */
const services = new WeakMap<ServiceAddress, ServiceClient>();

/** Asks the laboratory of a device to begin a session; a device without one comes by its own schedule. */
export async function wakeLaboratory(laboratory: ServiceAddress | undefined): Promise<void> {
  if (laboratory === undefined) return;
  const service = services.get(laboratory) ?? openService(laboratory);
  services.set(laboratory, service);
  await service.ask('sync');
}
