"""Log by mail: what a received mail is, and to which thread it belongs."""
