"""OpenMetadata's sign-in configuration: what it is, how it is written.

Knows neither the database nor HTTP.
"""
