"""A browser in which somebody has just proven who they are."""

import time

from django.test import Client

from sso_providers.actions import confirmation


def confirmed(client: Client) -> Client:
    session = client.session
    session[confirmation.KEY] = int(time.time())
    session.save()
    return client
