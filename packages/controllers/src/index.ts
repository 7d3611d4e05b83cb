/** The loops that make the cluster what its objects say. */
