/**
 * The two ways to write a node's blocks of pod addresses, made one.
 * Source: pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec.
 */
import type { Node } from '../../generated/types/core-v1.js';
import { text, texts } from '../zero-value.js';

export function prepareNode(node: Node): Node {
  const cidr = text(node.spec?.podCIDR);
  const cidrs = texts(node.spec?.podCIDRs);
  if (cidr === '' || cidrs[0] === cidr) return node;
  return { ...node, spec: { ...node.spec, podCIDRs: [cidr] } };
}
