"""OpenID Connect without HTTP and Django: pure functions over dicts, text and PyJWT."""
