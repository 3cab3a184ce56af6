"""Staff sign-in. The only place that imports mozilla_django_oidc."""
