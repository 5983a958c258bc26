// Which verbs bring a service to where it shall be, where there is no systemd.

export interface ServiceSeen {
  readonly exists: boolean;
  /** undefined when neither the status command nor a pattern tells. */
  readonly running: boolean | undefined;
  readonly enabled: boolean;
}

export interface ServiceWanted {
  readonly name: string;
  readonly state?: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined;
  readonly enabled?: boolean | undefined;
  /** Seconds between stop and start of a restart. */
  readonly sleep?: number | undefined;
}

export type ServiceStep = 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reload' | 'sleep';

export interface ServiceDecision {
  readonly steps: readonly ServiceStep[];
  readonly failure?: string;
}

export function decideService(wanted: ServiceWanted, seen: ServiceSeen): ServiceDecision {
  if (!seen.exists) return { steps: [], failure: `Could not find the requested service ${wanted.name}: host` };
  const steps: ServiceStep[] = [];
  if (wanted.enabled !== undefined && wanted.enabled !== seen.enabled)
    steps.push(wanted.enabled ? 'enable' : 'disable');
  if (wanted.state === undefined) return { steps };
  if (seen.running === undefined && (wanted.state === 'started' || wanted.state === 'stopped')) {
    return {
      steps: [],
      failure: `the status of ${wanted.name} cannot be found out: its script has no status command; set pattern to a part of its command line`,
    };
  }
  switch (wanted.state) {
    case 'started':
      return { steps: seen.running === true ? steps : [...steps, 'start'] };
    case 'stopped':
      return { steps: seen.running === true ? [...steps, 'stop'] : steps };
    case 'reloaded':
      return { steps: [...steps, seen.running === false ? 'start' : 'reload'] };
    case 'restarted':
      if (wanted.sleep !== undefined && wanted.sleep > 0) return { steps: [...steps, 'stop', 'sleep', 'start'] };
      return { steps: [...steps, seen.running === false ? 'start' : 'restart'] };
  }
}
