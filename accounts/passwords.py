from django.core.exceptions import ValidationError

MINIMUM = 12


class LongEnough:
    """12 characters or more; length beats symbols (OWASP ASVS 6.2.1)."""

    def validate(self, password, user=None):
        if len(password) < MINIMUM:
            raise ValidationError(
                f"{len(password)} characters. Use {MINIMUM} or more; a short sentence works well.",
                code="password_too_short",
            )

    def get_help_text(self):
        return f"{MINIMUM} characters or more; a short sentence works well."
