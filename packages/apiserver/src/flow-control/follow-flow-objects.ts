/** Keeps the flow controller at what the objects of the cluster say. */
import type { ObjectCaches } from '../registry/kube-object.js';
import type { FlowController } from './flow-controller.js';
import { readFlowSchema, readPriorityLevel } from './read-flow-objects.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';

/** Returns the way to stop. */
export function followFlowObjects(caches: ObjectCaches, controller: FlowController): () => void {
  const schemas = caches.cache(GROUP, 'flowschemas');
  const levels = caches.cache(GROUP, 'prioritylevelconfigurations');
  if (schemas === undefined || levels === undefined) return () => undefined;
  let isDue = false;
  const configure = (): void => {
    isDue = false;
    controller.configure({
      flowSchemas: schemas.list('').map(({ object }) => readFlowSchema(object)),
      priorityLevels: levels.list('').map(({ object }) => readPriorityLevel(object)),
    });
  };
  /** Many objects change at once when a server starts. */
  const later = (): void => {
    if (isDue) return;
    isDue = true;
    setImmediate(configure);
  };
  configure();
  const stops = [schemas.subscribe(later), levels.subscribe(later)];
  return () => {
    for (const stop of stops) stop();
  };
}
