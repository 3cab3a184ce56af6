"""The stock admin with the portal's own site: its sign-in page and its home page."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.site.PortalAdminSite"
