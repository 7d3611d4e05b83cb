/** A kube-apiserver. */
