"""The same database, mail server and templates, with django-post_office in the engine's place."""

from config.settings import *  # noqa: F403

INSTALLED_APPS.append("post_office")  # noqa: F405
# Its own defaults, but for the batch: threads, logs and statuses as it ships.
POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}, "BATCH_SIZE": 1000}
LOGGING["loggers"]["post_office"] = {"level": "WARNING"}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_USE_TLS = EMAIL_USE_SSL = False
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
EMAIL_TIMEOUT = 20
