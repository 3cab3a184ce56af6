"""Microsoft Entra ID: the AADSTS numbers.

The first source says what they mean; it lists neither 500113, 900023 nor 9002325 to 9002327, whose own messages
say it, as people quote them in the other sources.
"""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Microsoft Entra ID"
error = partial(ProviderError, NAME)

APPLICATION = "App registrations › your application"
ENTERPRISE = "Enterprise applications › your application"
REDIRECTS = f"{APPLICATION} › Authentication"
SECRETS = f"{APPLICATION} › Certificates & secrets"
OVERVIEW = f"{APPLICATION} › Overview"
AGAIN = "Start the sign-in again."
OTHER_ACCOUNT = (
    "Sign in with an account of the organisation, or have its administrator invite yours as a guest "
    "(Users › New user › Invite external user)."
)
POLICY = "Protection › Conditional Access, and the entry in the sign-in logs, say which policy it was."
TENANT = "Copy the Directory (tenant) ID from the application's Overview again; it is a GUID."
SIGN_IN_SERVICE = "Try again in a few minutes."

ENTRA = Family(
    name=NAME,
    kinds=("azure",),
    sources=(
        "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes",
        "https://learn.microsoft.com/en-us/answers/questions/1601797/aadsts9002327-tokens-issued-for-the-single-page-ap",
        "https://learn.microsoft.com/en-us/answers/questions/385914/aadsts9002326-how-to-use-single-page-app-redirect",
        "https://learn.microsoft.com/en-us/answers/questions/1194524",
        "https://github.com/microsoft/intune-data-warehouse/issues/15",
    ),
    errors=(
        # The addresses to come back to
        error(
            "AADSTS50011",
            "The address to come back to is not registered for this application at Microsoft Entra.",
            f"Under {REDIRECTS} › Web, enter the callback address to the letter, the slash at its end included.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS500113",
            "No address to come back to is registered for this application at Microsoft Entra.",
            f"Under {REDIRECTS}, add the platform Web and enter the callback address.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS900971",
            "The request named no address to come back to.",
            f"Under {REDIRECTS} › Web, enter the callback address.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS70004",
            "The address to come back to is none of those registered at Microsoft Entra.",
            f"Under {REDIRECTS} › Web, enter the callback address to the letter.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS9002325",
            "The address to come back to is registered for a single-page application, which signs in otherwise.",
            f"Under {REDIRECTS}, move the callback address from Single-page application to Web.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS9002326",
            "A browser asked for the tokens itself, which only a single-page application may.",
            f"For OpenMetadata's implicit flow, register its callback under {REDIRECTS} › Single-page application.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS9002327",
            "The address to come back to is registered for a single-page application, but a server asked for tokens.",
            f"Under {REDIRECTS}, move the callback address from Single-page application to Web.",
            REDIRECT_ADDRESS,
        ),
        # The application and its credentials
        error(
            "AADSTS7000215",
            "The client secret is wrong.",
            f"Under {SECRETS}, make a new one and enter the secret's Value, not its Secret ID.",
            "client_secret",
        ),
        error(
            "AADSTS7000222",
            "The client secret has expired.",
            f"Under {SECRETS}, make a new one and enter its Value.",
            "client_secret",
        ),
        error(
            "AADSTS7000218",
            "Microsoft Entra got no client secret.",
            f"Under {REDIRECTS}, register the callback under Web, and leave Allow public client flows at No. Then "
            "enter a client secret here.",
            "client_secret",
        ),
        error(
            "AADSTS70002",
            "The client secret is not the application's.",
            f"Under {SECRETS}, make a new one and enter its Value.",
            "client_secret",
        ),
        error(
            "AADSTS700025",
            "The application is registered as public, and a public one shows no client secret.",
            f"Under {REDIRECTS}, register the callback under Web, not under Mobile and desktop applications.",
            REDIRECT_ADDRESS,
        ),
        error(
            "AADSTS700027",
            "A signature in place of a client secret was not accepted.",
            "Use a client secret: neither the portal nor OpenMetadata authenticates by a certificate.",
            "client_secret",
        ),
        error(
            "AADSTS700030",
            "The certificate in place of a client secret was not accepted.",
            "Use a client secret: neither the portal nor OpenMetadata authenticates by a certificate.",
            "client_secret",
        ),
        error(
            "AADSTS700016",
            "The tenant knows no application with this client ID.",
            f"Copy the Application (client) ID from {OVERVIEW} again, and see that the tenant is the application's.",
            "client_id",
        ),
        error(
            "AADSTS700011",
            "The organisation's directory has no application with this client ID.",
            f"Copy the Application (client) ID from {OVERVIEW} again, and see that the tenant is the application's.",
            "client_id",
        ),
        error(
            "AADSTS70001",
            "The application is disabled, or unknown in this tenant.",
            f"Under {ENTERPRISE} › Properties, set Enabled for users to sign-in to Yes, and compare the client ID.",
            "client_id",
        ),
        error(
            "AADSTS7000112",
            "The application is disabled at Microsoft Entra.",
            f"Under {ENTERPRISE} › Properties, set Enabled for users to sign-in to Yes.",
        ),
        error(
            "AADSTS1000031",
            "The application can't be used at the moment.",
            f"Under {ENTERPRISE} › Properties, see whether it is enabled, and ask the tenant's administrator.",
        ),
        error(
            "AADSTS500011",
            "What the token was asked for is unknown in this tenant.",
            "Compare tenant and scopes: a scope that begins with api:// needs its application in the same tenant.",
            "scope",
        ),
        error(
            "AADSTS700054",
            "The application may not get ID tokens from the sign-in page.",
            f"Under {REDIRECTS} › Implicit grant and hybrid flows, tick ID tokens; or use the authorization code flow.",
            "response_type",
        ),
        error(
            "AADSTS70005",
            "The application may not ask for this response type.",
            f"Under {REDIRECTS} › Implicit grant and hybrid flows, tick ID tokens; or use the authorization code flow.",
            "response_type",
        ),
        error(
            "AADSTS70007",
            "Microsoft Entra does not know the response mode that was asked for.",
            "Take response_mode out of the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "AADSTS70003",
            "Microsoft Entra does not know the way in which tokens were asked for.",
            "Use the authorization code flow.",
        ),
        # The tenant
        error("AADSTS90002", "Microsoft Entra knows no such tenant.", TENANT, "tenant_id"),
        error("AADSTS900023", "The tenant is neither an ID nor a domain.", TENANT, "tenant_id"),
        error("AADSTS50059", "The request does not say which tenant it is for.", TENANT, "tenant_id"),
        error("AADSTS50128", "The request does not say which tenant it is for.", TENANT, "tenant_id"),
        error("AADSTS90019", "The request does not say which tenant it is for.", TENANT, "tenant_id"),
        error(
            "AADSTS50194",
            "The application is for one tenant only, and was asked for under the address of all.",
            "Enter the tenant's own ID, not common: people of other tenants should not get in.",
            "tenant_id",
        ),
        error(
            "AADSTS90124",
            "What was asked for is not offered under the address of all tenants.",
            "Enter the tenant's own ID, not common.",
            "tenant_id",
        ),
        error(
            "AADSTS90130",
            "The application can't be used under the address of all tenants.",
            "Enter the tenant's own ID, not common.",
            "tenant_id",
        ),
        error(
            "AADSTS9002332",
            "The application is for accounts of organisations, and was asked for under the address of personal ones.",
            "Enter the tenant's own ID, not consumers.",
            "tenant_id",
        ),
        error(
            "AADSTS90038",
            "The tenant is in a national cloud, which has sign-in addresses of its own.",
            "Use the kind for any OpenID Connect provider, with that cloud's issuer.",
            "tenant_id",
        ),
        error(
            "AADSTS700005",
            "The sign-in began in another tenant than the one it was to end in.",
            TENANT,
            "tenant_id",
        ),
        # Scopes and consent
        error(
            "AADSTS70011",
            "A scope that was asked for is not valid.",
            "Use openid email profile offline_access, separated by spaces.",
            "scope",
        ),
        error(
            "AADSTS700022",
            "The scopes belong to several applications, and one sign-in takes those of one.",
            "Use openid email profile offline_access, or those and the scopes of one application.",
            "scope",
        ),
        error(
            "AADSTS700023",
            "The scopes don't say what the access token is for.",
            "Use openid email profile offline_access.",
            "scope",
        ),
        error(
            "AADSTS28002",
            "A scope that was asked for is not valid.",
            "Use openid email profile offline_access, separated by spaces.",
            "scope",
        ),
        error("AADSTS28003", "No scope was asked for.", "Use openid email profile offline_access.", "scope"),
        error(
            "AADSTS65001",
            "Nobody has agreed yet that this application may read the profile.",
            f"Under {APPLICATION} › API permissions, choose Grant admin consent; or agree when you are asked.",
        ),
        error(
            "AADSTS65004",
            "You did not agree that this application may read your profile.",
            f"{AGAIN} Agree when you are asked, or have an administrator agree for everybody.",
            for_person=True,
        ),
        error(
            "AADSTS65005",
            "The application asked for a permission that its registration does not list.",
            f"Under {APPLICATION} › API permissions, add what the scopes need, or shorten the scopes.",
            "scope",
        ),
        error(
            "AADSTS650052",
            "The application needs a service that the organisation does not have.",
            f"Under {APPLICATION} › API permissions, remove what is not needed, and shorten the scopes.",
            "scope",
        ),
        error(
            "AADSTS650056",
            "The application's registration lists no permission, or nobody agreed to it.",
            f"Under {APPLICATION} › API permissions, add Microsoft Graph › User.Read and choose Grant admin consent.",
        ),
        error(
            "AADSTS650057",
            "The application asked for something that its registration does not list.",
            f"Under {APPLICATION} › API permissions, add what the scopes need, or shorten the scopes.",
            "scope",
        ),
        error(
            "AADSTS90008",
            "Nobody has agreed yet that this application may read the profile.",
            f"Under {APPLICATION} › API permissions, add Microsoft Graph › User.Read and choose Grant admin consent.",
        ),
        error(
            "AADSTS90094",
            "An administrator of the organisation must agree to this application first.",
            f"Under {APPLICATION} › API permissions, choose Grant admin consent.",
        ),
        error(
            "AADSTS90095",
            "An administrator of the organisation must agree to this application first.",
            "Send the request for approval that the page offers, and wait for the answer.",
            for_person=True,
        ),
        error(
            "AADSTS90099",
            "The application is not authorised in the customer's tenant.",
            f"Have an administrator of that tenant agree: {APPLICATION} › API permissions › Grant admin consent.",
        ),
        # Who may use the application
        error(
            "AADSTS50105",
            "Your account is not assigned to this application.",
            f"Under {ENTERPRISE} › Users and groups, add the person or a group, or under Properties set Assignment "
            "required? to No.",
        ),
        error(
            "AADSTS50020",
            "Your account belongs to another organisation, and is no guest of this one.",
            OTHER_ACCOUNT,
            for_person=True,
        ),
        error(
            "AADSTS16000",
            "Your account belongs to another organisation, and is no guest of this one.",
            OTHER_ACCOUNT,
            for_person=True,
        ),
        error("AADSTS16003", "Your account was not added to this organisation.", OTHER_ACCOUNT, for_person=True),
        error("AADSTS50014", "Your account does not exist in this organisation.", OTHER_ACCOUNT, for_person=True),
        error("AADSTS50034", "Your account does not exist in this organisation.", OTHER_ACCOUNT, for_person=True),
        error("AADSTS51004", "Your account does not exist in this organisation.", OTHER_ACCOUNT, for_person=True),
        error(
            "AADSTS90072",
            "The account that you signed in with is no guest of this organisation, so it can't give the second factor.",
            OTHER_ACCOUNT,
            for_person=True,
        ),
        error(
            "AADSTS500208",
            "This organisation does not take accounts of this type, such as personal Microsoft accounts.",
            "Sign in with an account of the organisation.",
            for_person=True,
        ),
        error(
            "AADSTS50197",
            "Microsoft Entra could not tell who you are.",
            f"{AGAIN} Sign out of other Microsoft accounts first.",
            for_person=True,
        ),
        error(
            "AADSTS16001",
            "The account that you chose could not be used.",
            f"{AGAIN} Choose another account.",
            for_person=True,
        ),
        *(
            error(
                code,
                "Your network lets you sign in to certain organisations only, and this one is none of them.",
                "Use another network, or ask your own administrator to allow this tenant in the tenant restrictions.",
                for_person=True,
            )
            for code in ("AADSTS50002", "AADSTS500021", "AADSTS500022")
        ),
        error(
            "AADSTS500212",
            "Your own organisation does not let you sign in to this one.",
            "Ask your own administrator to allow it: Cross-tenant access settings › Outbound access.",
            for_person=True,
        ),
        error(
            "AADSTS500213",
            "This organisation does not take people of yours.",
            "Under Cross-tenant access settings › Inbound access, allow the other organisation.",
        ),
        # Account and password
        error(
            "AADSTS50126",
            "User name or password is wrong.",
            f"{AGAIN} If you forgot the password, reset it at Microsoft.",
            for_person=True,
        ),
        error(
            "AADSTS50053",
            "Your account is locked after too many wrong passwords, or your address is suspicious to Microsoft.",
            "Wait a while before you try again, or ask the organisation's administrator.",
            for_person=True,
        ),
        *(
            error(
                code,
                "Your password has expired.",
                "Set a new one at Microsoft, then start the sign-in again.",
                for_person=True,
            )
            for code in ("AADSTS50055", "AADSTS50144")
        ),
        error("AADSTS50056", "There is no password for your account, or it was empty.", AGAIN, for_person=True),
        error(
            "AADSTS50057",
            "Your account is disabled.",
            "Ask the organisation's administrator.",
            for_person=True,
        ),
        *(
            error(
                code,
                "Your password has changed or expired since you signed in at Microsoft.",
                f"Sign out at Microsoft. {AGAIN}",
                for_person=True,
            )
            for code in ("AADSTS50132", "AADSTS50133")
        ),
        error(
            "AADSTS50135",
            "Microsoft wants you to change your password, because it may be known to others.",
            "Change it at Microsoft, then start the sign-in again.",
            for_person=True,
        ),
        error(
            "AADSTS50173",
            "Your sign-in at Microsoft was ended by you or an administrator.",
            AGAIN,
            for_person=True,
        ),
        error(
            "AADSTS53011", "Your account is blocked, because it is at risk.", "Ask your administrator.", for_person=True
        ),
        error(
            "AADSTS80012",
            "Your organisation lets you sign in at certain hours only.",
            "Try again within them.",
            for_person=True,
        ),
        # The session at Microsoft
        error(
            "AADSTS50058",
            "You are not signed in at Microsoft, and it was told not to ask.",
            "Let the registration's prompt be login or select_account; an empty one fails so.",
            "prompt",
        ),
        error(
            "AADSTS50140",
            "The question whether to stay signed in interrupted the sign-in.",
            f"{AGAIN} Answer the question.",
            for_person=True,
        ),
        error("AADSTS50089", "The sign-in took too long.", AGAIN, for_person=True),
        error(
            "AADSTS50196",
            "The same sign-in was asked for too often in a short time.",
            "Wait a few minutes. If it comes back, an application sends people to sign in again and again.",
            for_person=True,
        ),
        error("AADSTS70043", "The sign-in is too old for the organisation's rules.", AGAIN, for_person=True),
        *(
            error(code, "The sign-in was not used for too long and has ended.", AGAIN, for_person=True)
            for code in ("AADSTS700082", "AADSTS700084")
        ),
        # Second factor and conditional access
        *(
            error(
                code,
                "The organisation wants a second factor from you.",
                f"{AGAIN} Confirm with your second factor when you are asked.",
                for_person=True,
            )
            for code in ("AADSTS50074", "AADSTS50076", "AADSTS50078")
        ),
        *(
            error(
                code,
                "The organisation wants a second factor from you, and you have set up none.",
                "Set one up under Security info of your Microsoft account, then start the sign-in again.",
                for_person=True,
            )
            for code in ("AADSTS50072", "AADSTS50079", "AADSTS53004")
        ),
        error(
            "AADSTS50158",
            "A check outside of Microsoft Entra, such as another provider's second factor, was not passed.",
            f"{AGAIN} Pass the check when you are asked.",
            for_person=True,
        ),
        error(
            "AADSTS50097",
            "The organisation wants to know your device.",
            "Use a device that the organisation manages.",
            for_person=True,
        ),
        error(
            "AADSTS50129",
            "The organisation wants a device that is registered with it.",
            "Register the device with the organisation, or use one that is registered.",
            for_person=True,
        ),
        error(
            "AADSTS50155",
            "Your device could not prove which one it is.",
            "Use a device that the organisation manages, or register this one anew.",
            for_person=True,
        ),
        error(
            "AADSTS53000",
            "The organisation's rules want a compliant device, and yours is not.",
            "Enrol the device with the organisation's management, or use one that is enrolled.",
            for_person=True,
        ),
        error(
            "AADSTS53001",
            "The organisation's rules want a device of its domain, and yours is none.",
            "Use a device of the organisation.",
            for_person=True,
        ),
        error(
            "AADSTS53002",
            "The organisation's rules want an approved application.",
            "Use one that the organisation has approved, such as another browser.",
            for_person=True,
        ),
        error("AADSTS50005", "The organisation's rules don't allow this kind of device.", POLICY),
        error("AADSTS50131", "The organisation's rules, or a suspicion of Microsoft's, block this sign-in.", POLICY),
        error("AADSTS53003", "The organisation's rules for access block this sign-in.", POLICY),
        error("AADSTS530032", "A security policy of the organisation blocks this sign-in.", POLICY),
        error(
            "AADSTS530035",
            "Microsoft's security defaults block this sign-in.",
            "The entry in the sign-in logs says why; security defaults are under Overview › Properties.",
        ),
        # Codes and PKCE
        error("AADSTS54005", "The answer of this sign-in was used already.", AGAIN, for_person=True),
        error("AADSTS70000", "The answer of this sign-in is not valid.", AGAIN, for_person=True),
        error("AADSTS70008", "The answer of this sign-in has expired.", AGAIN, for_person=True),
        error("AADSTS50147", "The size of the PKCE challenge is wrong.", AGAIN, for_person=True),
        error("AADSTS501491", "The size of the PKCE challenge is wrong.", AGAIN, for_person=True),
        error("AADSTS501481", "The sign-in ended with another PKCE secret than it began with.", AGAIN, for_person=True),
        # The request
        error(
            "AADSTS90014",
            "Something that Microsoft Entra needs is missing in the request.",
            "Compare the further parameters of the authorization request, then run the check.",
            "authorization_parameters",
        ),
        error(
            "AADSTS900144",
            "Something that Microsoft Entra needs is missing in the request.",
            "Compare client ID, scopes and callback address, then run the check.",
        ),
        error(
            "AADSTS9002313",
            "Microsoft Entra takes the request for malformed.",
            "Compare the further parameters of the authorization request, then run the check.",
            "authorization_parameters",
        ),
        *(
            error(
                code,
                "Microsoft Entra takes the request for invalid.",
                "Compare the further parameters of the authorization request, then run the check.",
                "authorization_parameters",
            )
            for code in ("AADSTS90004", "AADSTS90023", "AADSTS90100")
        ),
        error(
            "AADSTS90015",
            "The sign-in address is too long.",
            "Shorten the scopes and the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "AADSTS900561",
            "A page of the sign-in was opened in a way that it is not made for, such as by the back button.",
            AGAIN,
            for_person=True,
        ),
        error(
            "AADSTS901002",
            "Microsoft Entra takes no parameter called resource.",
            "Take resource out of the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        # Microsoft's own troubles, and those of the directory at home
        *(
            error(code, "Microsoft's sign-in had trouble of its own.", SIGN_IN_SERVICE, for_person=True)
            for code in (
                "AADSTS50033",
                "AADSTS50087",
                "AADSTS90006",
                "AADSTS90012",
                "AADSTS90024",
                "AADSTS90033",
                "AADSTS90090",
            )
        ),
        error(
            "AADSTS50000",
            "Microsoft's sign-in could not make a token.",
            "Open a support request at Microsoft with the trace ID from the message.",
        ),
        error("AADSTS90055", "Microsoft Entra gets too many requests.", SIGN_IN_SERVICE, for_person=True),
        *(
            error(
                code,
                "Microsoft Entra can't reach the organisation's own directory to check the password.",
                "See whether the servers with the authentication agent run and reach Active Directory.",
            )
            for code in ("AADSTS80001", "AADSTS80002", "AADSTS80007")
        ),
        *(
            error(
                code,
                "The organisation's other identity provider, to which Microsoft Entra passes people on, had an error.",
                "Ask who runs that provider.",
            )
            for code in ("AADSTS40008", "AADSTS40010", "AADSTS40015", "AADSTS50107", "AADSTS20001", "AADSTS20012")
        ),
    ),
)
