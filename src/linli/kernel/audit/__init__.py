"""Who looked at or changed what, and why: appended with the act, sealed into a digest chain every second."""
