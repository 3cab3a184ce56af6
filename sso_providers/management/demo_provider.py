"""The demo's OpenID provider, a process of its own on loopback: `python -m sso_providers.management.demo_provider`.

Prints one line of JSON with the client it registered for the portal, then serves until its standard
input closes, which it does when the portal's process ends, however that happens.
"""

import argparse
import json
import os
import sys
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import uvicorn
from oidc_provider_mock import User, app

PEOPLE = (
    User(
        sub="ada",
        claims={
            "name": "Ada Lovelace",
            "given_name": "Ada",
            "family_name": "Lovelace",
            "email": "ada@acme.example",
            "email_verified": True,
            "preferred_username": "ada",
            "groups": ["staff", "data-platform"],
        },
    ),
    User(
        sub="grace",
        claims={
            "name": "Grace Hopper",
            "given_name": "Grace",
            "family_name": "Hopper",
            "email": "grace@acme.example",
            "email_verified": True,
            "preferred_username": "grace",
            "groups": ["staff", "analysts"],
        },
    ),
    User(
        sub="mallory",
        claims={"name": "Mallory", "email": "mallory@elsewhere.example", "email_verified": False, "groups": []},
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--redirect-uri", action="append", required=True)
    arguments = parser.parse_args()
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain http, on loopback only
    provider = app(require_client_registration=True, user_claims=PEOPLE)
    provider.before_request(note_sign_in)
    provider.after_request(give_state_back)
    answer = provider.test_client().post("/oauth2/clients", json={"redirect_uris": arguments.redirect_uri})
    client = answer.get_json()
    print(json.dumps({name: client[name] for name in ("client_id", "client_secret")}), flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    uvicorn.run(provider, interface="wsgi", host="127.0.0.1", port=arguments.port, log_level="warning")


def note_sign_in() -> None:
    """When somebody last signed in (auth_time), which the portal asks for where people confirm that it is them."""
    for person in PEOPLE:
        if flask.request.form.get("sub") == person.sub:
            person.claims["auth_time"] = int(time.time())


def give_state_back(response: flask.Response) -> flask.Response:
    """The mock forgets it in its errors, where it is required (RFC 6749, section 4.1.2.1)."""
    answer = parse_qs(urlsplit(response.location or "").query)
    if "error" in answer and "state" not in answer:
        response.location = f"{response.location}&{urlencode({'state': flask.request.args.get('state', '')})}"
    return response


def end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
