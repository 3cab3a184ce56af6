"""Registrations of applications at identity providers, and what follows from them."""
