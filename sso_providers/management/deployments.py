"""Deployments as a command's user names them."""

from django.core.management.base import CommandError

from sso_providers.catalogue import UnknownName
from sso_providers.models import Deployment


def find(slug: str) -> Deployment:
    """Raises `UnknownName`, which lists the deployments there are."""
    try:
        return Deployment.objects.select_related("registration").get(slug=slug)
    except Deployment.DoesNotExist:
        known = Deployment.objects.order_by("slug").values_list("slug", flat=True)
        if not known:
            raise CommandError("There is no deployment yet: add one in the console, or by 'manage.py apply'.") from None
        raise UnknownName("deployment", slug, known) from None
