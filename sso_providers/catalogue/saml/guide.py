"""How OpenMetadata becomes an application of the identity provider, in the words of some consoles."""

from sso_providers.catalogue.spec import ConsoleUrl, Guide, Use

from .recipes import RECIPES

STEPS = (
    "Make a SAML 2.0 application called *{name}*. Entra: **Enterprise applications** › **New application** › "
    "**Create your own application**, non-gallery, then **Single sign-on** › **SAML**. AWS IAM Identity Center: "
    "**Applications** › **Add application** › **I have an application I want to set up** › **SAML 2.0**.",
    "Enter the addresses listed here. Entra has them in **Basic SAML Configuration**, "
    "AWS under **Application metadata** › **Manually type your metadata values**.",
    "Make the person's e-mail address the **NameID**. Entra: **Attributes & Claims** › **Unique User Identifier** = "
    "*user.mail*. AWS: **Attribute mappings** › **Subject** = the user's e-mail, format *emailAddress*.",
    "Let the provider sign its assertions, with RSA-SHA256 or better.",
    "Download the metadata (Entra: **Federation Metadata XML**; AWS: **IAM Identity Center SAML metadata file**) and "
    "copy entity ID, sign-in address and certificate from it.",
    "Assign the people or groups who may sign in.",
)
PITFALLS = (
    "The user name in OpenMetadata is what stands before the @ of the NameID; a NameID without @ gets the principal "
    "domain behind it, so opaque identifiers make users nobody recognises.",
    "The certificate is the text itself: OpenMetadata reads no path, although its documentation shows one.",
    "Without strict mode java-saml checks the signature, but neither the time nor whom the assertion is for: give "
    "OpenMetadata an application and a signing key of its own at the provider.",
    "Behind a proxy that ends TLS, OpenMetadata may send people back to http after signing in: let the proxy redirect "
    "http to https (issue 24863).",
    "When the provider changes its certificate, nobody can sign in until OpenMetadata has the new one.",
    "Saving in OpenMetadata's own page from 1.10 on also calls the sign-in address, and may report status 400 although "
    "all is well (issue 24347).",
)

GUIDE = Guide(
    console="the identity provider",
    urls_at="The application's SAML settings",
    steps=STEPS,
    urls=(
        ConsoleUrl(
            label="Identifier (Entity ID), also called Audience URI or SP Entity ID",
            templates=("{server}/api/v1/saml/metadata",),
            unless="sp_entity_id",
            use=Use.IDENTITY,
        ),
        ConsoleUrl(
            label="Reply URL (Assertion Consumer Service URL, ACS), also called Single sign-on URL",
            templates=("{server}/api/v1/saml/acs",),
            help="With the HTTP-POST binding.",
        ),
        ConsoleUrl(
            label="Sign on URL",
            templates=("{server}/signin",),
            help="Optional: where the provider's own page of applications leads to.",
            use=Use.OTHER,
        ),
    ),
    pitfalls=PITFALLS,
    recipes=RECIPES,
)
