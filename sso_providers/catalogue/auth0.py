"""Auth0. Facts: OpenMetadata's documentation "Auth0 SSO" and its Auth0AuthValidator."""

from . import validators
from .common import for_code, for_implicit
from .spec import ConsoleUrl, Endpoints, Field, Flow, Guide, Kind

DOMAIN = Field(
    name="domain",
    label="Domain",
    help="Your Auth0 tenant's domain, or its custom domain.",
    where="Applications › your application › Settings › Basic Information",
    example="acme.eu.auth0.com",
    validate=validators.domain,
)

COPY_STEP = "On the **Settings** tab, copy **Domain** and **Client ID** from **Basic Information**"
PITFALLS = (
    "Claims with a namespace (https://…/email) can't be mapped: OpenMetadata refuses their names from 1.11.5 on.",
    "From 1.10 on, saving in OpenMetadata's own page also tries a client_credentials grant for "
    "https://{domain}/api/v2/; the application needs that grant, or the save is refused.",
)

AUTH0 = Kind(
    id="auth0",
    label="Auth0",
    protocol="OpenID Connect",
    documentation="https://docs.open-metadata.org/latest/deployment/security/auth0",
    needs="Domain, client ID and secret",
    minutes=5,
    initials="A0",
    openmetadata_provider="auth0",
    oidc_type="auth0",
    # The issuer ends in a slash (its discovery document says so); OpenMetadata's authority must not.
    urls=Endpoints(
        issuer="https://{domain}/",
        authority="https://{domain}",
        jwks_uri="https://{domain}/.well-known/jwks.json",
    ),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the application.",
        where="Applications › your application › Settings › Basic Information",
        example="AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        validate=validators.one_line,
    ),
    client_secret=Field(
        name="client_secret",
        label="Client Secret",
        help="Shown beside the client ID.",
        where="Applications › your application › Settings › Basic Information",
    ),
    fields={Flow.CODE: for_code(DOMAIN), Flow.IMPLICIT: for_implicit(DOMAIN)},
    guides={
        Flow.CODE: Guide(
            console="Auth0",
            urls_at="Applications › your application › Settings › Application URIs",
            steps=(
                "Open **Applications** › **Applications** and choose **Create Application**.",
                "Name it *{name}* and choose **Regular Web Applications**.",
                COPY_STEP + ", and **Client Secret** too.",
                "Under **Application URIs**, enter the addresses listed here and choose **Save Changes**.",
            ),
            urls=(
                ConsoleUrl(label="Allowed Callback URLs", templates=("{server}/callback",)),
                ConsoleUrl(label="Allowed Logout URLs", templates=("{server}",)),
            ),
            staff_callback_label="Allowed Callback URLs",
            pitfalls=PITFALLS,
        ),
        Flow.IMPLICIT: Guide(
            console="Auth0",
            urls_at="Applications › your application › Settings › Application URIs",
            steps=(
                "Open **Applications** › **Applications** and choose **Create Application**.",
                "Name it *{name}* and choose **Single Page Web Applications**.",
                COPY_STEP + ".",
                "Under **Application URIs**, enter the addresses listed here and choose **Save Changes**.",
            ),
            urls=(
                ConsoleUrl(
                    label="Allowed Callback URLs",
                    templates=("{server}/callback", "{server}/silent-callback"),
                ),
                ConsoleUrl(label="Allowed Logout URLs", templates=("{server}",)),
                ConsoleUrl(label="Allowed Web Origins", templates=("{server}",)),
            ),
            pitfalls=PITFALLS,
        ),
    },
)
