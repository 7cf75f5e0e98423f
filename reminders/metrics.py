"""The engine's health as Prometheus reads it. Each scrape reads the database: no process keeps numbers of
its own, so any web process gives the same answer."""

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class HealthCollector(Collector):
    """Gauges of one engine_health.Health. A moment that never was is left out, not told as 0."""

    def __init__(self, health):
        self.health = health

    def collect(self):
        """Families in a fixed order."""
        waiting = GaugeMetricFamily(
            "wardbook_mails_waiting", "Mails that wait or are being sent.", labels=["state"]
        )
        for state, count in sorted(self.health.waiting.items()):
            waiting.add_metric([state], count)
        yield waiting
        for name, words, value in self._plain():
            if value is not None:
                yield GaugeMetricFamily(f"wardbook_{name}", words, value=value)

    def _plain(self):
        health, transport, instance = self.health, self.health.transport, self.health.instance
        return [
            ("mails_due", "Waiting mails whose moment has come.", health.due),
            ("mails_oldest_due_seconds", "Age of the longest due mail.", health.age(health.oldest_due) or 0),
            ("mails_trouble_day", "Mails refused or uncertain within a day.", health.trouble),
            ("mails_tried_hour", "Mails tried in this clock hour, if limited.", health.tried_this_hour),
            ("mails_limit_hour", "Mails that may be tried in a clock hour; 0: no limit.", health.limit),
            ("digests_due", "Profiles whose digest nobody has looked at yet.", health.digests_due),
            ("addresses_suppressed", "Addresses that take no mail.", health.suppressed),
            ("engine_last_tick_seconds", "Since the engine last looked.", health.age(instance.ticked_at)),
            ("engine_held", "1 while all mail is held.", int(instance.is_held)),
            ("transport_fails", "Silences of the mail server in a row.", transport.fails),
            (
                "transport_failing_seconds",
                "Since the mail server is silent.",
                health.age(transport.failing_since) or 0,
            ),
            ("transport_open", "1 while the circuit keeps mail back.", int(health.circuit == "open")),
        ]
