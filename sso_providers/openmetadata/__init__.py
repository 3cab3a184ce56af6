"""OpenMetadata's sign-in configuration: what it is, how it is written and read.

Knows neither the database nor HTTP.
"""
