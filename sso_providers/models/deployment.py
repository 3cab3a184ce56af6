"""One OpenMetadata installation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sso_providers.catalogue import RELEASES, get_release
from sso_providers.openmetadata.server import Server

from .provider_registration import ProviderRegistration, typed


def release_choices() -> list[tuple[str, str]]:
    return [(line, line) for line in reversed(RELEASES)]


def default_admins() -> list[str]:
    return ["admin"]


class Deployment(models.Model):
    """One installation, the registration it signs people in with, and its authorizer settings.

    `settings` holds those of `openmetadata.server.OPTIONS` that differ from OpenMetadata's own.
    Changes go through `actions.deployments`, which keep versions and the audit.
    """

    slug = models.SlugField(
        _("slug"), max_length=50, unique=True, help_text=_("Part of its addresses, so it can't be changed later.")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("As people know it, such as Production."))
    url = models.CharField(
        _("address"), max_length=200, help_text=_("What people type, such as https://metadata.acme.example.")
    )
    release = models.CharField(_("OpenMetadata release"), max_length=10, choices=release_choices)
    registration = models.ForeignKey(
        ProviderRegistration, on_delete=models.PROTECT, related_name="deployments", verbose_name=_("registration")
    )

    admin_principals = models.JSONField(
        _("administrators"),
        default=default_admins,
        help_text=_("User names: the part of the e-mail address before the @, in lower case."),
    )
    principal_domain = models.CharField(
        _("principal domain"),
        max_length=253,
        help_text=_("One mail domain, such as acme.example; bots get addresses in it too."),
    )
    allowed_domains = models.JSONField(
        _("allowed domains"),
        default=list,
        blank=True,
        help_text=_("If filled in, they replace the principal domain: list every domain, that one too."),
    )
    enforce_principal_domain = models.BooleanField(_("refuse people of other mail domains"), default=False)
    self_signup = models.BooleanField(_("people get an account at their first sign-in"), default=True)
    use_roles_from_provider = models.BooleanField(_("take roles from the token's roles claim"), default=False)
    enable_secure_socket = models.BooleanField(_("check tokens on the web socket"), default=False)
    settings = models.JSONField(_("settings"), default=dict, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    exported_at = models.DateTimeField(null=True, editable=False)
    exported_versions = models.CharField(max_length=40, blank=True, editable=False)
    # When the running server was last asked, and in what it differed then: {"setting", "here", "there"} each.
    server_seen_at = models.DateTimeField(null=True, editable=False)
    server_differs = models.JSONField(default=list, blank=True, editable=False)

    history = HistoricalRecords(
        excluded_fields=["exported_at", "exported_versions", "server_seen_at", "server_differs"]
    )

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ["name"]
        permissions = [
            ("export_deployment", "Can export deployment"),
            ("export_deployment_with_secrets", "Can export deployment with secrets"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(admin_principals=[]), name="deployment_has_an_administrator"),
            models.CheckConstraint(
                condition=Q(exported_at__isnull=True, exported_versions="")
                | Q(exported_at__isnull=False) & ~Q(exported_versions=""),
                name="export_and_its_versions_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:sso_providers_deployment_change", args=[self.pk])

    @property
    def current_versions(self) -> str:
        """Deployment's and registration's version: what an export is made of."""
        return f"{self.version}.{self.registration.version}"

    @property
    def changed_since_export(self) -> bool:
        return bool(self.exported_versions) and self.exported_versions != self.current_versions

    def server(self) -> Server:
        return Server(
            url=self.url,
            release=get_release(self.release),
            admin_principals=tuple(self.admin_principals),
            principal_domain=self.principal_domain,
            allowed_domains=tuple(self.allowed_domains),
            enforce_principal_domain=self.enforce_principal_domain,
            enable_secure_socket=self.enable_secure_socket,
            use_roles_from_provider=self.use_roles_from_provider,
            self_signup=self.self_signup,
            options=typed(self.settings),
        )
