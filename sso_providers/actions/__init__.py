"""Every write that matters: the change, its version and its audit event in one transaction."""
