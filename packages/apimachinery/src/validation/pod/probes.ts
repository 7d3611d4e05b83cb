/**
 * Probes. Source: pkg/apis/core/validation/validation.go validateProbe and its neighbours.
 */
import type { Container, Probe } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateNonnegativeField } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number } from '../zero-value.js';
import { PROBE_HANDLERS, validateHandler } from './handlers.js';

export function validateProbes(
  container: Container,
  containerPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (isSet(livenessProbe)) {
    const path = containerPath.child('livenessProbe');
    validateProbe(livenessProbe, path, options, errors);
    validateSuccessThreshold(livenessProbe, path, errors);
  }
  if (isSet(readinessProbe)) {
    const path = containerPath.child('readinessProbe');
    validateProbe(readinessProbe, path, options, errors);
    if (isSet(readinessProbe.terminationGracePeriodSeconds)) {
      const badValue = readinessProbe.terminationGracePeriodSeconds;
      errors.invalid(path.child('terminationGracePeriodSeconds'), badValue, 'must not be set for readinessProbes');
    }
  }
  if (isSet(startupProbe)) {
    const path = containerPath.child('startupProbe');
    validateProbe(startupProbe, path, options, errors);
    validateSuccessThreshold(startupProbe, path, errors);
  }
}

function validateProbe(probe: Probe, path: Path, options: ValidationOptions, errors: ErrorList): void {
  validateHandler(probe, PROBE_HANDLERS, undefined, path, options, errors);
  validateNonnegativeField(probe.initialDelaySeconds, path, 'initialDelaySeconds', errors);
  validateNonnegativeField(probe.timeoutSeconds, path, 'timeoutSeconds', errors);
  validateNonnegativeField(probe.periodSeconds, path, 'periodSeconds', errors);
  validateNonnegativeField(probe.successThreshold, path, 'successThreshold', errors);
  validateNonnegativeField(probe.failureThreshold, path, 'failureThreshold', errors);
  const gracePeriod = probe.terminationGracePeriodSeconds;
  if (isSet(gracePeriod) && gracePeriod <= 0) {
    errors.invalid(path.child('terminationGracePeriodSeconds'), gracePeriod, 'must be greater than 0');
  }
}

function validateSuccessThreshold(probe: Probe, path: Path, errors: ErrorList): void {
  const threshold = number(probe.successThreshold);
  if (threshold != 1) errors.invalid(path.child('successThreshold'), threshold, 'must be 1');
}
