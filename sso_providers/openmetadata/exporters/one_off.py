"""Docker: containers for openmetadata-ops.sh alone, which need no running server.

A sign-in that stops the server leaves no container to enter: on the way back the one of this
export, and before it one that an earlier try stored. So what is stored is changed from outside
both times, in the steps forward too. What worked so far is read in the running server, whatever
options that was started with.

The server's image has /bin/bash as its entrypoint and /openmetadata-start.sh as its command
(docker-compose-quickstart/Dockerfile), and the quickstart compose file runs its migration with the
command ./bootstrap/openmetadata-ops.sh alone: bash is named here for images and files that differ.
`docker compose run` takes neither container_name, ports nor the restart policy of the service
(docker/compose, pkg/compose/run.go), and joins its networks; the commands need the database only.
"""


def with_compose(compose: str, service: str) -> str:
    """Runs bash beside the service. Without its dependencies: the migration would run again."""
    return f"{compose} run --rm --no-deps -T --entrypoint bash {service}"


def with_run(env_file: str, image: str) -> str:
    return f"docker run --rm --interactive --env-file {env_file} --entrypoint bash \\\n  {image}"
