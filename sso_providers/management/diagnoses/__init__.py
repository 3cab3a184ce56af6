"""How `manage.py diagnose` says what it found: for people, as JSON, as SARIF."""
