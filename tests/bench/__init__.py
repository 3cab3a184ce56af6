"""How fast a sign-in is, beside other libraries, in one run: `make bench` (docs/performance.md)."""
