/** From sockets to the stages and back. */
export { failureResponse, textResponse } from './failure-response.js';
export { goJson } from './go-json.js';
export { DEFAULT_LIMITS, type HttpLimits } from './limits.js';
export { ListenError } from './listen-error.js';
export { type Listener, type ListenOptions, listen, type ServingCertificate } from './listener.js';
export { loopbackClient } from './loopback-client.js';
export {
  contentTypeOf,
  type NegotiatedOutput,
  type NegotiationOptions,
  negotiateErrorOutput,
  negotiateOutput,
  notAcceptable,
  type OutputMediaType,
  type Transform,
} from './negotiation.js';
export { PathMux, type PathMuxOptions } from './path-mux.js';
export type {
  ApiRequest,
  ApiResponse,
  Handler,
  RequestConnection,
  RequestContext,
  ResponseBody,
  ResponseSink,
  Stage,
} from './request.js';
export { isLongRunning } from './request-deadline.js';
export { runtimeProblem } from './runtime-version.js';
export { type ProtobufEncoder, serialize } from './serialize.js';
export {
  type PanicReport,
  type RequestObserver,
  type ServerChain,
  type ServerChainOptions,
  serverChain,
} from './server-chain.js';
export { ServerLifecycle, type ShutdownOptions } from './server-lifecycle.js';
export { type Failure, StatusError, type StatusReason, statusObject } from './status-error.js';
export { boundedTimeout } from './timer-limit.js';
export { WarningRecorder } from './warning-recorder.js';
