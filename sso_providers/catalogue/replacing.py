"""How a secret is replaced where it comes from, in the console's own words.

Facts: learn.microsoft.com/graph (addPassword), developer.okta.com (client secret rotation), auth0.com/docs (rotate
client secret), docs.aws.amazon.com (AddUserPoolClientSecret), developers.google.com (Manage OAuth Clients).
Where nothing is written down, the sentences promise nothing.
"""

from dataclasses import dataclass

from .spec import CLIENT_SECRET, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """`make` says how the new one is made, `retire` how the old one goes.

    `overlaps`: whether the old one goes on working meanwhile; None where that hangs on the provider's settings.
    """

    make: str
    retire: str
    overlaps: bool | None = None


CLIENT_SECRETS = {
    "azure": Replacing(
        make="Under **App registrations** › your application › **Certificates & secrets**, choose "
        "**New client secret** and copy its **Value** at once: Entra shows it once.",
        retire="Under **Certificates & secrets**, delete the old secret: **Description** and **Expires** tell which.",
        overlaps=True,
    ),
    "okta": Replacing(
        make="In your application's **General** tab, under **Client Secrets**, choose **Generate new secret** and copy "
        "it. Okta keeps two at a time.",
        retire="Under **Client Secrets**, set the old secret to **Inactive**, then choose **Delete**.",
        overlaps=True,
    ),
    "google": Replacing(
        make="Under **Google Auth Platform** › **Clients**, open your client, choose **Add secret** and copy it at "
        "once.",
        retire="Open your client under **Clients**, disable the old secret, then delete it.",
        overlaps=True,
    ),
    "aws-cognito": Replacing(
        make="Give the app client a second secret, for example with **aws cognito-idp add-user-pool-client-secret**. "
        "Cognito keeps two at a time.",
        retire="Take the old secret from the app client, for example with **aws cognito-idp "
        "delete-user-pool-client-secret**.",
        overlaps=True,
    ),
    "auth0": Replacing(
        make="At the end of your application's **Settings**, under **Danger Zone**, choose **Rotate**, then copy the "
        "new **Client Secret** from **Credentials**.",
        retire="There is nothing to delete: **Rotate** has already replaced the old secret.",
        overlaps=False,
    ),
    "keycloak": Replacing(
        make="In your client's **Credentials** tab, choose **Regenerate** and copy the new **Client Secret**.",
        retire="If a rotation policy keeps the old secret, choose **Invalidate** beside **Rotated secret** in the "
        "**Credentials** tab.",
    ),
}
OTHER_CLIENTS = Replacing(
    make="Have the provider make a new client secret for this application, beside the old one if it can.",
    retire="Delete the old secret at the provider, if it still has it.",
)
SECRETS = {
    "bind_password": Replacing(
        make="Set a new password for the look-up account in the directory. Most directories keep one password for an "
        "account.",
        retire="Make sure that the directory takes the old password no more.",
    ),
    "sp_private_key": Replacing(
        make="Make a new key and its certificate, and give the certificate to the provider beside the old one. Enter "
        "the key here, and save the new certificate in this registration right before you check.",
        retire="Take the old certificate from the provider.",
        overlaps=True,
    ),
}


def replacing(kind: Kind, name: str) -> Replacing | None:
    """None for a secret that is no provider's, such as the password of a key store."""
    if name == CLIENT_SECRET:
        return CLIENT_SECRETS.get(kind.id, OTHER_CLIENTS)
    return SECRETS.get(name)
