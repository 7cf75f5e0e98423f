# One image for web, worker, beat and the one-shot migration (docker-compose.yml).
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
COPY config/lock/run.txt /tmp/run.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/run.txt

FROM python:3.13-slim
# An empty PYTHONTZPATH: zone rules come from the tzdata package of the lock.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONTZPATH="" \
    WARDBOOK_VAR=/var/lib/wardbook
RUN useradd --system --uid 10001 --home-dir /var/lib/wardbook --create-home wardbook
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
USER wardbook
# Hashed and compressed into the image; only the people's files live in a volume. The key is for this
# line alone: without one, an embedded copy would make its own and leave it in the image.
RUN mkdir -p "$WARDBOOK_VAR/files" \
    && SECRET_KEY=for-collecting-static-files-only-never-for-running python manage.py collectstatic --noinput
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["granian", "--interface", "wsgi", "config.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--workers-kill-timeout", "30", \
     "--log-level", "warning"]
