"""What the values say beside signing in."""

import pytest

from .helm_reading import imported

REPLICAS = "replicaCount: 3\n"
VALUES = "openmetadata:\n  config:\n    authentication:\n      provider: azure\n"


@pytest.mark.parametrize(
    ("text", "count", "name", "line"),
    [
        ("replicaCount: 3\n", 3, "replicaCount", 1),
        ("hpa: {enabled: true}\n", 5, "hpa.enabled", 1),
        ("replicaCount: 1\nhpa:\n  enabled: true\n  maxReplicas: 4\n", 4, "hpa.maxReplicas", 4),
        ("replicaCount: 2\nhpa: {enabled: false, maxReplicas: 4}\n", 2, "replicaCount", 1),
    ],
)
def test_read_counts_the_servers_there_may_be(text: str, count: int, name: str, line: int):
    around = imported(text + VALUES).surroundings
    assert (around.replicas, around.places["replicas"].name, around.places["replicas"].line) == (count, name, line)


@pytest.mark.parametrize("text", ["", "replicaCount: many\n", "replicaCount: [1]\n", "replicaCount:\n"])
def test_read_of_no_number_of_servers_takes_one(text: str):
    assert imported(text + VALUES).surroundings.replicas == 1


@pytest.mark.parametrize(
    "text",
    [
        "ingress: {annotations: {nginx.ingress.kubernetes.io/affinity: cookie}}\n",
        "ingress: {annotations: {haproxy.org/cookie-persistence: om}}\n",
        "ingress: {annotations: {traefik.ingress.kubernetes.io/affinity: 'true'}}\n",
        "service: {annotations: {traefik.ingress.kubernetes.io/service.sticky.cookie: 'true'}}\n",
        "ingress:\n  annotations:\n    alb.ingress.kubernetes.io/target-group-attributes: x,stickiness.enabled=true\n",
        "ingress: {annotations: {appgw.ingress.kubernetes.io/cookie-based-affinity: 'true'}}\n",
        "route: {enabled: true}\n",
        "istio: {destinationRule: {trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: om}}}}}}\n",
    ],
)
def test_read_knows_proxies_that_send_people_to_the_same_server(text: str):
    assert imported(REPLICAS + text + VALUES).surroundings.sticky


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ingress: {annotations: {nginx.ingress.kubernetes.io/affinity-mode: persistent}}\n",
        "ingress: {annotations: {alb.ingress.kubernetes.io/target-group-attributes: stickiness.enabled=false}}\n",
        "route: {enabled: true, tls: {termination: passthrough}}\n",
        "route: {enabled: true, annotations: {haproxy.router.openshift.io/disable_cookies: 'true'}}\n",
        "service: {sessionAffinity: ClientIP}\n",
    ],
)
def test_read_does_not_take_other_proxies_for_such(text: str):
    assert not imported(REPLICAS + text + VALUES).surroundings.sticky


@pytest.mark.parametrize(
    ("tag", "release"),
    [("1.9.3", "1.9"), ('"1.10"', "1.10"), ("v1.8.0-rc1", "1.8"), ("latest", ""), ("sha-1234", ""), ('""', "")],
)
def test_read_takes_the_line_from_the_images_tag(tag: str, release: str):
    assert imported(f"image:\n  tag: {tag}\n{VALUES}").release == release


def test_read_knows_the_name_of_the_service():
    assert imported(VALUES).surroundings.hosts == {"openmetadata"}
    assert imported(f"fullnameOverride: catalog\n{VALUES}").surroundings.hosts == {"catalog"}


def test_client_by_extra_variables_is_told_from_one_by_the_chart():
    values = "openmetadata:\n  config:\n    authentication: {clientType: confidential}\n"
    extra = "extraEnvs:\n- {name: OIDC_TYPE, value: okta}\n- {name: OIDC_CLIENT_SECRET, value: look-alike}\n"

    assert imported(values + extra).surroundings.variables == {"OIDC_TYPE": "okta"}
    assert imported(values).surroundings.variables == {}
