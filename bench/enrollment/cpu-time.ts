/** Time that this process has had on a core: unlike the clock, it stands still while others use the machine. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
