"""A person at a provider, linked to one portal user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sso_providers.oidc.discovery import MAX_ISSUER
from sso_providers.oidc.tokens import MAX_SUBJECT

from .provider_registration import ProviderRegistration


class ExternalIdentity(models.Model):
    """People are found by (issuer, subject) and by nothing else (OpenID Connect Core 5.7)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="external_identities")
    registration = models.ForeignKey(ProviderRegistration, null=True, on_delete=models.SET_NULL)
    issuer = models.CharField(max_length=MAX_ISSUER)
    subject = models.CharField(max_length=MAX_SUBJECT)
    email = models.CharField(max_length=254, blank=True)
    email_verified = models.BooleanField(
        default=False, help_text=_("At the last sign-in the provider said that the address is the person's.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_signed_in_at = models.DateTimeField()
    awaits_approval = models.BooleanField(default=False)
    made_superuser = models.BooleanField(
        default=False, help_text=_("A group at the provider made the person a superuser, and can take it back.")
    )

    class Meta:
        verbose_name = _("external identity")
        verbose_name_plural = _("external identities")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_user_per_issuer_and_subject")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"
