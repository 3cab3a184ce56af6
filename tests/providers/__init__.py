"""The sign-in's journeys at identity providers that nobody here wrote: `make providers`, then `make test-providers`."""
