"""Population series by place and day, each with its source."""
