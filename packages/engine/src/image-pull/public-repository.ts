/** Where images are public, or pulled with credentials for the sake of the rate limit alone. */
const PUBLIC =
  /^(?:docker\.io|registry\.k8s\.io|k8s\.gcr\.io|gcr\.io\/distroless|mcr\.microsoft\.com|public\.ecr\.aws)\//;

/** `repository`: the whole name, `docker.io/library/nginx`. */
export const isPublicRepository = (repository: string): boolean => PUBLIC.test(repository);
