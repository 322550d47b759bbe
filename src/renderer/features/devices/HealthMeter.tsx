import type { DeviceSteps, StepState } from './device-steps.ts';

const SAID: Record<StepState, string> = {
  proved: 'yes',
  unproved: 'not proved',
  stale: 'stale',
  wrong: 'no',
  cannot: 'can’t be shown',
};

const STEPS = ['configured', 'reachable', 'answering'] as const;

/** Three boxes, one per proof, and what they come to in words. */
export const HealthMeter = ({ steps }: { steps: DeviceSteps }) => (
  <span className="d-health" data-tone={steps.tone}>
    <span className="sr">
      {STEPS.map((name) => `${name}: ${SAID[steps[name]]}`).join(', ')}.{' '}
    </span>
    <span className="d-boxes" aria-hidden>
      {STEPS.map((name) => (
        <i
          key={name}
          data-s={steps[name]}
          data-good={steps.tone === 'good' ? true : undefined}
          title={`${name}: ${SAID[steps[name]]}`}
        />
      ))}
    </span>
    <span className="cut">{steps.words}</span>
  </span>
);
