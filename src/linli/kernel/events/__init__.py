"""What happened, told once: an event log with an outbox of deliveries to subscribers."""
