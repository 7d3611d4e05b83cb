/** What patches do to objects: JSON patch, JSON merge patch, strategic merge patch, server-side apply. */
