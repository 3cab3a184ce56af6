"""Our application at one identity provider."""

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.conf import settings as portal_settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sso_providers.catalogue import KINDS, Application, Flow, Kind, get_kind
from sso_providers.language import in_words, within_sentence
from sso_providers.oidc.policy import GROUP_ROLES, StaffPolicy

from .check_result import CheckResult

if TYPE_CHECKING:
    from .registration_secret import RegistrationSecret


def kind_choices() -> list[tuple[str, str]]:
    """A callable, so that a new kind makes no migration."""
    return [(kind.id, in_words(kind.label)) for kind in KINDS.values()]


def flow_choices() -> list[tuple[str, str]]:
    return [(flow.value, in_words(flow.label)) for flow in Flow]


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, capfirst(in_words(role.value))) for role in GROUP_ROLES]


class Status(Enum):
    """How a registration stands, with a badge's class, never its only sign. `label` is translated where it is shown."""

    UNKNOWN = ("broken: unknown provider or flow", "bad")
    DRAFT = ("not checked yet", "")
    CHANGED = ("changed since its check", "warn")
    WORKS = ("works", "ok")
    WARNING = ("works, with a warning", "warn")
    BROKEN = ("check failed", "bad")

    def __init__(self, label: str, css: str) -> None:
        self.label = label
        self.css = css


class RegistrationQuerySet(models.QuerySet["ProviderRegistration"]):
    def for_staff_login(self) -> "RegistrationQuerySet":
        return self.filter(staff_login=True).order_by("name")

    def with_last_check(self) -> "RegistrationQuerySet":
        """Adds what `status` reads: the newest check's outcome and version."""
        newest = CheckResult.objects.filter(registration=OuterRef("pk")).order_by("-checked_at", "-pk")
        return self.annotate(
            last_check_status=Subquery(newest.values("status")[:1]),
            last_check_version=Subquery(newest.values("registration_version")[:1]),
        )


class ProviderRegistration(models.Model):
    """One registration. Changes go through `actions.registrations`, which keep versions and the audit.

    `settings` holds the kind's own fields, cleaned by its catalogue entry; its secrets are rows of their own.
    """

    slug = models.SlugField(
        _("slug"), max_length=50, unique=True, help_text=_("Part of its addresses, so it can't be changed later.")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("As people know it, such as Auth0 production."))
    kind = models.CharField(_("provider"), max_length=40, choices=kind_choices)
    flow = models.CharField(_("flow"), max_length=20, choices=flow_choices)
    client_id = models.CharField(_("client ID"), max_length=255, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)

    staff_login = models.BooleanField(
        _("people sign in to this portal with it"),
        default=False,
        help_text=_("Needs the client secret, and a role below."),
    )
    allowed_domains = models.JSONField(
        _("allowed domains"),
        default=list,
        blank=True,
        help_text=_("Only verified e-mail addresses of these domains; blank allows every domain."),
    )
    groups_claim = models.CharField(
        _("groups claim"),
        max_length=100,
        default="groups",
        help_text=_("Claim that lists a person's groups, such as realm_access.roles."),
    )
    required_groups = models.JSONField(
        _("required groups"), default=list, blank=True, help_text=_("Only people in one of these groups; blank: all.")
    )
    group_roles = models.JSONField(
        _("group roles"),
        default=dict,
        blank=True,
        help_text=_("Which group gives which role here; the highest counts."),
    )
    default_role = models.CharField(
        _("default role"),
        max_length=20,
        blank=True,
        choices=role_choices,
        help_text=_("For people whom no group gives a role; blank keeps them out."),
    )

    trust_email = models.BooleanField(
        _("take its e-mail addresses as verified"),
        default=False,
        help_text=_("For providers that don't send email_verified and whose addresses people can't choose themselves."),
    )
    authoritative_email = models.BooleanField(
        _("its e-mail addresses identify people"),
        default=False,
        help_text=_(
            "Anyone who comes for the first time with a verified address gets the account here that has it, "
            "unless that account is one of staff."
        ),
    )
    newcomers_wait = models.BooleanField(
        _("newcomers wait for approval"),
        default=False,
        help_text=_("Anyone who comes for the first time gets in once an administrator has approved it under People."),
    )

    # Which of the guide's steps somebody has ticked off, by their numbers from 1.
    steps_done = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["steps_done"])
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["name"]
        permissions = [
            ("check_providerregistration", "Can check registration"),
            ("reveal_providerregistration", "Can reveal registration"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff_login=False) | Q(flow=Flow.CODE.value), name="staff_login_needs_code_flow"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:sso_providers_providerregistration_change", args=[self.pk])

    @property
    def catalogue_kind(self) -> Kind:
        return get_kind(self.kind)

    @property
    def catalogue_flow(self) -> Flow:
        return Flow(self.flow)

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has (still) the row's kind and flow; lists must show it in any case."""
        return self.kind in KINDS and self.flow in KINDS[self.kind].flows

    @property
    def summary(self) -> str:
        """Provider, and the flow where there is one to choose."""
        if not self.is_known:
            return gettext("%(kind)s · %(flow)s flow") % {"kind": self.kind, "flow": self.flow}
        kind = self.catalogue_kind
        if len(kind.flows) == 1:
            return in_words(kind.label)
        said = {"kind": in_words(kind.label), "flow": within_sentence(self.catalogue_flow.label)}
        return gettext("%(kind)s · %(flow)s flow") % said

    @property
    def status(self) -> Status:
        """Needs a row from `with_last_check`."""
        if not self.is_known:
            return Status.UNKNOWN
        row: Any = self
        match row.last_check_status:
            case None:
                return Status.DRAFT
            case _ if row.last_check_version != self.version:
                return Status.CHANGED
            case "failed":
                return Status.BROKEN
            case "warning":
                return Status.WARNING
            case _:
                return Status.WORKS

    @property
    def callback_url(self) -> str:
        """Where the provider answers a sign-in to this portal; to be registered there."""
        return portal_settings.PORTAL_URL + reverse("sign-in-callback", args=[self.slug])

    @property
    def signed_out_url(self) -> str:
        """Where the provider sends the browser back to after a sign-out there; to be registered there."""
        return portal_settings.PORTAL_URL + reverse("signed-out")

    @property
    def back_channel_logout_url(self) -> str:
        """Where the provider says that it signed somebody out; to be registered there, if it can."""
        return portal_settings.PORTAL_URL + reverse("back-channel-logout", args=[self.slug])

    @property
    def staff_policy(self) -> StaffPolicy:
        return StaffPolicy(
            allowed_domains=tuple(self.allowed_domains),
            required_groups=tuple(self.required_groups),
            groups_claim=self.groups_claim,
            group_roles=self.group_roles,
            default_role=self.default_role,
            trust_email=self.trust_email,
        )

    def application(self, *, with_secret: bool, stored: "Iterable[RegistrationSecret] | None" = None) -> Application:
        """What the exporters, checks and the sign-in work on. Raises `crypto.MissingKey`, `crypto.Damaged`.

        `stored` are the registration's secrets, where somebody has read them.
        """
        wanted = (self.secrets.all() if stored is None else stored) if with_secret else ()
        return Application(
            kind=self.catalogue_kind,
            flow=self.catalogue_flow,
            client_id=self.client_id,
            secrets={each.name: each.sealed.open() for each in wanted},
            settings=self.catalogue_kind.with_defaults(self.catalogue_flow, typed(self.settings)),
        )


def typed(settings: dict[str, Any]) -> dict[str, Any]:
    """JSON's lists as the catalogue's tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
