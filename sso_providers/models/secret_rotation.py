"""A secret that is being replaced: the one beside the one in force."""

from django.db import models
from django.db.models import Q

from .fields import SealedField


class SecretRotation(models.Model):
    """There is a row from the day on which a new secret is entered until the old one is retired.

    `other` is the new secret until `switched_at`, and from then on the old one, so that it can be taken back.
    `check_status` is what the provider said of the new one, a `checks.report.Status`; "" before it was asked.
    """

    registration = models.ForeignKey("ProviderRegistration", on_delete=models.CASCADE, related_name="rotations")
    name = models.CharField(max_length=50)
    other = SealedField(editable=False)
    other_expires_on = models.DateField(null=True)
    other_set_at = models.DateTimeField()
    other_set_by = models.CharField(max_length=150)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.CharField(max_length=150)
    check_status = models.CharField(max_length=20, blank=True)
    check_summary = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    switched_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "name"], name="one_rotation_of_a_secret"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(switched_at__isnull=False),
                name="rotation_is_confirmed_after_the_switch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.registration}, since {self.started_at:%Y-%m-%d}"
