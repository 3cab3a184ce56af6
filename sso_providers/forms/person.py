"""The forms of a person: rights, a new local account, and the password that somebody else sets."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import passwords
from sso_providers.actions.audit import Actor
from sso_providers.oidc.policy import GROUP_ROLES, Role

from .confirming import require_confirmation

MAY = {
    Role.VIEWER: _("Viewer: sees registrations, deployments and checks, and changes nothing"),
    Role.OPERATOR: _("Operator: registers, checks and exports, too"),
    Role.ADMINISTRATOR: _("Administrator: deletes, exports real secrets and manages people, too"),
}
NAME_HELP = _("By which they sign in here with a password: letters, digits and @ . + - _")
PASSWORD_CHOICES = {"true": _("With a password"), "false": _("Without: the person signs in through a provider")}


class RolesField(forms.ModelMultipleChoiceField):
    """The portal's roles are groups; their keys are in rising order."""

    def __init__(self, **kwargs: Any) -> None:
        roles = Group.objects.filter(name__in=[role.value for role in GROUP_ROLES]).order_by("pk")
        super().__init__(roles, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def label_from_instance(self, group: Any) -> str:
        return str(MAY[Role(group.name)])


class PersonForm(UserChangeForm):
    """`by`, which the page sets, is the person who saves."""

    by: Actor
    password: Any = None  # its hash is nobody's business
    groups = RolesField(label=_("Roles"), help_text=_("The highest counts. Without any, the person has no access."))

    class Meta(UserChangeForm.Meta):  # type: ignore[name-defined]
        labels = {
            "username": _("User name"),
            "email": _("E-mail address"),
            "is_active": _("Active"),
            "is_superuser": _("Superuser"),
        }
        help_texts = {
            "username": NAME_HELP,
            "is_active": _("Without it nobody signs in with this account, and its sessions end."),
            "is_superuser": _("May do everything here, and makes other superusers."),
        }

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.promotes():
            sentence = gettext(
                "Before you make an administrator or a superuser, or switch one on again, confirm that it is you."
            )
            require_confirmation(self, self.by, sentence)
        return cleaned

    def promotes(self) -> bool:
        """Whether the person gets a right to manage the portal, or can use one again."""
        person = self.instance  # has the typed values only after cleaning, and its groups only after saving
        typed = {"is_superuser": person.is_superuser, "is_active": person.is_active, **self.cleaned_data}
        had = managing({group.name for group in person.groups.all()}, is_superuser=person.is_superuser)
        gets = managing({group.name for group in typed.get("groups", ())}, is_superuser=typed["is_superuser"])
        switched_on = typed["is_active"] and not person.is_active
        return bool(gets if switched_on else gets - had)


def managing(groups: set[str], *, is_superuser: bool) -> set[Role]:
    """Those of a person's rights by which they manage the portal."""
    rights = {Role.SUPERUSER} if is_superuser else set()
    return rights | ({Role.ADMINISTRATOR} if Role.ADMINISTRATOR in groups else set())


class NewPersonForm(AdminUserCreationForm):
    """Of a local account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label, self.fields["username"].help_text = _("User name"), NAME_HELP
        in_own_words(self, warning="")


class PersonPasswordForm(AdminPasswordChangeForm):
    """A password can be taken away here, too."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        in_own_words(self, warning=gettext("The password that the person has now is lost then."))

    def clean(self) -> Any:
        cleaned = super().clean()
        require_confirmation(self, self.by, str(passwords.CONFIRM), field="password1")
        return cleaned

    @sensitive_variables()
    def save(self, commit: bool = True) -> Any:
        """Raises `ways_in.LastWayIn`."""
        password = self.cleaned_data["password1"] if self.cleaned_data["set_usable_password"] else None
        passwords.set_for(user=self.user, password=password, by=self.by)
        return self.user


def in_own_words(form: forms.BaseForm, *, warning: str) -> None:
    """The stock form's words are of users and authentication."""
    form.fields["password2"].label = _("The same again")
    form.fields["password2"].help_text = ""
    usable: Any = form.fields.get("usable_password")
    if usable:
        usable.label, usable.choices = _("Local account"), PASSWORD_CHOICES.items()
        usable.help_text = unusable(warning) if warning else ""


def unusable(warning: str) -> SafeString:
    """Shown by the stock style sheet as soon as "without" is chosen."""
    return format_html('<span id="id_unusable_warning" class="note warn">{}</span>', warning)
