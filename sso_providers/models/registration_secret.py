"""One secret of a registration, encrypted."""

from django.db import models

from .fields import SealedField


class RegistrationSecret(models.Model):
    """`name` is the catalogue's. The history of a registration does not know these rows."""

    registration = models.ForeignKey("ProviderRegistration", on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=50)
    sealed = SealedField(editable=False)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    # The last day on which the provider takes it, where somebody or the provider has said so.
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "name"], name="one_secret_of_a_name_per_registration")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.registration}"
