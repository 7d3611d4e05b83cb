/** KEP-24. */
import { flagOf, objectOf, textOf } from '../../security-context/plain-values.js';
import { podSpecOf } from '../../security-context/pod-containers.js';
import { isWindowsPod } from '../../security-context/pod-view.js';
import type { AdoptionPlace, FeatureUse, SecurityFeature } from '../adoption.js';
import type { InputWorkload } from '../cluster-input.js';

export const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** From this minor on the fields exist, and the annotation is deprecated. */
const FIELDS_FROM = 30;

interface Wish {
  readonly fieldPath: string;
  readonly profile: string;
  readonly isAnnotation: boolean;
}

/** Every profile that the pod asks for, wherever it is written; unconfined ones among them. */
function wishesOf({ pod, prefix, containers }: InputWorkload): Wish[] {
  const wishes: Wish[] = [];
  const addField = (fieldPath: string, context: { appArmorProfile?: { type?: string } } | undefined): void => {
    const profile = textOf(objectOf(context?.appArmorProfile)?.type);
    if (profile !== undefined) wishes.push({ fieldPath: prefix + fieldPath, profile, isAnnotation: false });
  };
  addField('spec.securityContext.appArmorProfile', objectOf(podSpecOf(pod).securityContext));
  for (const { container, path } of containers) {
    addField(`${path}.securityContext.appArmorProfile`, objectOf(container.securityContext));
  }
  for (const [key, value] of Object.entries(objectOf(objectOf(pod.metadata)?.annotations) ?? {})) {
    if (!key.startsWith(APP_ARMOR_ANNOTATION)) continue;
    wishes.push({
      fieldPath: `${prefix}metadata.annotations[${key}]`,
      profile: textOf(value) ?? '',
      isAnnotation: true,
    });
  }
  return wishes;
}

const isUnconfined = ({ profile }: Wish): boolean => profile.toLowerCase() === 'unconfined';

export const appArmor: SecurityFeature = {
  kep: 24,
  name: 'AppArmor',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    for (const workload of input.workloads) {
      const { source: object, pod, prefix, containers } = workload;
      if (isWindowsPod(podSpecOf(pod), undefined)) continue;
      const wishes = wishesOf(workload);
      for (const wish of wishes.filter((one) => !isUnconfined(one))) {
        const { fieldPath, isAnnotation } = wish;
        const effective = isAnnotation || profile.minor >= FIELDS_FROM;
        const written = isAnnotation ? 'by annotation' : 'by field';
        const lost = effective ? '' : ': the field is unknown before 1.30, and the pod runs without the profile';
        uses.push({ object, fieldPath, effective, message: `profile ${wish.profile} ${written}${lost}` });
        if (isAnnotation && profile.minor >= FIELDS_FROM) {
          const message =
            'by annotation, which is deprecated since 1.30: securityContext.appArmorProfile says the same';
          couldUse.push({ object, fieldPath, message });
        }
      }
      if (wishes.length > 0 || containers.length === 0) continue;
      if (containers.every(({ container }) => flagOf(objectOf(container.securityContext)?.privileged) === true))
        continue;
      couldUse.push({
        object,
        fieldPath: `${prefix}spec.securityContext.appArmorProfile`,
        message: 'names no profile: whether one is in force is left to the runtime and the node',
      });
    }
    return { uses, couldUse };
  },
};
