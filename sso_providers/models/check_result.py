"""The outcome of one check of a registration."""

from django.db import models


class CheckResult(models.Model):
    """`stages` is the report as JSON (`actions.checks`); it never holds a secret or a provider's answer."""

    registration = models.ForeignKey("ProviderRegistration", on_delete=models.CASCADE, related_name="check_results")
    registration_version = models.PositiveIntegerField()
    status = models.CharField(max_length=20)
    stages = models.JSONField()
    checked_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.CharField(max_length=150)
    # Of the TLS certificates that were seen, the one that ends first, and the host that showed it.
    tls_ends_at = models.DateTimeField(null=True)
    tls_host = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        get_latest_by = "checked_at"
        indexes = [models.Index(fields=["registration", "tls_ends_at"], name="certificates_that_end")]

    def __str__(self) -> str:
        return f"{self.registration} version {self.registration_version}: {self.status}"
