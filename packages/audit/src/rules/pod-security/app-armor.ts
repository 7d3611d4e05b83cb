import { podSecurityRule } from './pod-security-rule.js';

export const appArmor = podSecurityRule({
  id: 'pod-security/app-armor',
  checkId: 'appArmorProfile',
  title: 'AppArmor profile switched off',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:baseline', 'CIS:5.7.3'],
  description: 'The AppArmor profile is set to Unconfined or to a type that does not exist.',
  risk: "The kernel's mandatory access control no longer denies mounts and writes to /proc and /sys when another barrier falls.",
  remediation: 'Use RuntimeDefault or a Localhost profile.',
  fix: 'set appArmorProfile.type to RuntimeDefault',
  repair: {
    risk: 'what the default profile denies fails: mounts, writes below /proc and /sys, tracing of other programs',
    edit: (patch, fields) => {
      for (const field of fields) {
        if (field.includes('metadata.annotations[')) patch.set(field, 'runtime/default');
        else patch.set(field, 'RuntimeDefault').remove(field.replace(/\.type$/, '.localhostProfile'));
      }
    },
  },
});
