"""That a warning about something that ends was sent, so that it is sent once."""

from django.db import models


class SentReminder(models.Model):
    """`about` names what ends, `ends_on` when, `days` is the threshold that was crossed: 60, 30, 7 or 0.

    `channel` is "mail" or "webhook".
    """

    about = models.CharField(max_length=200)
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=20)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["about", "ends_on", "days", "channel"], name="one_reminder_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.days} days before {self.ends_on}"
