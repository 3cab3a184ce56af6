"""The guide of a kind with one registration's own values."""

from sso_providers.catalogue import Flow, Kind, guide
from sso_providers.catalogue.guide import FilledGuide, PortalAddresses
from sso_providers.models import ProviderRegistration


def filled_guide(kind: Kind, flow: Flow, registration: ProviderRegistration | None) -> FilledGuide:
    """With examples where there is no registration yet, or no deployment that uses it."""
    if registration is None:
        return guide.fill(kind, flow, name="", settings={}, servers=())
    return guide.fill(
        kind,
        flow,
        name=registration.name,
        settings=registration.application(with_secret=False).settings,
        servers=[deployment.url for deployment in registration.deployments.all()],
        portal=portal_addresses(registration) if flow is Flow.CODE else None,
        client_id=registration.client_id,
    )


def portal_addresses(registration: ProviderRegistration) -> PortalAddresses:
    return PortalAddresses(
        callback=registration.callback_url,
        sign_out=registration.signed_out_url,
        back_channel=registration.back_channel_logout_url,
    )
