"""Authlib leaves views and accounts to the project: the least of both."""

from authlib.integrations.django_client import OAuth  # type: ignore[import-untyped]
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

client = OAuth().register("bench")


def start(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = client.authorize_redirect(request, request.build_absolute_uri(reverse("callback")))
    return answer


def callback(request: HttpRequest) -> HttpResponse:
    claims = client.authorize_access_token(request)["userinfo"]
    user, _ = get_user_model().objects.get_or_create(username=claims["sub"], defaults={"email": claims["email"]})
    login(request, user)
    return HttpResponseRedirect("/")


urlpatterns = [path("sign-in/", start), path("callback/", callback, name="callback")]
