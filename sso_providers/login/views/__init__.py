"""The sign-in pages: choose a way in, go to the provider, come back, sign out."""
