"""What several SAML settings mean together: which of them count, and what contradicts."""

from collections.abc import Mapping

from sso_providers.catalogue.values import Value


def needs_key_pair(settings: Mapping[str, Value]) -> bool:
    """The server starts with a key store instead, but its validator wants the pair for whatever is signed."""
    if settings.get("sign_requests") or settings.get("sign_sp_metadata"):
        return True
    return bool(settings.get("want_assertions_encrypted")) and not has_key_store(settings)


def has_key_store(settings: Mapping[str, Value]) -> bool:
    return bool(settings.get("key_store_path"))


def has_key_store_alias(settings: Mapping[str, Value]) -> bool:
    return bool(settings.get("key_store_alias"))


def metadata_signed_with_a_loaded_key(settings: Mapping[str, Value]) -> dict[str, str]:
    """SamlSettingsHolder hands the keys to java-saml for these two reasons only."""
    loaded = settings.get("sign_requests") or settings.get("want_assertions_encrypted")
    if not settings.get("sign_sp_metadata") or loaded:
        return {}
    return {
        "sign_sp_metadata": "OpenMetadata loads the key pair only where it signs requests or decrypts assertions: "
        "switch one of them on too, or this off."
    }


def two_parties(settings: Mapping[str, Value]) -> dict[str, str]:
    """What belongs to the service provider is not the identity provider's."""
    errors = {}
    if settings["sp_certificate"] and settings["sp_certificate"] == settings["idp_certificate"]:
        errors["sp_certificate"] = (
            "This is the identity provider's certificate: use the one that belongs to OpenMetadata's private key."
        )
    if settings["sp_entity_id"] == settings["idp_entity_id"]:
        errors["sp_entity_id"] = (
            f"'{settings['sp_entity_id']}' is the identity provider's entity ID: "
            "enter OpenMetadata's own, or leave it blank."
        )
    return errors
