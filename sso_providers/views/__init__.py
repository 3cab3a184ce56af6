"""The pages beside the admin."""
